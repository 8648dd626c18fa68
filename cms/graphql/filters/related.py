"""Fields of a filter for what rows are related to: terms of a vocabulary, and pages."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from typing import Any

import graphene
from django.db.models import Model, Q, QuerySet

from cms.graphql.context import AskedLocale
from cms.graphql.filters.fields import (
    FilterField,
    Shown,
    Tally,
    column_of,
    having,
    list_of,
    storable,
    tally,
)
from cms.graphql.pages import page_id
from cms.publishing.visibility import live_pages


class Terms(FilterField):
    """``[String!]``: rows that are sorted by a term with one of the codes."""

    def __init__(
        self, path: str, *, description: str, facet: bool = False, default: Any = None
    ) -> None:
        super().__init__(
            list_of(graphene.String), path, description=description, facet=facet, default=default
        )

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to have a term; in which language it is stored makes no difference."""
        return having(model, self.path, Q(**{f"{self.path}__code__in": storable(wanted)}))

    def tally(self, rows: QuerySet[Any], partition: str = "") -> Iterable[Tally]:
        """How many rows have each code."""
        return tally(rows, f"{self.path}__code", partition)

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """Names of the terms in the asked language, or in the first that may stand in."""
        terms: Any = column_of(model, self.path)[0]
        wanted = (asked.locale, *asked.fallback)
        rows = terms.related_model._default_manager.filter(
            code__in=values, locale__language_code__in=wanted
        ).values_list("code", "locale__language_code", "name")
        found = sorted(rows, key=lambda row: wanted.index(row[1]), reverse=True)
        return {code: Shown(code, name) for code, _locale, name in found}


class Pages(FilterField):
    """``[ID!]``: rows that lead to one of the pages, whatever language version is named.

    `path` leads to a foreign key to a page. Only public pages can be asked for or are counted.
    """

    def __init__(
        self, path: str, *, description: str, facet: bool = False, default: Any = None
    ) -> None:
        super().__init__(
            list_of(graphene.ID), path, description=description, facet=facet, default=default
        )

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to lead to a version of one of the pages."""
        keys = f"{self.path}__translation_key__in"
        return having(model, self.path, Q(**{keys: _keys_of(wanted)}))

    def tally(self, rows: QuerySet[Any], partition: str = "") -> Iterable[Tally]:
        """How many rows lead to each page, by translation key."""
        return tally(rows, f"{self.path}__translation_key", partition)

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """Ids and titles of the public versions in the asked language or in one that stands in."""
        wanted = (asked.locale, *asked.fallback)
        rows = live_pages().filter(translation_key__in=values, locale__language_code__in=wanted)
        versions = rows.values_list("translation_key", "locale__language_code", "pk", "title")
        found = sorted(versions, key=lambda row: wanted.index(row[1]), reverse=True)
        return {key: Shown(str(pk), title) for key, _locale, pk, title in found}

    def chosen(self, wanted: Any) -> frozenset[Any]:
        """Translation keys of the public ones among the pages; one query."""
        return frozenset(self.keys_of(wanted).values())

    def keys_of(self, ids: Iterable[str]) -> dict[str, Any]:
        """Translation keys of the public pages among `ids`, by id; one query."""
        numbers = {given: number for given in ids if (number := page_id(given)) is not None}
        rows = live_pages().filter(pk__in=set(numbers.values()))
        keys = dict(rows.values_list("pk", "translation_key"))
        return {given: keys[number] for given, number in numbers.items() if number in keys}


class Ids(Pages):
    """``[ID!]``: the pages themselves, whatever language version is named."""

    def __init__(self) -> None:
        super().__init__(
            "translation_key",
            description="Ids of pages; that of any public language version will do.",
        )

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to be a version of one of the pages."""
        return Q(translation_key__in=_keys_of(wanted))


def _keys_of(ids: Iterable[str]) -> QuerySet[Any]:
    """Translation keys of the public pages among `ids`, as rows of one value."""
    numbers = [number for number in map(page_id, ids) if number is not None]
    return live_pages().filter(pk__in=numbers).order_by().values_list("translation_key")
