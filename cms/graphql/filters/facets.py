"""Facets: how many rows of a list each value of a filter would leave.

The counts of a facet are true under all other conditions of the filter; its own is lifted, so
that they say what choosing another value would bring. Each facet costs one statement over the
rows found, whatever their number, and at most one for its labels, which are asked for a bounded
number of values.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cache
from typing import Any, cast

import graphene
from django.db.models import QuerySet
from graphene.utils.str_converters import to_camel_case
from graphql import GraphQLResolveInfo

from cms.graphql.context import AskedLocale
from cms.graphql.cost import Price, priced
from cms.graphql.filters.fields import Shown, Tally
from cms.graphql.filters.narrowed import shown_rows
from cms.graphql.filters.pagefilter import PageFilter, facets_of
from cms.translation.alphabet import collation_key

COST = 40  # of each facet: a query over the list, about what so many plain fields take
ASSUMED_VALUES = 10
MAX_FACET_VALUES = 100  # more than anybody reads
# Which of equally frequent values come is known by their labels only, and some have none.
MAX_LABELS = 500


class FacetValue(graphene.ObjectType):
    """A value of a facet."""

    value = graphene.String(required=True, description="The value as the filter takes it.")
    label = graphene.String(
        required=True, description="What people call it, in the asked language."
    )
    count = graphene.Int(
        required=True, description="How many of the list have it, under all other conditions."
    )
    selected = graphene.Boolean(required=True, description="True when the filter asks for it.")


class Facet(graphene.ObjectType):
    """The values of one field of a filter that occur in a list, the most frequent first."""

    name = graphene.String(required=True, description="The name of the field in the filter.")
    values = priced(
        graphene.List(
            graphene.NonNull(FacetValue),
            required=True,
            description="The values that occur, the most frequent"
            f" {MAX_FACET_VALUES} of them; of closed lists also what the filter asks for.",
        ),
        size=ASSUMED_VALUES,
    )


@cache
def facet_enum(filter_type: Any) -> type[graphene.Enum]:
    """The enum of a filter's facets: ``MemberFacet`` of ``MemberFilter``."""
    facets = facets_of(filter_type)
    name = f"{filter_type._meta.name.removesuffix('Filter')}Facet"
    members = Enum(name, {facet.upper(): facet for facet in facets})  # type: ignore[misc]  # its members come from the filter

    def describe(member: Enum | None) -> str:
        if member is None:
            return f"The facets of a list that {filter_type._meta.name} narrows."
        return str(facets[member.value].description)

    meta = type("Meta", (), {"enum": members, "name": name, "description": describe})
    return type(name, (graphene.Enum,), {"Meta": meta})


def facet_field(filter_type: type[PageFilter]) -> graphene.Field:
    """The field ``facetCounts`` of a connection whose list `filter_type` narrows."""

    def resolve(page: Any, info: GraphQLResolveInfo, facets: list[Enum] | None = None) -> object:
        known = facets_of(filter_type)
        names = known if facets is None else dict.fromkeys(facet.value for facet in facets)
        return page.facet_counts(filter_type, list(names))

    known = facets_of(filter_type)
    enum = facet_enum(cast("Hashable", filter_type))
    field = graphene.Field(
        graphene.NonNull(graphene.List(graphene.NonNull(Facet))),
        facets=graphene.List(graphene.NonNull(enum), description="Which; all unless said."),
        description="How many of the list have which value, whatever the page. Each facet counts"
        " under all conditions of the filter but its own.",
        resolver=resolve,
    )

    def price(given: Mapping[str, Any]) -> Price:
        asked = given.get("facets")
        number = len(known) if asked is None else len(set(asked))
        return Price(COST * number, number)

    return priced(field, by=price)


@dataclass(frozen=True)
class LabelsOf:
    """Fetches what clients see of the values of a facet; at most one query."""

    filter_type: type[PageFilter]
    name: str
    asked: AskedLocale

    def __call__(self, values: list[Hashable]) -> list[Shown | None]:
        facet = facets_of(self.filter_type)[self.name]
        shown = facet.shown(self.filter_type._meta.model, values, self.asked)
        return [shown.get(value) for value in values]


@dataclass(frozen=True)
class TalliesWithin:
    """Fetches the tallies of a facet for each partition of a list; one query."""

    key: tuple[Any, ...]
    filter_type: type[PageFilter] = field(compare=False)
    name: str
    rows: QuerySet[Any] = field(compare=False)
    by: str
    asked: AskedLocale

    def __call__(self, partitions: list[Any]) -> list[list[Tally]]:
        facet = facets_of(self.filter_type)[self.name]
        rows = shown_rows(self.rows, facet, self.asked)
        rows = rows.filter(**{f"{self.by}__in": partitions})
        found: dict[Any, list[Tally]] = {partition: [] for partition in partitions}
        for tally in facet.tally(rows, self.by):
            found[tally.partition].append(tally)
        return list(found.values())


async def facet_of(
    labels: LabelsOf, tallies: Iterable[Tally], chosen: frozenset[Any], loaders: Any
) -> Facet:
    """The facet as clients see it: by count, then in the alphabet of the asked language."""
    declared = facets_of(labels.filter_type)[labels.name]
    found = {tally.value: tally.count for tally in tallies}
    listed = chosen if declared.lists_chosen else chosen & found.keys()
    counts = _candidates(found, listed)
    seen = await loaders.get(labels).load_many(counts)
    values = [
        FacetValue(value=shown.value, label=shown.label, count=count, selected=value in chosen)
        for (value, count), shown in zip(counts.items(), seen, strict=True)
        if shown is not None
    ]
    name = declared.name or to_camel_case(labels.name)
    return Facet(name=name, values=_first(values, labels.asked.locale))


def _candidates(found: Mapping[Any, int], listed: Iterable[Any]) -> dict[Any, int]:
    """The values that need a label, with their counts: the most frequent, and those `listed`."""
    most = sorted(found, key=lambda value: (-found[value], str(value)))[:MAX_LABELS]
    return {value: found.get(value, 0) for value in (*most, *listed)}


def _first(values: Iterable[FacetValue], locale: str) -> list[FacetValue]:
    """The values that are shown, in their order: the most frequent, and all that are selected."""
    by_count = sorted(values, key=lambda value: -value.count)
    # Only what ties with the last one is compared by label: the alphabet is dear.
    least = by_count[:MAX_FACET_VALUES][-1].count if by_count else 0
    near = [value for value in by_count if value.count >= least or value.selected]
    near.sort(key=lambda value: (-value.count, collation_key(value.label, locale), value.value))
    return near[:MAX_FACET_VALUES] + [v for v in near[MAX_FACET_VALUES:] if v.selected]
