"""A filter of search means what the same filter of a list means: same names, same values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from pytest_django.plugin import DjangoDbBlocker

from cms.graphql.context import AskedLocale
from cms.graphql.filters import Dates, FilterField, PageFilter, Pages, Terms
from cms.graphql.filters.facets import facets_of
from cms.graphql.filters.narrowed import shown_rows
from cms.graphql.filters.pagefilter import fields_of
from cms.graphql.pagination import filters_of
from cms.graphql.schema import schema_for
from cms.indexing.documents import SearchableType, documents_of, searchable_types
from cms.plugin.state import active_labels
from cms.publishing.visibility import live_pages
from search.fields import Number
from tests.graphql.site import Site

pytestmark = pytest.mark.django_db

# They depend on the time; numbers of the document say from which moments on they hold.
BY_TIME = {
    "opportunities": {"state": {"opens_at", "closes_at"}},
    "events": {
        "state": {"begins_at", "ends_at", "precision", "status"},
        "registration_open": {"registration_closes_at"},
    },
    "projects": {"state": {"period", "last_day"}},
    "conferences": {"state": {"date", "date_end", "date_precision"}},
}
# What search itself does better: the beginning of a title, and ids by translation keys.
BY_SEARCH = {"text_prefix", "id"}


def filters() -> dict[str, type[PageFilter]]:
    """The filters of the bundled plugins by label."""
    known = filters_of(schema_for(active_labels()).query).values()
    found = {filter_type._meta.model._meta.app_label: filter_type for filter_type in known}
    return {i.label: found[i.label] for i in searchable_types() if i.label in found}


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Site]:
    with django_db_blocker.unblock(), transaction.atomic():
        made = Site()
        made.grow(2)
        yield made
        transaction.set_rollback(True)


LABELS = ["conferences", "events", "members", "news", "opportunities", "projects"]


def type_of(filter_type: type[PageFilter]) -> SearchableType:
    model = filter_type._meta.model
    return next(item for item in searchable_types() if item.model is model)


@pytest.mark.parametrize("label", LABELS)
def test_documents_have_every_field_of_the_filter(site: Site, label: str) -> None:
    filter_type = filters()[label]
    fields = type_of(filter_type).document.fields
    by_time = BY_TIME.get(label, {})

    wanted = fields_of(filter_type).keys() - by_time.keys() - BY_SEARCH
    assert wanted - fields.keys() == set()
    assert set().union(*by_time.values()) - fields.keys() == set()
    ranges = {name: f for name, f in fields_of(filter_type).items() if isinstance(f, Dates)}
    assert {name for name in ranges if not isinstance(fields[name], Number)} == set()
    assert {f"{name}_end" for name, f in ranges.items() if f.end} - fields.keys() == set()


@pytest.mark.parametrize("label", LABELS)
@pytest.mark.parametrize("locale", ["cs", "en"])
def test_documents_have_the_values_that_lists_count(site: Site, label: str, locale: str) -> None:
    filter_type = filters()[label]
    rows = live_pages(filter_type._meta.model, locale)
    documents = documents_of(rows.values_list("pk", flat=True))

    found: dict[str, set[Any]] = {}
    counted: dict[str, set[Any]] = {}
    for name, facet in facets_of(filter_type).items():
        if name in BY_TIME.get(label, {}):
            continue
        found[name] = {(pk, code) for pk, d in documents.items() for code in getattr(d, name) or ()}
        tallies = facet.tally(shown_rows(rows, facet, AskedLocale(locale)), "pk")
        values = [tally.value for tally in tallies]
        labels = facet.shown(rows.model, values, AskedLocale(locale, other_versions(facet)))
        counted[name] = {
            (tally.partition, code_of(tally.value)) for tally in tallies if tally.value in labels
        }

    assert found == counted
    assert any(counted.values())


def other_versions(facet: FilterField) -> tuple[str, ...]:
    """A page or a term is the same in whatever language it is public; a text is not."""
    return ("cs", "en") if isinstance(facet, Pages | Terms) else ()


def code_of(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
