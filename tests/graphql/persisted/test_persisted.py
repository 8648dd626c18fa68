"""Documents that are asked for by name: registered by clients, or listed by the operator."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from cms.graphql.models import PersistedDocument
from cms.graphql.persisted import manifest as manifests
from cms.graphql.persisted.registered import registered
from tests.graphql.asked import get, post, refusal

pytestmark = pytest.mark.django_db

QUERY = "query Type($t: String!) { __type(name: $t) { name } }"
VARIABLES = {"t": "Page"}
ANSWER = {"data": {"__type": {"name": "Page"}}}
MISS = {
    "errors": [
        {
            "message": "PersistedQueryNotFound",
            "extensions": {"code": "PERSISTED_QUERY_NOT_FOUND"},
        }
    ]
}


def hash_of(source: str) -> str:
    """The name of a document."""
    return sha256(source.encode()).hexdigest()


def by_hash(source: str = QUERY, **more: object) -> dict[str, object]:
    """What Apollo's clients send instead of the document."""
    asked = {"persistedQuery": {"version": 1, "sha256Hash": hash_of(source)}}
    return {"extensions": asked, "variables": VARIABLES, **more}


@pytest.fixture(autouse=True)
def _other_process() -> None:
    """Nothing remembered from the test before."""
    registered.forget()


