"""The kinds of opportunities and their fields, for forms and filters of frontends."""

from __future__ import annotations

from dataclasses import dataclass

import graphene
from django.utils import translation
from graphene.utils.str_converters import to_camel_case

from cms.graphql.cost import priced
from plugins.opportunities.graphql.enums import FamilyEnum, KindEnum
from plugins.opportunities.graphql.filters import FACETS
from plugins.opportunities.models.choices import Family, Kind
from plugins.opportunities.models.taxonomy import FieldEntry, KindEntry, fields, kinds


class OpportunityFieldValue(graphene.ObjectType):
    """A value that can be chosen."""

    key = graphene.String(required=True, description="The same in every language.")
    label = graphene.String(required=True, description="What people call it.")


class OpportunityKindField(graphene.ObjectType):
    """A field of a kind."""

    key = graphene.String(required=True, description="The same in every language.")
    label = graphene.String(required=True, description="What people call it.")
    is_required = graphene.Boolean(required=True, description="True when it must be filled in.")
    values = priced(
        graphene.List(
            graphene.NonNull(OpportunityFieldValue),
            required=True,
            description="What can be chosen; empty when anything can be written.",
        ),
        size=2,
    )


class OpportunityKindEntry(graphene.ObjectType):
    """A kind of opportunity in one language."""

    kind = graphene.Field(KindEnum, required=True, description="The kind.")
    label = graphene.String(required=True, description="What people call it.")
    family = graphene.Field(FamilyEnum, required=True, description="Its family.")
    family_label = graphene.String(required=True, description="What people call its family.")
    synonyms = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="Other words for it."
    )
    fields = priced(
        graphene.List(
            graphene.NonNull(OpportunityKindField),
            required=True,
            description="Its fields, the required ones first.",
        ),
        size=15,
    )
    facets = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="The fields of OpportunityFilter that it is searched by.",
    )


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind as it is shown in one language."""

    kind: Kind
    label: str
    family: Family
    family_label: str
    synonyms: tuple[str, ...]
    fields: list[dict[str, object]]
    facets: list[str]


def shown_kinds(locale: str) -> list[ShownKind]:
    """All kinds in `locale`, in the order of the taxonomy."""
    with translation.override(locale):
        return [_shown(entry, locale) for entry in kinds().values()]


def _shown(entry: KindEntry, locale: str) -> ShownKind:
    known = fields()
    return ShownKind(
        kind=entry.kind,
        label=entry.names[locale],
        family=entry.family,
        family_label=str(entry.family.label),
        synonyms=entry.synonyms[locale],
        fields=[_field(known[key], entry, locale) for key in entry.fields],
        facets=[to_camel_case(FACETS.get(facet, facet)) for facet in entry.facets],
    )


def _field(field: FieldEntry, entry: KindEntry, locale: str) -> dict[str, object]:
    return {
        "key": field.key,
        "label": field.names[locale],
        "is_required": field.key in entry.required,
        "values": [
            {"key": key, "label": czech if locale == "cs" else english}
            for key, czech, english in field.values
        ],
    }
