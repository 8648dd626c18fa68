"""Any filter is also a feed: list, Atom, JSON Feed and iCalendar have the same ids.

Generated from what plugins contribute: every feed, in both languages, with the filters that its
input type and the facets of its list suggest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid5

import feedparser
import icalendar
import pytest
import vobject
from django.db import transaction
from django.test import Client, override_settings
from graphql import GraphQLEnumType, GraphQLInputField, GraphQLInputObjectType, get_named_type
from pytest_django.plugin import DjangoDbBlocker

from cms.graphql.filters.flat import variable_type
from cms.graphql.schema import schema_for
from cms.graphql.testing import execute
from cms.plugin import Feed
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from tests.graphql.operations import NO_LIMITS
from tests.graphql.site import Site
from tests.opportunities.factories import make_opportunity
from tests.servers.indexes import unindexed

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FEEDS = {
    feed.name: feed
    for _label, feed in registry().contributed(Feed)
    if feed.name != "search"  # asks an index: see test_search_feed
}
ROWS = 3
RANGES = {"DateRange": "2030-01-02", "IntRange": 2030, "DecimalRange": "5"}


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with (
        django_db_blocker.unblock(),
        override_settings(KLASTR_GRAPHQL=NO_LIMITS),
        transaction.atomic(),
    ):
        made = Site()
        made.grow(ROWS)
        with unindexed():
            board = made.made["opportunities.index"][0]
            make_opportunity(board, "Do obsazení", is_open_until_filled=True)
            make_opportunity(board, "Bez uzávěrky")
        yield made
        transaction.set_rollback(True)


def document_of(feed: Feed) -> str:
    if isinstance(feed.document, str):
        return feed.document
    return feed.document.read_text(encoding="utf-8")


def root_of(feed: Feed) -> str:
    """The field of Query that the feed lists."""
    data = execute(document_of(feed), {"locale": "CS", "first": 1}).data
    assert data is not None
    [name] = data
    return name


def listed(feed: Feed, input_type: str, wanted: dict[str, Any], locale: str) -> list[str]:
    """The ids of the entries that the list has, sorted, by an operation of our own."""
    root = root_of(feed)
    data = execute(
        f"query ($locale: Locale!, $filter: {input_type}) {{ {root}(locale: $locale, "
        "filter: $filter, first: 100) { totalCount nodes { translationKey } } }",
        {"locale": locale.upper(), "filter": wanted},
    ).data
    assert data is not None
    nodes = data[root]["nodes"]
    assert len(nodes) == data[root]["totalCount"]
    return sorted(str(uuid5(UUID(node["translationKey"]), locale)) for node in nodes)


def filters_of(feed: Feed, input_type: GraphQLInputObjectType) -> list[dict[str, Any]]:
    """Nothing; a value of each facet, every other one under “not”; ranges; and no page at all."""
    facets = facets_of(feed, input_type)
    found: list[dict[str, Any]] = [{}, {"id": ["0"]}, {"not": {"id": ["0"]}}]
    for number, (name, value) in enumerate(facets.items()):
        found.append({"not": {name: value}} if number % 2 else {name: value})
    for name, field in input_type.fields.items():
        middle = RANGES.get(get_named_type(field.type).name)
        if middle is not None:
            found += [{name: {"since": middle}}, {"not": {name: {"until": middle}}}]
    if "textPrefix" in input_type.fields:
        found += [{"textPrefix": "nikdo a nic"}, {"not": {"textPrefix": "Do obs"}}]
    first, last = next(iter(facets)), list(facets)[-1]
    found.append({first: facets[first], "not": {last: facets[last]}})
    return found


def facets_of(feed: Feed, input_type: GraphQLInputObjectType) -> dict[str, Any]:
    """The most frequent value of each facet that has any."""
    root = root_of(feed)
    schema = schema_for(active_labels()).graphql_schema
    assert schema.query_type is not None
    connection: Any = get_named_type(schema.query_type.fields[root].type)
    names = get_named_type(connection.fields["facetCounts"].args["facets"].type)
    assert isinstance(names, GraphQLEnumType)
    data = execute(
        f"{{ {root}(locale: CS, first: 0) {{ facetCounts(facets: [{' '.join(names.values)}]) "
        "{ name values { value } } } }"
    ).data
    assert data is not None
    return {
        facet["name"]: typed(facet["values"][0]["value"], input_type.fields[facet["name"]])
        for facet in data[root]["facetCounts"]
        if facet["values"] and facet["name"] in input_type.fields
    }


def typed(value: str, field: GraphQLInputField) -> Any:
    """The value of a facet as the field takes it."""
    match get_named_type(field.type).name:
        case "Boolean":
            return value == "true"
        case "Int":
            return [int(value)]
        case _:
            return [value]


def flat(wanted: dict[str, Any], prefix: str = "") -> list[tuple[str, str]]:
    """The filter as it stands in an address."""
    pairs = []
    for name, value in wanted.items():
        if isinstance(value, dict):
            pairs += flat(value, f"{prefix}{name}.")
        else:
            values = value if isinstance(value, list) else [value]
            words = {True: "true", False: "false"}
            pairs += [
                (prefix + name, words[v] if v is True or v is False else str(v)) for v in values
            ]
    return pairs


def ids_of(format: str, content: bytes) -> list[str]:
    """The ids of the entries, sorted, as programs read them that know nothing of us."""
    if format == "atom":
        read = feedparser.parse(content)
        assert (read.bozo, read.version) == (False, "atom10")
        return sorted(entry.id.removeprefix("urn:uuid:") for entry in read.entries)
    if format == "json":
        return sorted(item["id"].removeprefix("urn:uuid:") for item in json.loads(content)["items"])
    found = sorted(str(event["uid"]) for event in icalendar.Calendar.from_ical(content).events)
    other = vobject.readOne(content.decode()).contents.get("vevent", [])
    assert sorted(event.uid.value for event in other) == found
    return found


@pytest.mark.parametrize("locale", ["cs", "en"])
@pytest.mark.parametrize("feed", FEEDS.values(), ids=FEEDS)
def test_any_filter_finds_the_same_in_every_format(
    site: Site, client: Client, feed: Feed, locale: str
) -> None:
    schema = schema_for(active_labels()).graphql_schema
    input_type = variable_type(schema, document_of(feed), "filter")
    assert input_type is not None
    sizes = set()

    for wanted in filters_of(feed, input_type):
        expected = listed(feed, input_type.name, wanted, locale)
        sizes.add(len(expected))
        query = urlencode(flat(wanted))
        for format in feed.formats:
            answer = client.get(f"/feeds/{locale}/{feed.name}.{format}?{query}")
            assert (answer.status_code, query) == (200, query), answer.content
            assert (ids_of(format, answer.content), format, query) == (expected, format, query)

    assert min(sizes) == 0
    assert max(sizes) >= ROWS
