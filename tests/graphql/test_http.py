"""The endpoint over HTTP: what is accepted, what is refused, and how."""

from __future__ import annotations

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries, Settings

from cms.graphql.http.negotiation import JSON, RESPONSE_JSON
from tests.graphql.asked import post, refusal
from tests.graphql.timing import fastest

pytestmark = pytest.mark.django_db


def test_post_answers_in_the_accepted_media_type(client: Client) -> None:
    for accept, expected in [
        ("", JSON),
        ("*/*", JSON),
        (JSON, JSON),
        (RESPONSE_JSON, RESPONSE_JSON),
        (f"{RESPONSE_JSON}, {JSON};q=0.9", RESPONSE_JSON),
        (f"{RESPONSE_JSON};q=0.2, {JSON};q=0.9", JSON),
        (f"{RESPONSE_JSON}; charset=utf-8", RESPONSE_JSON),
        ("application/*", JSON),
    ]:
        response = post(client, {"query": "{ __typename }"}, accept=accept)
        assert response.status_code == 200
        assert response["Content-Type"] == f"{expected}; charset=utf-8"
        assert response["Vary"].lower() == "accept, accept-encoding, authorization, origin"
        assert response["Cache-Control"] == "no-store"
        assert response.json() == {"data": {"__typename": "Query"}}


@pytest.mark.parametrize(
    "accept", ["text/html", "image/png", "application/json; charset=utf-16", f"{JSON};q=0", "¤,;=/"]
)
def test_other_media_types_are_not_acceptable(client: Client, accept: str) -> None:
    response = post(client, {"query": "{ __typename }"}, accept=accept)

    assert refusal(response) == (406, ["NOT_ACCEPTABLE"])


