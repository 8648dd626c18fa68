"""What every field of a filter can do: say its condition, and count its values as a facet."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import graphene
from django.core.exceptions import FieldDoesNotExist
from django.db.models import CharField, Count, Field, Model, Q, QuerySet, TextField

from cms.graphql.context import AskedLocale
from cms.translation.models import StoredProvenance
from cms.translation.provenance import model_label
from cms.translation.state import State

VALUE = "_facet_value"
COUNT = "_facet_count"


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows have `value`; within one partition, if the rows come in partitions."""

    partition: Any
    value: Any
    count: int


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as clients write it in the filter, and what people call it."""

    value: str
    label: str


class FilterField(graphene.InputField):
    """A field of a filter. Every kind of field is a subclass.

    `path` leads from the model to the column, through relations if need be. `default` is what
    counts as asked while the field is absent; inside ``not`` it counts nothing. `reads` names the
    fields of the page that its values tell of, where the path does not: who hides one of them is
    neither found by the filter nor counted.
    """

    # Whether a facet lists what is asked for when no row has it. Open values come from rows only.
    lists_chosen = True

    def __init__(
        self,
        type_: Any,
        path: str,
        *,
        description: str,
        facet: bool = False,
        default: Any = None,
        reads: Iterable[str] = (),
    ) -> None:
        super().__init__(type_, description=description)
        self.path = path
        self.reads = tuple(reads) or tuple(filter(None, [path.split("__")[0]]))
        self.is_facet = facet
        self.default = default

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition that a row has `wanted`; `name` is the field's name for clients."""
        raise NotImplementedError

    def tally(self, rows: QuerySet[Any], partition: str = "") -> Iterable[Tally]:
        """How many of `rows` have each value, by the column `partition` if named: one query."""
        return tally(rows, self.path, partition)

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """For each of `values`, as :meth:`tally` gives them, what clients see.

        What cannot be shown in the asked language, or to the public, is left out.
        """
        raise NotImplementedError

    def chosen(self, wanted: Any) -> frozenset[Any]:
        """The values that `wanted` asks for, as :meth:`tally` gives them."""
        return frozenset(wanted)


def list_of(type_: Any) -> graphene.List:
    """The GraphQL type of a list without nulls."""
    return graphene.List(graphene.NonNull(type_))


def column_of(model: type[Model], path: str) -> tuple[Field[Any, Any] | None, bool]:
    """The column at the end of `path`, and whether a row may have several values there."""
    found: Any = None
    is_plural = False
    current: Any = model
    for step in path.split("__"):
        if current is None:
            break
        try:
            found = current._meta.pk if step == "pk" else current._meta.get_field(step)
        except FieldDoesNotExist:
            break  # a transform such as __year, or a column's own name such as organisation_id
        is_plural = is_plural or bool(found.one_to_many or found.many_to_many)
        current = found.related_model if found.is_relation else None
    return found, is_plural


def having(model: type[Model], path: str, condition: Q) -> Q:
    """`condition` on `path` as a condition on rows: no row comes twice for having it twice."""
    if not column_of(model, path)[1]:
        return condition
    return within(model, condition)


def within(model: type[Model], condition: Q) -> Q:
    """The condition to be among the rows that `condition` finds; its negation is exact."""
    return Q(pk__in=model._default_manager.filter(condition).order_by().values("pk"))


def tally(rows: QuerySet[Any], expression: Any, partition: str = "") -> list[Tally]:
    """How many of `rows` there are for each value of a path or an expression; one query."""
    is_path = isinstance(expression, str)
    is_plural = is_path and column_of(rows.model, expression)[1]
    rows, groups = grouped(rows, partition)
    if is_path:
        groups = [*groups, expression]
    else:
        rows = rows.annotate(**{VALUE: expression})
        groups = [*groups, VALUE]
    count = Count("pk", distinct=is_plural or bool(partition))
    found = rows.values_list(*groups).annotate(**{COUNT: count})
    return [
        Tally(row[0] if partition else None, row[-2], row[-1])
        for row in found
        if row[-2] is not None and row[-1]
    ]


def tally_each(rows: QuerySet[Any], conditions: dict[Any, Q], partition: str = "") -> list[Tally]:
    """How many of `rows` meet each of `conditions`, given by value; one query."""
    values = list(conditions)
    rows, groups = grouped(rows, partition)
    counts = {
        f"{COUNT}_{number}": Count("pk", filter=conditions[value], distinct=bool(partition))
        for number, value in enumerate(values)
    }
    if partition:
        found: Iterable[tuple[Any, ...]] = rows.values_list(*groups).annotate(**counts)
    else:
        totals = rows.aggregate(**counts)
        found = [(None, *(totals[name] for name in counts))]
    return [
        Tally(row[0], value, count)
        for row in found
        for value, count in zip(values, row[1:], strict=True)
        if count
    ]


def grouped(rows: QuerySet[Any], partition: str) -> tuple[QuerySet[Any], list[str]]:
    """`rows` ready to be counted by the column `partition`, if one is named."""
    return rows.order_by(), [partition] if partition else []


def is_translated_text(model: type[Model], path: str) -> bool:
    """True when the column at `path` holds a text of its own in each language."""
    column = column_of(model, path)[0]
    return "__" not in path and isinstance(column, CharField | TextField) and not column.choices


def untranslated(model: type[Model], asked: AskedLocale) -> QuerySet[StoredProvenance]:
    """What tells of rows with a text that may not be shown in the asked language.

    Nobody has translated it, and its own language may not stand in; ``fields`` say which text.
    """
    languages = (asked.locale, *asked.fallback)
    return StoredProvenance.objects.filter(
        model=model_label(model),
        locale__in=languages,
        state=State.FALLBACK,  # of the whole: that of its worst field
    ).exclude(source_locale__in=languages)


def storable(texts: Iterable[str]) -> list[str]:
    """Those of `texts` that a database can hold; the others are found nowhere."""
    return [text for text in texts if "\0" not in text]
