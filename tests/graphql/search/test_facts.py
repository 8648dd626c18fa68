"""A filter of search finds the pages that the same filter of a list finds; facets count alike."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from cms.graphql.schema import schema_for
from cms.graphql.testing import execute
from cms.indexing.connection import disconnect
from cms.indexing.rebuild import rebuild
from cms.plugin.state import active_labels
from cms.plugin.testing import inactive
from plugins.events.models import EventPage
from plugins.opportunities.models import OpportunityPage
from tests.graphql.site import Site

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LISTS = {
    "Opportunity": "opportunities",
    "Event": "events",
    "Conference": "conferences",
    "Project": "projects",
    "Member": "members",
    "Article": "news",
}


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), transaction.atomic():
        disconnect()
        made = Site()
        made.grow(4)
        spread_states()
        rebuild()
        yield made
        transaction.set_rollback(True)
    disconnect()


def facets() -> list[tuple[str, str]]:
    """Each facet of each type that search has too."""
    facts = schema_for(active_labels()).facts.values()
    return [
        (source.type_name, fact.shown_name)
        for fact in facts
        if fact.is_facet
        for source in fact.sources
        if source.field.is_facet and source.type_name in LISTS
    ]


def listed(type_name: str, locale: str, name: str) -> dict[str, tuple[int, set[str]]]:
    """For each value of a facet its count in the list, and the ids that its filter finds."""
    field = LISTS[type_name]
    data = _data(
        f"{{ {field}(locale: {locale}, first: 100)"
        " { facetCounts { name values { value count } } } }"
    )
    counts = next(f for f in data[field]["facetCounts"] if f["name"] == name)["values"]
    found = {}
    for value in counts:
        given = _literal(type_name, name, value["value"])
        rows = _data(
            f"{{ {field}(locale: {locale}, first: 100, filter: {{ {given} }})"
            " { nodes { id } } }"
        )
        found[value["value"]] = (value["count"], {node["id"] for node in rows[field]["nodes"]})
    return found


def searched(type_name: str, locale: str, name: str) -> dict[str, tuple[int, set[str]]]:
    """The same of search, for the pages of one type in one language."""
    only = f"type: [{_text(type_name)}], locale: [{locale}]"
    head = f'search(text: "", locale: {locale}, typing: true, first: 100'
    data = _data(
        f"{{ {head}, filter: {{ {only} }}, facets: [{_text(name)}])"
        " { facets { name values { value count } } } }"
    )
    found = {}
    for value in data["search"]["facets"][0]["values"]:
        boolean = value["value"] in {"true", "false"}
        given = value["value"] if boolean else f"[{_text(value['value'])}]"
        rows = _data(
            f"{{ {head}, filter: {{ {only}, {name}: {given} }}) {{ nodes {{ page {{ id }} }} }} }}"
        )
        ids = {node["page"]["id"] for node in rows["search"]["nodes"]}
        found[value["value"]] = (value["count"], ids)
    return found


def counted(values: dict[str, tuple[int, set[str]]]) -> dict[str, tuple[int, set[str]]]:
    """Without the values that nothing has: lists show those that were asked for."""
    return {value: found for value, found in values.items() if found[0]}


def spread_states() -> None:
    """Let opportunities and events be in different states; there are four in each language."""
    now = timezone.now()
    ends = [now - timedelta(days=400), now - timedelta(days=1), now + timedelta(days=5), None]
    for locale in ("cs", "en"):
        rows = OpportunityPage.objects.filter(locale__language_code=locale).order_by("pk")
        for page, end in zip(rows, ends, strict=True):
            OpportunityPage.objects.filter(pk=page.pk).update(closes_at=end)
        events = EventPage.objects.filter(locale__language_code=locale).order_by("pk")
        for event, end in zip(events, ends, strict=False):
            url = "https://example.org/" if end else ""
            EventPage.objects.filter(pk=event.pk).update(
                registration_closes_at=end or now, registration_url=url, status="scheduled"
            )


def _literal(type_name: str, name: str, value: str) -> str:
    """The condition as the list's own filter takes it."""
    query: Any = schema_for(active_labels()).graphql_schema.query_type
    kind = str(query.fields[LISTS[type_name]].args["filter"].type.fields[name].type)
    if kind == "Boolean":
        return f"{name}: {value}"
    is_text = kind in {"[String!]", "[ID!]"}
    return f"{name}: [{_text(value) if is_text else value}]"


def _text(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _data(operation: str) -> dict[str, Any]:
    data = execute(operation).data
    assert data is not None
    return data


def test_filters_and_counts_are_those_of_lists(site: Site) -> None:
    differ: dict[tuple[str, ...], Any] = {}
    seen = 0
    for number, (type_name, name) in enumerate(facets()):
        locale = ("CS", "EN")[number % 2]  # both for each would take twice the time
        in_list, in_search = listed(type_name, locale, name), searched(type_name, locale, name)
        seen += len(in_list)
        if counted(in_list) != counted(in_search):
            differ[type_name, name, locale] = in_list, in_search

    assert differ == {}
    assert seen > 60
    assert searched("Event", "CS", "registrationOpen").keys() == {"true", "false"}


def test_what_is_closed_is_left_out_unless_asked_for(site: Site) -> None:
    head = 'search(text: "", locale: CS, typing: true, first: 100'
    data = _data(
        f"""{{ usual: {head}, filter: {{ type: ["Opportunity"] }}, facets: ["state"])
                 {{ totalCount facets {{ values {{ value count }} }} }}
               closed: {head}, filter: {{ state: ["CLOSED"] }}) {{ totalCount }} }}"""
    )

    assert (data["usual"]["totalCount"], data["closed"]["totalCount"]) == (2, 1)
    assert {v["value"]: v["count"] for v in data["usual"]["facets"][0]["values"]} == {
        "ARCHIVED": 1,
        "CLOSED": 1,
        "CLOSING_SOON": 1,
        "OPEN": 1,
    }


def test_facts_go_with_their_plugin(site: Site) -> None:
    def fields() -> set[str]:
        schema = schema_for(active_labels()).graphql_schema
        return set(schema.type_map["SearchFilter"].fields)

    every = fields()
    with inactive("opportunities"):
        without = fields()
        found = _data(
            '{ search(text: "", locale: CS, typing: true, facets: ["type"])'
            " { facets { values { value } } nodes { page { __typename } } } }"
        )["search"]

    assert {"family", "deadline", "workMode"} <= every - without
    assert {"pillar", "topic", "state", "type"} <= without
    assert "Opportunity" not in {value["value"] for value in found["facets"][0]["values"]}