def test_no_cookie_is_set_and_no_session_read(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client.cookies["sessionid"] = "a" * 32
    post(client, {"query": "{ __typename }"})

    with django_assert_num_queries(1):  # the active plugins
        response = post(client, {"query": "{ __typename }"})

    assert dict(response.cookies) == {}


def test_get_answers_queries_and_can_be_revalidated(client: Client) -> None:
    url = (
        "/graphql?query=query($t:String!){__type(name:$t){name}}&variables=%7B%22t%22:%22Page%22%7D"
    )
    response = client.get(url, headers={"Accept": RESPONSE_JSON})

    assert response.status_code == 200
    assert response.json() == {"data": {"__type": {"name": "Page"}}}
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"

    again = client.get(url, headers={"Accept": RESPONSE_JSON, "If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_get_parameters_left_empty_count_as_missing(client: Client) -> None:
    response = client.get("/graphql?query={__typename}&operationName=&variables=&extensions=")

    assert response.json() == {"data": {"__typename": "Query"}}


def test_get_does_not_run_mutations(client: Client) -> None:
    response = client.get("/graphql?query=mutation{__typename}", headers={"Accept": RESPONSE_JSON})

    assert refusal(response) == (405, ["METHOD_NOT_ALLOWED"])
    assert response["Allow"] == "POST"
    assert response["Cache-Control"] == "no-store"


def test_head_answers_like_get_without_a_body(client: Client) -> None:
    response = client.head("/graphql?query={__typename}")

    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
def test_other_methods_are_not_allowed(client: Client, method: str) -> None:
    response = client.generic(method, "/graphql")

    assert refusal(response) == (405, ["METHOD_NOT_ALLOWED"])
    assert response["Allow"] == "GET, POST"


def test_url_parameters_of_a_post_are_ignored(client: Client) -> None:
    response = client.post(
        "/graphql?query={__typename}", "{}", content_type=JSON, headers={"Accept": JSON}
    )
    assert refusal(response) == (400, ["BAD_REQUEST"])


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/graphql",
        "application/json; charset=latin-1",
        "",
    ],
)
def test_only_json_in_utf8_is_read(client: Client, content_type: str) -> None:
    response = post(client, '{"query": "{ __typename }"}', content_type=content_type)

    assert refusal(response) == (415, ["UNSUPPORTED_MEDIA_TYPE"])


def test_compressed_bodies_are_not_read(client: Client) -> None:
    response = post(client, {"query": "{ __typename }"}, **{"Content-Encoding": "gzip"})

    assert refusal(response) == (415, ["UNSUPPORTED_MEDIA_TYPE"])


MALFORMED: dict[str, object] = {
    "nothing": " ",
    "no JSON": "{",
    "a batch": [{"query": "{ __typename }"}],
    "a text": '"{ __typename }"',
    "no query": {"variables": {}},
    "an empty query": {"query": ""},
    "a query of another type": {"query": {"a": 1}},
    "a null query": {"query": None},
    "variables of another type": {"query": "{ __typename }", "variables": [1]},
    "variables as text": {"query": "{ __typename }", "variables": "{}"},
    "an operation name of another type": {"query": "{ __typename }", "operationName": 1},
    "extensions of another type": {"query": "{ __typename }", "extensions": 0},
    "NaN": '{"query": "{ __typename }", "variables": {"a": NaN}}',
    "Infinity": '{"query": "{ __typename }", "variables": {"a": -Infinity}}',
    "a huge number": '{"query": "{ __typename }", "variables": {"a": %s}}' % ("9" * 50_000),
    "not UTF-8": b'{"query": "{ __typename } # \xff"}',
    "UTF-16": '{"query": "{ __typename }"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"query": "{ __typename }"}',
    "half a surrogate pair in the query": '{"query": "{ __typename } # \\ud800"}',
    "half a surrogate pair in a key": '{"query": "{ a }", "variables": {"\\udfff": 1}}',
    "half a surrogate pair deep inside": '{"query": "{ a }", "variables": {"a": [["\\ud800"]]}}',
    "100,000 levels of lists": '{"query": "{ a }", "variables": {"a": ' + "[" * 99_000,
    "many closed levels": '{"query": "{a}", "variables": ' + "[" * 45_000 + "]" * 45_000 + "}",
}


@pytest.mark.parametrize("name", MALFORMED)
@pytest.mark.parametrize("accept", [JSON, RESPONSE_JSON])
def test_malformed_requests_are_refused(client: Client, name: str, accept: str) -> None:
    response, seconds = fastest(lambda: post(client, MALFORMED[name], accept=accept))

    assert refusal(response) == (400, ["BAD_REQUEST"])
    assert seconds < 0.5


def test_variables_nested_deeply_are_refused_with_the_limit(client: Client) -> None:
    response = post(client, '{"query": "{ a }", "variables": {"a": ' + "[" * 500 + "]" * 500 + "}}")
    assert refusal(response) == (400, ["TOO_DEEP"])
    assert response.json()["errors"][0]["extensions"]["limit"] == 20


@pytest.mark.parametrize("accept", [JSON, RESPONSE_JSON])
def test_large_bodies_are_refused(client: Client, accept: str) -> None:
    body = '{"query": "{ __typename }", "padding": "%s"}' % ("a" * 10_000_000)

    response, seconds = fastest(lambda: post(client, body, accept=accept))

    assert refusal(response) == (413, ["REQUEST_TOO_LARGE"])
    assert response.json()["errors"][0]["extensions"]["limit"] == 100_000
    assert seconds < 0.5


def test_a_false_content_length_does_not_help(client: Client) -> None:
    body = '{"query": "{ __typename }", "padding": "%s"}' % ("a" * 200_000)
    for declared in ("10", "0", "", "-5", "9" * 40, "ten"):
        response = client.post(
            "/graphql",
            body,
            content_type=JSON,
            headers={"Accept": RESPONSE_JSON},
            CONTENT_LENGTH=declared,
        )
        status, codes = refusal(response)
        assert (status, codes[0]) in {(400, "BAD_REQUEST"), (413, "REQUEST_TOO_LARGE")}


def test_a_body_in_chunks_is_refused_with_its_reason(client: Client) -> None:
    response = client.post(
        "/graphql",
        '{"query": "{ __typename }"}',
        content_type=JSON,
        headers={"Transfer-Encoding": "chunked"},
        CONTENT_LENGTH="",
    )

    assert refusal(response) == (411, ["BAD_REQUEST"])
    assert "Content-Length" in response.json()["errors"][0]["message"]


def test_naming_a_type_thousands_of_times_is_like_naming_it_once(client: Client) -> None:
    query = "query ($types: [String!]) { pages(locale: CS, type: $types) { totalCount } }"
    response = post(client, {"query": query, "variables": {"types": ["StandardPage"] * 5_000}})

    assert response.json() == {"data": {"pages": {"totalCount": 0}}}


def test_too_many_url_parameters_are_refused(client: Client, settings: Settings) -> None:
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1_000
    response = client.get("/graphql?query={a}&" + "&".join(f"a{n}=1" for n in range(2_000)))

    assert refusal(response) == (400, ["BAD_REQUEST"])


HOSTILE: dict[str, tuple[str, str]] = {
    "2,000 aliases": (
        "{ " + " ".join(f"a{n}: __typename" for n in range(2_000)) + " }",
        "DOCUMENT_TOO_LARGE",
    ),
    "400 aliases": (
        "{ " + " ".join(f"a{n}: __typename" for n in range(400)) + " }",
        "TOO_MANY_ALIASES",
    ),
    "1,000 operations": (
        " ".join(f"query Q{n} {{ __typename }}" for n in range(1_000)),
        "DOCUMENT_TOO_LARGE",
    ),
    "200 operations": (
        " ".join(f"query Q{n} {{ __typename }}" for n in range(200)),
        "TOO_MANY_OPERATIONS",
    ),
    "20,000 bytes": ("{ __typename } #" + "a" * 20_000, "DOCUMENT_TOO_LARGE"),
    "3,000 tokens": ("{" + " a" * 3_000 + "}", "TOO_MANY_TOKENS"),
    "200 comments": ("#\n" * 200 + "{ __typename }", "TOO_MANY_TOKENS"),
    "100 root fields": ("{" + " __typename" * 100 + "}", "TOO_MANY_ROOT_FIELDS"),
    "50 directives": (
        "{" + " __typename @skip(if: false) @include(if: true)" * 25 + "}",
        "TOO_MANY_DIRECTIVES",
    ),
    "first: 100000": (
        "{ pages(locale: CS, first: 100000) { totalCount } }",
        "BAD_USER_INPUT",
    ),
    "first: -1": ("{ pages(locale: CS, first: -1) { totalCount } }", "BAD_USER_INPUT"),
    "100 × 100 × 100 pages": (
        "{ pages(locale: CS, first: 100) { nodes { children(first: 100) { nodes {"
        " children(first: 100) { nodes { title } } } } } } }",
        "TOO_EXPENSIVE",
    ),
    "nested too deeply": (
        "{ pages(locale: CS) { nodes " + "{ parent " * 20 + "{ title }" + " }" * 20 + " } }",
        "TOO_DEEP",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("accept", [JSON, RESPONSE_JSON])
def test_hostile_documents_are_refused_by_code(client: Client, name: str, accept: str) -> None:
    document, code = HOSTILE[name]

    response, seconds = fastest(lambda: post(client, {"query": document}, accept=accept))

    assert refusal(response) == (400, [code])
    assert "limit" in response.json()["errors"][0]["extensions"]
    assert seconds < 0.5


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "a syntax error": ({"query": "{ pages("}, "GRAPHQL_PARSE_FAILED"),
    "only a comment": ({"query": "#"}, "GRAPHQL_PARSE_FAILED"),
    "an unknown field": ({"query": "{ nosuchfield }"}, "GRAPHQL_VALIDATION_FAILED"),
    "a fragment cycle": (
        {
            "query": "{ pages(locale: CS) { nodes { ...A } } }"
            " fragment A on Page { parent { ...B } } fragment B on Page { parent { ...A } }"
        },
        "GRAPHQL_VALIDATION_FAILED",
    ),
    "an unknown fragment": ({"query": "{ ...Unknown }"}, "GRAPHQL_VALIDATION_FAILED"),
    "a schema definition": ({"query": "type A { a: Int }"}, "GRAPHQL_VALIDATION_FAILED"),
    "a missing variable": (
        {"query": "query ($l: Locale!) { pages(locale: $l) { totalCount } }"},
        "BAD_USER_INPUT",
    ),
    "a variable of another type": (
        {
            "query": "query ($n: Int) { pages(locale: CS, first: $n) { totalCount } }",
            "variables": {"n": "three"},
        },
        "BAD_USER_INPUT",
    ),
    "a variable beyond 32 bits": (
        {
            "query": "query ($n: Int) { pages(locale: CS, first: $n) { totalCount } }",
            "variables": {"n": 10**30},
        },
        "BAD_USER_INPUT",
    ),
    "an unknown operation": (
        {"query": "query A { __typename }", "operationName": "B"},
        "OPERATION_RESOLUTION_FAILURE",
    ),
    "several operations and no name": (
        {"query": "query A { __typename } query B { __typename }"},
        "OPERATION_RESOLUTION_FAILURE",
    ),
    "a subscription": ({"query": "subscription { __typename }"}, "OPERATION_RESOLUTION_FAILURE"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_operations_are_400_or_200_by_media_type(client: Client, name: str) -> None:
    body, code = WRONG[name]

    assert refusal(post(client, body, accept=RESPONSE_JSON)) == (400, [code])
    assert refusal(post(client, body, accept=JSON)) == (200, [code])


def test_500_unknown_fields_are_five_errors(client: Client) -> None:
    document = "{ " + " ".join(f"unknown{n}" for n in range(500)) + " }"

    status, codes = refusal(post(client, {"query": document}))

    assert status == 400
    assert codes == ["GRAPHQL_VALIDATION_FAILED"] * 6  # the sixth says that there are more


def test_suggestions_are_for_developers(client: Client, settings: Settings) -> None:
    def message() -> str:
        response = post(client, {"query": "{ pagess(locale: CS) { totalCount } }"})
        return str(response.json()["errors"][0]["message"])

    assert message() == "Cannot query field 'pagess' on type 'Query'."
    settings.DEBUG = True
    assert message() == (
        "Cannot query field 'pagess' on type 'Query'. Did you mean 'pages' or 'page'?"
    )


@pytest.mark.parametrize(
    "cursor", ["", "x", "WyJhIl0", "é", "bnVsbA", "W10", "e30", "W" * 5_000, "WyIjIiwxXQ"]
)
def test_a_broken_cursor_is_an_error_of_the_field(client: Client, cursor: str) -> None:
    response = post(
        client,
        {
            "query": "query ($a: String) { pages(locale: CS, after: $a) { nodes { id } } }",
            "variables": {"a": cursor},
        },
    )
    errors = response.json()["errors"]

    assert response.status_code == 200
    assert response.json()["data"] is None
    assert [(error["path"], error["extensions"]["code"]) for error in errors] == [
        (["pages"], "INVALID_CURSOR")
    ]


@pytest.mark.parametrize("page_id", ["0", "-1", "9" * 40, "abc", "", "1; drop", "\u0000", "½"])
def test_an_unknown_page_is_null(client: Client, page_id: str) -> None:
    response = post(
        client,
        {"query": "query ($id: ID!) { page(id: $id) { id } }", "variables": {"id": page_id}},
    )
    assert response.json() == {"data": {"page": None}}


def test_nul_becomes_a_replacement_character(client: Client) -> None:
    bodies = [
        '{"query": "query ($t: String!) { __type(name: $t) { name } }",'
        ' "variables": {"t": "Pa\\u0000ge"}}',
        '{"query": "{ __type(name: \\"Pa\\\\u0000ge\\") { name } }"}',
        '{"query": "{ __type(name: \\"Pa\\\\u{00}ge\\") { name } }"}',
    ]
    for body in bodies:
        assert post(client, body).json() == {"data": {"__type": None}}


def test_introspection_keeps_to_the_limits(client: Client) -> None:
    from graphql import get_introspection_query  # noqa: PLC0415 -- only here

    response = post(client, {"query": get_introspection_query()})

    assert response.status_code == 200
    assert "errors" not in response.json()


def test_introspection_can_be_switched_off(client: Client, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"INTROSPECTION": False}

    assert refusal(post(client, {"query": "{ __schema { description } }"})) == (
        400,
        ["INTROSPECTION_DISABLED"],
    )
    response = post(client, {"query": '{ __typename __type(name: "Page") { name } }'})
    assert response.json() == {"data": {"__typename": "Query", "__type": {"name": "Page"}}}


def test_the_schema_is_published_as_text(client: Client) -> None:
    response = client.get("/graphql/schema.graphql")

    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert "\ntype Query {" in response.content.decode()
    assert client.post("/graphql/schema.graphql").status_code == 405