def test_a_document_is_registered_once_and_then_asked_for_by_its_hash(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for response in (post(client, by_hash()), get(client, asked=by_hash())):
        assert (response.status_code, response.json()) == (200, MISS)
        assert response["Cache-Control"] == "no-store"
    assert post(client, by_hash(query=QUERY)).json() == ANSWER

    response = get(client, asked=by_hash())
    assert response.json() == ANSWER
    assert response["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert post(client, by_hash()).json() == ANSWER
    assert get(client, f"/graphql/d/{hash_of(QUERY)}", asked={"variables": VARIABLES}).json() == (
        ANSWER
    )
    assert get(client, asked={"documentId": f"sha256:{hash_of(QUERY)}"}).status_code == 200
    assert list(PersistedDocument.objects.values_list("pk", "source", "size")) == [
        (hash_of(QUERY), QUERY, len(QUERY))
    ]
    with django_assert_num_queries(0):
        assert registered.source(hash_of(QUERY)) == QUERY


def test_other_processes_know_what_one_registered(client: Client) -> None:
    post(client, by_hash(query=QUERY))
    registered.forget()

    assert get(client, asked=by_hash()).json() == ANSWER


def test_a_get_may_register_as_well(client: Client) -> None:
    assert get(client, asked=by_hash(query=QUERY)).json() == ANSWER
    assert get(client, asked=by_hash()).json() == ANSWER


def test_only_valid_documents_are_registered(client: Client) -> None:
    for source in ("{ no }", "{", "query ($n: Int!) { pages(locale: CS, first: $n) { no } }"):
        assert post(client, by_hash(source, query=source)).status_code == 400
        assert post(client, by_hash(source)).json() == MISS
    assert PersistedDocument.objects.count() == 0


def test_a_hash_of_something_else_is_refused(client: Client) -> None:
    response = post(client, {**by_hash("{ other }"), "query": QUERY})

    assert refusal(response) == (400, ["BAD_REQUEST"])
    assert response.json()["errors"][0]["message"] == "provided sha does not match query"
    assert PersistedDocument.objects.count() == 0


@pytest.mark.parametrize(
    "asked",
    [
        1,
        [],
        {},
        {"version": 1},
        {"version": 2, "sha256Hash": "a" * 64},
        {"version": 1, "sha256Hash": 5},
    ],
)
def test_a_wrong_extension_is_refused(client: Client, asked: object) -> None:
    response = post(client, {"extensions": {"persistedQuery": asked}})

    assert refusal(response) == (400, ["BAD_REQUEST"])


@pytest.mark.parametrize("name", ["", "A" * 64, "a" * 63, "é" * 64, "\x00", "%", "a" * 5_000])
def test_names_that_no_document_has_are_not_found(client: Client, name: str) -> None:
    asked = {"persistedQuery": {"version": 1, "sha256Hash": name}}

    assert post(client, {"extensions": asked}).json() == MISS


def test_mutations_are_not_for_get(client: Client) -> None:
    source = "mutation { __typename }"
    response = get(client, asked=by_hash(source, query=source))

    assert refusal(response) == (405, ["METHOD_NOT_ALLOWED"])


def test_what_was_used_longest_ago_gives_way(client: Client, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"PERSISTED_DOCUMENTS": 20}
    sources = [f"query Q{number} {{ __typename }}" for number in range(25)]
    for source in sources:
        registered.register(hash_of(source), source)
    kept = set(PersistedDocument.objects.values_list("source", flat=True))

    assert kept == set(sources[6:])  # a tenth goes at once


def test_what_had_to_go_is_registered_again_by_a_process_that_remembers_it(
    client: Client,
) -> None:
    post(client, by_hash(query=QUERY))
    PersistedDocument.objects.all().delete()  # another process made room
    post(client, by_hash(query=QUERY))
    registered.forget()

    assert get(client, asked=by_hash()).json() == ANSWER


def test_what_is_used_all_the_time_is_known_to_be_in_use(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    post(client, by_hash(query=QUERY))
    tomorrow = timezone.now() + timedelta(days=1, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: tomorrow)

    assert get(client, asked=by_hash()).json() == ANSWER
    assert PersistedDocument.objects.get().used_at == tomorrow


def test_the_bytes_of_all_are_bounded(settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"PERSISTED_BYTES": 1_000}
    for number in range(30):
        registered.register(hash_of(str(number)), f"{number:0100}")

    assert sum(PersistedDocument.objects.values_list("size", flat=True)) <= 1_000


def test_registering_can_be_switched_off(client: Client, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"PERSISTED_DOCUMENTS": 0}

    assert post(client, by_hash(query=QUERY)).json() == ANSWER
    response = post(client, by_hash())
    assert refusal(response) == (200, ["PERSISTED_QUERY_NOT_SUPPORTED"])
    assert response.json()["errors"][0]["message"] == "PersistedQueryNotSupported"


LARGE = "query Large {" + " ".join(f"a{n}: __typename" for n in range(29)) + "}" + " #" * 60
CODEGEN = {"0a" * 20: QUERY, hash_of(LARGE): LARGE, "relay-md5": "{ __typename }"}
APOLLO = {
    "format": "apollo-persisted-query-manifest",
    "version": 1,
    "operations": [{"id": "my-id", "name": "Type", "type": "query", "body": QUERY}],
}


@pytest.fixture
def manifest(tmp_path: Path, settings: Settings) -> Any:
    """Writes a manifest and sets it in force."""
    path = tmp_path / "persisted-documents.json"

    def write(content: object, **more: object) -> Path:
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        settings.KLASTR_GRAPHQL = {"MANIFEST": str(path), **more}
        return path

    return write


def test_documents_of_a_manifest_are_known_by_id_and_hash(client: Client, manifest: Any) -> None:
    for content, name in ((CODEGEN, "0a" * 20), (APOLLO, "my-id")):
        path = manifest(content)
        os.utime(path, ns=(1, len(name)))
        for known in (name, hash_of(QUERY)):
            address = f"/graphql/d/{known}"
            response = get(client, address, asked={"variables": VARIABLES, "operationName": "Type"})
            assert (response.status_code, response.json()) == (200, ANSWER)
            assert "ETag" in response
            assert post(client, {"documentId": known, "variables": VARIABLES}).json() == ANSWER
        assert post(client, by_hash()).json() == ANSWER


def test_documents_of_a_manifest_may_be_large(client: Client, manifest: Any) -> None:
    fields = " ".join(f"a{number}: name" for number in range(60))
    large = f'query Large {{ __type(name: "Page") {{ {fields} }} }} ' + "#" * 20_000
    manifest({"large": large})

    answer = {"data": {"__type": {f"a{number}": "Page" for number in range(60)}}}
    assert get(client, "/graphql/d/large").json() == answer
    assert post(client, {"query": large}).status_code == 200
    assert refusal(post(client, {"query": large + " "})) == (400, ["DOCUMENT_TOO_LARGE"])


def test_trusted_only_refuses_all_else(client: Client, manifest: Any) -> None:
    other = "{ other: __typename }"
    post(client, by_hash(other, query=other))
    manifest(CODEGEN, TRUSTED_ONLY=True)

    assert post(client, {"query": QUERY, "variables": VARIABLES}).json() == ANSWER
    assert post(client, by_hash()).json() == ANSWER
    for body in ({"query": other}, by_hash(other), {"documentId": hash_of(other)}):
        assert refusal(post(client, body)) == (403, ["DOCUMENT_NOT_TRUSTED"])
    assert refusal(get(client, f"/graphql/d/{hash_of(other)}")) == (403, ["DOCUMENT_NOT_TRUSTED"])
    assert get(client, Accept="text/html").status_code != 200  # no explorer either


def test_an_address_without_a_document_is_not_found(client: Client) -> None:
    for name in ("a" * 64, "unknown", "%00", "%ff", "a" * 3_000):
        response = get(client, f"/graphql/d/{name}")
        assert refusal(response) == (404, ["PERSISTED_QUERY_NOT_FOUND"])
        assert "No document is known by this id" in response.json()["errors"][0]["message"]
        assert response["Cache-Control"] == "no-store"
    response = client.post(f"/graphql/d/{'a' * 64}", "{}", content_type="application/json")
    assert (refusal(response), response["Allow"]) == ((405, ["METHOD_NOT_ALLOWED"]), "GET")


def test_query_and_document_id_are_one_too_many(client: Client) -> None:
    assert refusal(post(client, {"query": QUERY, "documentId": "a"})) == (400, ["BAD_REQUEST"])
    assert refusal(post(client, {"documentId": 5})) == (400, ["BAD_REQUEST"])


def test_a_new_manifest_counts_at_once_and_a_broken_one_does_not(
    client: Client, manifest: Any, caplog: pytest.LogCaptureFixture
) -> None:
    manifest({"one": QUERY})
    assert get(client, "/graphql/d/one", asked={"variables": VARIABLES}).json() == ANSWER
    path = manifest({"number two": QUERY})
    assert get(client, "/graphql/d/one").status_code == 404
    assert get(client, "/graphql/d/number two").status_code == 200
    manifest("{")
    assert get(client, "/graphql/d/number two").status_code == 200
    path.unlink()
    assert get(client, "/graphql/d/number two").status_code == 200
    assert [record.message for record in caplog.records] == ["graphql.manifest_unreadable"] * 2


@pytest.mark.parametrize(
    "content",
    ["", "[]", "{", '{"a": 1}', '{"format": "apollo-persisted-query-manifest"}', "\ud800"],
)
def test_a_file_that_is_no_manifest_is_named(tmp_path: Path, content: str) -> None:
    path = tmp_path / "documents.json"
    path.write_bytes(content.encode("utf-8", "surrogatepass"))

    with pytest.raises(ImproperlyConfigured, match=r"documents\.json"):
        manifests.loaded(str(path))
    with pytest.raises(ImproperlyConfigured, match="No such file"):
        manifests.loaded(str(path.with_name("gone.json")))
