"""Rows are read with the columns that answers need of them, which the selected fields tell.

What a client selects is often called like the column it is made of. Whatever else a resolver reads
is read late, once for all rows that came together, and remembered: the next question with the same
selection reads it with the rows. So no column is read that nobody asked for, none can be forgotten,
and the number of statements does not depend on the number of rows.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from django.db.models import Field, Model, QuerySet
from graphene.utils.str_converters import to_snake_case
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.graphql.selection import selected_below

MAX_SELECTIONS = 5_000  # whose columns are remembered by this process
NEEDED = ("id", "page_ptr", "translation_key", "locale", "content_type", "url_path", "path")

_learned: dict[Columns, dict[type[Model], set[str]]] = {}
_chosen: dict[tuple[Columns, Any], tuple[int, tuple[str, ...]]] = {}  # with how much was learned


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns for a selection of fields: `names` are those that the fields may be made of."""

    names: frozenset[str] = frozenset()

    def __call__(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """`queryset` of pages with these columns, unless it says itself which it reads."""
        names, is_defer = queryset.query.deferred_loading
        if names or not is_defer or not issubclass(queryset.model, Page):
            return queryset
        wanted = self.names.union(NEEDED, self.learned(queryset.model))
        columns = _columns(cast("Hashable", queryset.model))
        return queryset.only(*(name for name, attribute in columns if wanted & {name, attribute}))

    def learned(self, model: type[Model]) -> set[str]:
        """Attributes of rows of `model` that were read late; more are added when they are."""
        if len(_learned) >= MAX_SELECTIONS:
            _learned.clear()
            _chosen.clear()
        return _learned.setdefault(self, {}).setdefault(model, set())

    def of_pages(self) -> tuple[str, ...]:
        """Attributes for the columns that all pages have, as far as some type needs them."""
        learned = list(_learned.get(self, {}).values())
        return self._chosen(Page, _columns(Page), NEEDED, learned)

    def of_own(self, model: type[Page]) -> tuple[str, ...]:
        """Those for the columns that only pages of one type have, links to their rows aside."""
        key = cast("Hashable", model)
        return self._chosen(("own", model), _own_columns(key), (), [self.learned(model)])

    def _chosen(
        self,
        key: Any,
        columns: tuple[tuple[str, str], ...],
        needed: tuple[str, ...],
        learned: list[set[str]],
    ) -> tuple[str, ...]:
        """Attributes of `columns` that are named, `needed` or `learned`; the last only grow."""
        count = sum(map(len, learned))
        known = _chosen.get((self, key))
        if known is None or known[0] != count:
            wanted = self.names.union(needed, *learned)
            names = tuple(attribute for name, attribute in columns if wanted & {name, attribute})
            known = _chosen[self, key] = count, names
        return known[1]


UNTOLD = Columns()  # of rows that are fetched for whoever needs them


@cache
def _columns(model: Any) -> tuple[tuple[str, str], ...]:
    """Names of the columns of a model, and of the attributes that hold them."""
    fields = cast("list[Field[Any, Any]]", model._meta.concrete_fields)
    return tuple((field.name, field.attname) for field in fields)


@cache
def _own_columns(model: Any) -> tuple[tuple[str, str], ...]:
    links = {field.attname for field in model._meta.parents.values() if field}
    shared = {attribute for _name, attribute in _columns(Page)}
    return tuple(column for column in _columns(model) if column[1] not in links | shared)


def selected_columns(info: GraphQLResolveInfo, *paths: str) -> Columns:
    """The columns for what the client selected below a field, or at `paths` below it."""
    facts = info.context.facts
    key = ("columns", *map(id, info.field_nodes), paths)
    if key not in facts:
        facts[key] = Columns(frozenset(map(to_snake_case, selected_below(info, *paths))))
    found: Columns = facts[key]
    return found
