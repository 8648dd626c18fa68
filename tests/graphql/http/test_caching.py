"""What caches may keep, how they are told, and how small answers are on the way."""

from __future__ import annotations

import gzip
import sys
from typing import Any

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from cms.graphql.answer import Answer
from cms.graphql.conf import Conf
from cms.graphql.http.packing import cache_tag, packed
from cms.graphql.http.responses import response_to
from cms.publishing.audience import Audience, shown_to
from tests.graphql.asked import get, post

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

pytestmark = pytest.mark.django_db

SMALL = {"query": "{ __typename }"}
LARGE = {"query": '{ __type(name: "Page") { description fields { name description } } }'}


def without_vary(response: Any) -> dict[str, str]:
    """The headers that say what may be kept."""
    names = ("Cache-Control", "Cache-Tag", "ETag", "Content-Encoding")
    return {name: response[name] for name in names if name in response}


def test_each_coding_has_its_own_bytes_and_tag(client: Client) -> None:
    plain = get(client, asked=LARGE)
    gzipped = get(client, asked=LARGE, **{"Accept-Encoding": "gzip, deflate"})
    best = get(client, asked=LARGE, **{"Accept-Encoding": "gzip, zstd, br"})

    assert "Content-Encoding" not in plain
    assert (gzipped["Content-Encoding"], best["Content-Encoding"]) == ("gzip", "zstd")
    assert gzip.decompress(gzipped.content) == zstd.decompress(best.content) == plain.content
    assert max(len(gzipped.content), len(best.content)) < len(plain.content) / 2
    tag = plain["ETag"].strip('"')
    assert [gzipped["ETag"], best["ETag"]] == [f'"{tag}-gzip"', f'"{tag}-zstd"']
    for response in (plain, gzipped, best):
        assert response["Vary"].lower() == "accept, accept-encoding, authorization, origin"


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("", None),
        ("identity", None),
        ("br", None),
        ("gzip;q=0", None),
        ("gzip;q=0.5, identity", None),
        ("*;q=0", None),
        ("gzip;q=nan", None),
        ("*", "zstd"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0, zstd;q=0.4", "gzip"),
        ("zstd;q=0, *", "gzip"),
        (",;=,gzip", "gzip"),
    ],
)
def test_codings_are_as_asked(client: Client, accepted: str, coding: str | None) -> None:
    response = get(client, asked=LARGE, **{"Accept-Encoding": accepted})

    assert response.get("Content-Encoding") == coding


def test_small_answers_are_not_compressed(client: Client) -> None:
    response = get(client, asked=SMALL, **{"Accept-Encoding": "gzip"})

    assert "Content-Encoding" not in response


def test_posts_are_compressed_but_not_kept(client: Client) -> None:
    response = post(client, LARGE, **{"Accept-Encoding": "gzip"})

    assert without_vary(response) == {"Cache-Control": "no-store", "Content-Encoding": "gzip"}


def test_an_answer_is_known_by_any_of_its_tags(client: Client) -> None:
    fresh = get(client, asked=LARGE, **{"Accept-Encoding": "gzip"})
    bare = fresh["ETag"].replace("-gzip", "")
    for known in (fresh["ETag"], bare, f"W/{bare}", f'"other", {fresh["ETag"]}', "*"):
        again = get(client, asked=LARGE, **{"Accept-Encoding": "gzip", "If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again["ETag"] in known or known == "*"
        assert again["Cache-Control"] == fresh["Cache-Control"]
        assert again["Vary"] == fresh["Vary"]
    for unknown in ('"other"', bare.strip('"'), "", bare.replace('"', '"x', 1)):
        assert get(client, asked=LARGE, **{"If-None-Match": unknown}).status_code == 200


def test_the_operator_says_how_long_caches_keep(client: Client, settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {
        # Seconds that are short, as nothing is kept for longer than until midnight.
        "MAX_AGE": 1,
        "SHARED_MAX_AGE": 2,
        "STALE_WHILE_REVALIDATE": 30,
    }
    expected = "public, max-age=1, s-maxage=2, stale-while-revalidate=30"

    assert get(client, asked=SMALL)["Cache-Control"] == expected
    assert get(client, asked={"query": "{ no }"})["Cache-Control"] == "no-store"
    broken_cursor = {"query": '{ pages(locale: CS, after: "x") { totalCount } }'}
    assert get(client, asked=broken_cursor)["Cache-Control"] == "no-store"
    assert post(client, SMALL)["Cache-Control"] == "no-store"


def test_what_a_token_opens_is_never_shared(client: Client) -> None:
    response = get(client, asked=SMALL, Authorization="Bearer x")

    assert without_vary(response) == {"Cache-Control": "private, no-store"}


def test_answers_name_what_they_show(rf: RequestFactory) -> None:
    given = Answer({"data": {}}, tags=frozenset({"page:7", "type:content.standardpage"}))
    response = response_to(rf.get("/graphql"), given, Conf())
    again = response_to(rf.get("/graphql", HTTP_IF_NONE_MATCH=response["ETag"]), given, Conf())
    private = Answer({"data": {}}, tags=frozenset({"page:7"}))

    assert response["Cache-Tag"] == "page:7,type:content.standardpage"
    assert (again.status_code, again["Cache-Tag"]) == (304, response["Cache-Tag"])
    assert "Cache-Tag" not in response_to(rf.post("/graphql"), given, Conf())
    with shown_to(Audience.MEMBERS):
        response = response_to(rf.get("/graphql"), private, Conf())
    assert without_vary(response) == {"Cache-Control": "private, no-store"}


def test_too_many_tags_are_one_for_everything() -> None:
    assert cache_tag({"page:2", "page:1"}, 13) == "page:1,page:2"
    assert cache_tag({"page:2", "page:1"}, 12) == "all"
    assert cache_tag((), 12) == "all"


def test_an_answer_is_packed_once() -> None:
    given = Answer({"data": "a" * 2_000}, tags=frozenset({"page:1"}))
    limits = {"from_bytes": 1_000, "max_tag_bytes": 100}

    assert packed(given, "gzip", **limits) is packed(given, "gzip", **limits)
    assert packed(given, "", **limits).content is given.content


def test_the_schema_is_compressed_and_known_as_well(client: Client) -> None:
    plain = client.get("/graphql/schema.graphql")
    small = client.get("/graphql/schema.graphql", headers={"Accept-Encoding": "zstd"})
    again = client.get("/graphql/schema.graphql", headers={"If-None-Match": small["ETag"]})

    assert zstd.decompress(small.content) == plain.content
    assert len(small.content) * 5 < len(plain.content)
    assert plain["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert (again.status_code, again.content) == (304, b"")
