"""Whatever is thrown at the endpoint: JSON comes back, soon, and never a failure of ours."""

from __future__ import annotations

import json
import time
from functools import cache
from typing import Any
from urllib.parse import quote, quote_from_bytes

import pytest
from django.test import Client
from graphql import (
    Undefined,
    get_named_type,
    get_nullable_type,
    is_composite_type,
    is_input_object_type,
    is_list_type,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cms.graphql.http.negotiation import JSON, RESPONSE_JSON
from tests.graphql.operations import root_fields, whole_schema

pytestmark = pytest.mark.django_db

SECONDS = 1.0  # of processor time, on a slow machine; most take a hundredth of it
# Every example uses the same client: it keeps nothing but cookies, which nobody sets.
shared = settings(
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def deep(value: object) -> object:
    """`value` inside thirty lists."""
    for _ in range(30):
        value = [value]
    return value


huge = st.integers(min_value=-(10**60), max_value=10**60)
texts = st.text(max_size=30) | st.sampled_from(["\x00", "\ud800", "\U0001f600", '"', "%", "*" * 99])
scalars = st.none() | st.booleans() | huge | st.floats() | texts
values = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4) | inner.map(deep)
    ),
    max_leaves=12,
)


def sound(ask: Any) -> dict[str, Any]:
    """The payload of the answer that `ask` brings, once it was seen to be one of ours."""
    started = time.thread_time()
    response = ask()
    seconds = time.thread_time() - started
    assert seconds < SECONDS
    assert response.status_code < 500, response.content
    assert response["Content-Type"].partition(";")[0] in {JSON, RESPONSE_JSON}
    assert not response.cookies
    assert "cookie" not in response["Vary"].lower()
    payload: dict[str, Any] = json.loads(response.content.decode())
    assert payload.keys() <= {"data", "errors"}
    codes = [error["extensions"]["code"] for error in payload.get("errors", [])]
    assert not {"INTERNAL_SERVER_ERROR", "PLUGIN_FAILED"} & set(codes)
    if response.status_code >= 400:
        assert payload.keys() == {"errors"}
        assert codes
        assert response["Cache-Control"] == "no-store"
    return payload


def sent(client: Client, body: bytes, **headers: str) -> dict[str, Any]:
    """The payload of the answer to a POST of these bytes."""
    return sound(lambda: client.post("/graphql", body, content_type=JSON, headers=headers))


