"""Fields of a filter for closed lists: choices of one column or of several values, and flags."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import graphene
from django.db.models import Model, Q, QuerySet
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext

from cms.graphql.context import AskedLocale
from cms.graphql.filters.fields import (
    VALUE,
    FilterField,
    Shown,
    Tally,
    having,
    list_of,
    tally,
    tally_each,
    within,
)


class Choices(FilterField):
    """``[Enum!]``: rows whose column holds one of the values.

    `many` is for a :class:`cms.content.fields.ChoiceListField`. `expression` returns a Django
    expression that takes the place of a column, such as a state that depends on the time; it is
    asked anew for each request. `reads` names the fields that it tells of.
    """

    def __init__(
        self,
        enum: type[graphene.Enum],
        path: str = "",
        *,
        description: str,
        many: bool = False,
        expression: Callable[[], Any] | None = None,
        facet: bool = False,
        default: Iterable[Any] | None = None,
        reads: Iterable[str] = (),
    ) -> None:
        if bool(path) == bool(expression):
            raise TypeError("A field of choices has a path or an expression.")
        chosen = None if default is None else tuple(default)
        super().__init__(
            list_of(enum), path, description=description, facet=facet, default=chosen, reads=reads
        )
        self.values = enum._meta.enum
        self.is_many = many
        self.expression = expression

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to have one of the wanted values."""
        stored = list(self.chosen(wanted))
        if self.expression is not None:
            rows = model._default_manager.alias(**{VALUE: self.expression()})
            return Q(pk__in=rows.filter(**{f"{VALUE}__in": stored}).order_by().values("pk"))
        lookup = "has_any" if self.is_many else "in"
        return having(model, self.path, Q(**{f"{self.path}__{lookup}": stored}))

    def tally(self, rows: QuerySet[Any], partition: str = "") -> Iterable[Tally]:
        """How many rows have each value; a row with several values counts for each."""
        if self.expression is not None:
            return tally(rows, self.expression(), partition)
        if not self.is_many:
            return tally(rows, self.path, partition)
        lookup = f"{self.path}__has_any"
        return tally_each(
            rows, {choice.value: Q(**{lookup: [choice.value]}) for choice in self.values}, partition
        )

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """Names of the enum, labels in the asked language."""
        with translation.override(asked.locale):
            return {
                choice.value: Shown(choice.name, _label_of(choice))
                for choice in self.values
                if choice.value in values
            }

    def chosen(self, wanted: Any) -> frozenset[Any]:
        """The stored values of members of the enum."""
        return frozenset(getattr(value, "value", value) for value in wanted)


def _label_of(choice: Any) -> str:
    """What people call a member of an enum, in the active language."""
    return capfirst(str(getattr(choice, "label", choice.name)))


class Flag(FilterField):
    """``Boolean``: rows that meet a condition, or rows that do not.

    `reads` names the fields that the condition tells of.
    """

    def __init__(
        self,
        meets: Callable[[], Q],
        *,
        description: str,
        facet: bool = False,
        default: bool | None = None,
        reads: Iterable[str] = (),
    ) -> None:
        super().__init__(
            graphene.Boolean,
            "",
            description=description,
            facet=facet,
            default=default,
            reads=reads,
        )
        self.meets = meets

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition, or its exact negation."""
        found = within(model, self.meets())
        return found if wanted else ~found

    def tally(self, rows: QuerySet[Any], partition: str = "") -> Iterable[Tally]:
        """How many rows do and how many do not."""
        found = within(rows.model, self.meets())
        return tally_each(rows, {True: found, False: ~found}, partition)

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """Yes and no in the asked language."""
        with translation.override(asked.locale):
            return {True: Shown("true", gettext("Yes")), False: Shown("false", gettext("No"))}

    def chosen(self, wanted: Any) -> frozenset[Any]:
        """The one value."""
        return frozenset([wanted])
