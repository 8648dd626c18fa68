"""Real clients against a running site: the protocol's audits, and typed questions."""

from __future__ import annotations

import re

import pytest

pytestmark = pytest.mark.slow

MEMBERS = """query ($locale: Locale!, $filter: MemberFilter, $first: Int!) {
  members(locale: $locale, filter: $filter, first: $first) { nodes { title } }
}"""
SEARCH = """query ($locale: Locale!) {
  search(text: "laser", locale: $locale, first: 10) { nodes { page { path } } }
}"""


def test_all_audits_of_graphql_over_http_pass(workspace, served):
    audited = workspace.ask("node", "audits.mjs", f"{served.url}/graphql")

    assert audited == {"audits": 61, "failed": []}


def test_every_client_gets_what_the_site_says(compiled, served):
    results = compiled.ask("node", "dist/acceptance.js", f"{served.url}/graphql")

    blocks = {locale: results["urql"][locale]["blocks"] for locale in ("CS", "EN")}
    expected = {locale: _expected(served, locale) for locale in blocks}
    full = {locale: {**each, "blocks": blocks[locale]} for locale, each in expected.items()}
    assert results == {
        **dict.fromkeys(("graphql-request", "urql", "apollo", "apollo, persisted"), full),
        "gql.tada": {
            locale: {name: each[name] for name in ("pages", "universities")}
            for locale, each in expected.items()
        },
        "relay": {locale: {"pages": each["pages"]} for locale, each in expected.items()},
    }
    for each in blocks.values():
        assert {"HeadingBlock", "RichTextBlock", "QuoteBlock"} <= set(each["kinds"])
        assert each["characters"] > 0


def _expected(served, locale):
    names = _names(served, locale=locale, first=6)
    return {
        "pages": [names[:3], names[3:]],
        "universities": _names(
            served, locale=locale, first=50, filter={"memberType": ["UNIVERSITY"]}
        ),
        "found": [
            hit["page"]["path"]
            for hit in served.graphql(SEARCH, locale=locale)["data"]["search"]["nodes"]
        ],
        "refused": "BAD_USER_INPUT",
    }


def _names(served, **variables):
    answer = served.graphql(MEMBERS, **variables)
    return [node["title"] for node in answer["data"]["members"]["nodes"]]


def test_apollo_asks_by_get_and_hash_once_the_document_is_known(compiled, served):
    sent = compiled.ask("node", "dist/persisted.js", f"{served.url}/graphql")

    last = sent[-1]
    assert {name: last[name] for name in ("method", "hasDocument", "status", "cached")} == {
        "method": "GET",
        "hasDocument": False,
        "status": 200,
        "cached": "public, max-age=0, must-revalidate",
    }
    assert re.fullmatch(r"[0-9a-f]{64}", last["hash"])
    assert re.fullmatch(r'"[^"]+"', last["etag"])
    assert {each["hash"] for each in sent} == {last["hash"]}
    assert len([each for each in sent if each["hasDocument"]]) <= 1