@shared
@given(body=st.binary(max_size=300) | texts.map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_any_bytes(client: Client, body: bytes) -> None:
    assert "errors" in sent(client, body)


@shared
@given(
    body=st.fixed_dictionaries(
        {},
        optional={
            "query": st.just("query Q($a: Int) { __typename }") | values,
            "variables": st.dictionaries(st.just("a") | texts, values, max_size=3) | values,
            "operationName": st.just("Q") | values,
            "extensions": st.fixed_dictionaries({"persistedQuery": values}) | values,
            "documentId": values,
        },
    )
)
def test_any_json(client: Client, body: dict[str, Any]) -> None:
    sent(client, json.dumps(body).encode())  # writes NaN, Infinity and halves of surrogate pairs


words = st.sampled_from(
    [
        *("query", "mutation", "subscription", "fragment", "on", "{", "}", "(", ")", "[", "]"),
        *("$a", "$", ":", "!", "=", "@skip(if: true)", "@include(if: $a)", "@", "...", "...F", "|"),
        *("pages", "page", "nodes", "search", "Page", "Query", "F", "__typename", "__schema"),
        *("locale: CS", "first: 5", "first: 99999999999999999999", "id: 1", "a: Int", "a", "&"),
        *('"text"', '"""block"""', '"\\uD83D\\uDE00"', '"\\ud800"', "1e999", "-0", "# comment\n"),
        *(
            "{ __typename }",
            "fragment F on Query { ...F }",
            "fragment F on Page { parent { ...F } }",
        ),
        *(
            "{ pages(locale: CS) { nodes { id } } }",
            "{ ...F }",
            "query Q($a: Boolean!) { plugins }",
        ),
    ]
)
documents = st.lists(words | st.text(max_size=8), max_size=25).map(" ".join)


@shared
@given(document=documents, variables=st.dictionaries(st.just("a"), values))
def test_any_document(client: Client, document: str, variables: dict[str, Any]) -> None:
    sent(client, json.dumps({"query": document, "variables": variables}).encode())


@cache
def operations() -> dict[str, list[str]]:
    """An operation for each field of Query, with its arguments as variables: text → their names."""
    query = whole_schema().graphql_schema.query_type
    assert query is not None
    found = {}
    for name in root_fields():
        field = query.fields[name]
        declared = ", ".join(f"${each}: {arg.type}" for each, arg in field.args.items())
        given = ", ".join(f"{each}: ${each}" for each in field.args)
        inner = " { __typename }" if is_composite_type(get_named_type(field.type)) else ""
        if declared:
            text = f"query ({declared}) {{ {name}({given}){inner} }}"
            found[text] = list(field.args)
    return found


@st.composite
def asked(draw: Any) -> dict[str, Any]:
    """One of the operations with any values, some of them of a kind that may fit."""
    query = draw(st.sampled_from(sorted(operations())))
    likely = {
        "locale": st.sampled_from(["CS", "EN"]),
        "fallback": st.just(["CS"]),
        "first": st.integers(0, 100),
        "type": st.lists(st.sampled_from(["StandardPage", "x"])),
        "filter": st.dictionaries(st.sampled_from(["id", "not", "kind", "state"]), values),
    }
    variables = {
        name: draw(likely.get(name, texts) | texts | values | st.none())
        for name in operations()[query]
    }
    return {"query": query, "variables": {**variables, "locale": draw(likely["locale"])}}


@shared
@given(body=asked())
def test_any_values_of_arguments(client: Client, body: dict[str, Any]) -> None:
    sent(client, json.dumps(body).encode())


EXTREME: dict[str, list[Any]] = {
    "String": ["%" * 60_000],
    "ID": ["9" * 60_000],
    "Int": [-(2**31), 2**31 - 1],
    "Decimal": ["1e1000000", "-1e-1000000", "NaN", "sNaN", "Infinity", "1" * 300],
    "Date": ["0001-01-01", "9999-12-31"],
}


def extremes(kind: Any) -> list[Any]:
    """Values of a type that are right, but nobody would send."""
    kind = get_nullable_type(kind)
    if is_list_type(kind):
        return [[value] for value in extremes(kind.of_type)]
    if is_input_object_type(kind):
        return [
            {name: value}
            for name, field in kind.fields.items()
            if name != "not"
            for value in extremes(field.type)
        ]
    return EXTREME.get(kind.name, [])


def test_extreme_values_of_arguments(client: Client) -> None:
    likely = {"locale": "EN", "text": "laser", "path": "/en/", "id": "1"}
    query_type = whole_schema().graphql_schema.query_type
    assert query_type is not None
    for query, names in operations().items():
        arguments = query_type.fields[query.partition("{ ")[2].partition("(")[0]].args
        for name in names:
            for value in extremes(arguments[name].type):
                variables = {each: likely.get(each) for each in names} | {name: value}
                body = {"query": query, "variables": variables}
                sent(client, json.dumps(body, ensure_ascii=False).encode())


printable = st.text(
    st.characters(max_codepoint=255, exclude_categories=["Cc"]), max_size=40
) | st.lists(
    st.sampled_from(
        ["gzip", "zstd", "*", ";q=", "0.5", "nan", "1e9", "-1", ",", "/", JSON, '"', "W/"]
    )
).map("".join)
HEADERS = (
    *("Accept", "Accept-Encoding", "Accept-Language", "Content-Encoding", "Content-Length"),
    *("Content-Type", "Cookie", "If-None-Match", "If-Match", "If-Modified-Since", "Origin"),
    *("Range", "Transfer-Encoding", "X-Forwarded-For", "X-HTTP-Method-Override"),
)


@shared
@given(headers=st.dictionaries(st.sampled_from(HEADERS), printable, max_size=5))
def test_any_headers(client: Client, headers: dict[str, str]) -> None:
    body = b'{"query": "{ __typename }"}'
    content_type = headers.pop("Content-Type", JSON)

    sound(lambda: client.post("/graphql", body, content_type=content_type, headers=headers))
    response = client.get("/graphql?query={__typename}", headers=headers)
    assert response.status_code in {200, 304, 406}


@shared
@given(
    parameters=st.lists(
        st.tuples(
            st.sampled_from(
                ["query", "variables", "operationName", "extensions", "documentId", "a"]
            ),
            st.binary(max_size=40).map(quote_from_bytes)
            | st.text(max_size=40)
            | values.map(lambda value: quote(json.dumps(value)))
            | st.just(quote("{ __typename }")),
        ),
        max_size=5,
    ),
    name=st.binary(max_size=40).map(quote_from_bytes),
)
def test_any_address(client: Client, parameters: list[tuple[str, str]], name: str) -> None:
    query = "&".join(f"{key}={value}" for key, value in parameters)

    sound(lambda: client.get("/graphql", QUERY_STRING=query, headers={"Accept": JSON}))
    sound(lambda: client.get(f"/graphql/d/{name}", QUERY_STRING=query))


CYCLE = " ".join(f"fragment F{n} on Page {{ parent {{ ...F{(n + 1) % 90} }} }}" for n in range(90))
BOMB = " ".join(f"fragment B{n} on Page {{ ...B{n + 1} ...B{n + 1} }}" for n in range(40))
HEAVY = {
    "1,000 operations": " ".join(f"query Q{n}{{a}}" for n in range(1_000)),
    "a cycle of fragments": "{ pages(locale: CS) { nodes { ...F0 } } }" + CYCLE,
    "fragments twice in fragments": "{ pages(locale: CS) { nodes { ...B0 } } } fragment B40 on Page"
    f" {{ id }} {BOMB}",
    "fields that overlap": "{" + " pages(locale: CS) { nodes { id title } }" * 80 + "}",
    "fields that conflict": "{ pages(locale: CS) { nodes {"
    + "".join(f" ... on Page {{ a: {name} }}" for name in ["id", "title"] * 60)
    + " } } }",
    "lists in lists": '{ page(id: "1", fallback: ' + "[" * 700 + "]" * 700 + ") { id } }",
    "selections in selections": "{ a " * 700 + "}" * 700,
    "variables that nobody uses": "query ("
    + " ".join(f"$a{n}: Int" for n in range(250))
    + ") { a }",
    "introspection in introspection": "{ __schema { types { fields { type { fields { type { fields"
    " { type { fields { name } } } } } } } } } }",
    "an endless text": '{ page(id: "' + "a" * 15_000 + '") { id } }',
}


@pytest.mark.parametrize("name", HEAVY)
def test_heavy_documents_are_answered_soon(client: Client, name: str) -> None:
    sent(client, json.dumps({"query": HEAVY[name]}).encode())


def test_null_says_the_same_as_nothing(client: Client) -> None:
    query = whole_schema().graphql_schema.query_type
    assert query is not None
    asked = {"locale": "CS", "text": "a", "path": "/cs/", "id": "1", "word": "a", "code": "a"}
    for text, names in operations().items():
        field = query.fields[text.partition("{ ")[2].partition("(")[0]]
        optional = [name for name in names if field.args[name].default_value is not Undefined]
        bodies = [
            {"query": text, "variables": {**asked, **dict.fromkeys(nothing)}}
            for nothing in ([], optional)
        ]
        plain, nulls = (sent(client, json.dumps(body).encode()) for body in bodies)
        assert plain == nulls
        assert not optional or "errors" not in plain
