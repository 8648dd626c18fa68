"""Fields of a filter for open values: texts, whole numbers, beginnings of texts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

import graphene
from django.db.models import Model, Q

from cms.graphql.context import AskedLocale
from cms.graphql.filters.fields import FilterField, Shown, having, list_of, storable
from cms.translation.alphabet import fold

LONGEST_PREFIX = 1_000  # no such column holds more; SQLite refuses a pattern of 50,000 bytes


class Texts(FilterField):
    """``[String!]``: rows whose column is exactly one of the texts."""

    lists_chosen = False

    def __init__(
        self, path: str, *, description: str, facet: bool = False, default: Any = None
    ) -> None:
        super().__init__(
            list_of(graphene.String), path, description=description, facet=facet, default=default
        )

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to have one of the texts."""
        return having(model, self.path, Q(**{f"{self.path}__in": storable(wanted)}))

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """The texts themselves."""
        return {value: Shown(str(value), str(value)) for value in values if value}


class Integers(FilterField):
    """``[Int!]``: rows whose column is one of the numbers, such as the year of a date."""

    lists_chosen = False

    def __init__(
        self, path: str, *, description: str, facet: bool = False, default: Any = None
    ) -> None:
        super().__init__(
            list_of(graphene.Int), path, description=description, facet=facet, default=default
        )

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to have one of the numbers."""
        return having(model, self.path, Q(**{f"{self.path}__in": list(wanted)}))

    def shown(
        self, model: type[Model], values: Sequence[Hashable], asked: AskedLocale
    ) -> dict[Any, Shown]:
        """The numbers in digits."""
        return {value: Shown(str(value), str(value)) for value in values}


class Prefix(FilterField):
    """``String``: rows whose folded column begins like the text; accents and case do not matter."""

    def __init__(self, path: str, *, description: str) -> None:
        super().__init__(graphene.String, path, description=description)

    def condition(self, model: type[Model], wanted: Any, name: str) -> Q:
        """The condition to begin like the text; a blank text does not narrow."""
        if "\0" in wanted or len(wanted) > LONGEST_PREFIX:
            return Q(pk__in=[])
        folded = fold(wanted)
        if not wanted.strip():
            return Q()
        return having(model, self.path, Q(**{f"{self.path}__startswith": folded}))
