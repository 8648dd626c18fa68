"""The input ``SearchFilter``: what every page has, and the facts of the active plugins."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import graphene

from cms.graphql.filters.fields import list_of
from cms.graphql.search.facts import CODES, FLAG, Fact
from cms.graphql.types.locale import Locale


class SearchFilter(graphene.InputObjectType):
    """Which pages: all fields together must hold; within a list, any of its values.

    Fields that belong to pages of some types leave only such pages. Values are those of the filters
    of these types: names of enums, codes of terms, ids of pages.
    """

    type = graphene.InputField(
        list_of(graphene.String), description="Names of types of this schema, such as “Member”."
    )
    locale = graphene.InputField(
        list_of(Locale), description="Languages of pages; the best version of each unless said."
    )

    @classmethod
    def fields_for(cls, facts: Mapping[str, Fact]) -> dict[str, graphene.InputField]:
        """The fields that follow from facts, by name."""
        return {
            name: graphene.InputField(_type_of(fact), description=_description(fact))
            for name, fact in facts.items()
        }


def _type_of(fact: Fact) -> Any:
    if fact.shape == CODES:
        return list_of(graphene.String)
    return graphene.Boolean if fact.shape == FLAG else fact.input_type


def _description(fact: Fact) -> str:
    """What the filters of the types say; which types, where they differ."""
    said: dict[str, list[str]] = {}
    for source in fact.sources:
        said.setdefault(str(source.field.description), []).append(source.type_name)
    if len(said) == 1:
        (text,), types = said, next(iter(said.values()))
        return f"{text} Of: {', '.join(types)}."
    return " ".join(f"{', '.join(types)}: {text}" for text, types in said.items())
