"""Pillars and topics in the asked language."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import Model

from cms.content.models import Pillar as PillarModel
from cms.content.models.snippets import PillarStatus, Term
from cms.graphql.plans import plain
from cms.graphql.shown import asked_of, is_withheld
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.locale import Locale
from cms.graphql.types.page import Info, TranslationInfo, read_shown
from cms.graphql.types.richtext import RichText, ShownRichText


class TermInterface(graphene.Interface):
    """A word of a vocabulary, in one language."""

    class Meta:
        name = "Term"

    id = graphene.ID(required=True, description="The id of this language version.")
    code = graphene.String(
        required=True, description="The same in every language; what filters take."
    )
    locale = graphene.Field(Locale, required=True, description="The language of this version.")
    name = graphene.String(required=True, description="The name.")
    other_names = graphene.List(
        graphene.NonNull(graphene.String),
        required=True,
        description="Other names that it is known by.",
    )
    translation = graphene.Field(
        TranslationInfo, required=True, description="What of it is really translated."
    )

    read_field = staticmethod(read_shown)

    @staticmethod
    @plain
    def resolve_id(term: Term, info: Info) -> str:
        return str(term.pk)

    @staticmethod
    @plain
    def resolve_code(term: Term, info: Info) -> str:
        return term.code  # the same in every language: provenance need not be asked

    @staticmethod
    @plain
    def resolve_name(term: Term, info: Info) -> str:
        # Always there, as a page's title is: `translation` tells when it is not a translation.
        return term.name

    @staticmethod
    @plain
    def resolve_locale(term: Term, info: Info) -> str:
        return str(term.locale.language_code)

    @staticmethod
    def resolve_other_names(term: Term, info: Info) -> list[str]:
        if is_withheld(term, "other_names"):
            return []
        return [name.strip() for name in term.other_names.splitlines() if name.strip()]

    @staticmethod
    def resolve_translation(term: Term, info: Info) -> Term:
        return term


class Topic(graphene.ObjectType):
    """A competence or field of work."""

    class Meta:
        interfaces = (TermInterface,)


def _describe_status(status: PillarStatus | None) -> str:
    if status is None:
        return "Whether the cluster has adopted a pillar."
    return {
        PillarStatus.OFFICIAL: "The cluster works in this pillar.",
        PillarStatus.PROPOSED: "Proposed, not adopted yet.",
    }[status]


class PillarStatusEnum(graphene.Enum):
    class Meta:
        enum = PillarStatus
        name = "PillarStatus"
        description = _describe_status


class Pillar(graphene.ObjectType):
    """A technological pillar of the cluster."""

    class Meta:
        interfaces = (TermInterface,)

    summary = graphene.String(description="One sentence.")
    description = graphene.Field(RichText, description="A few paragraphs.")
    status = graphene.Field(
        PillarStatusEnum, required=True, description="Whether the cluster has adopted it."
    )
    order = graphene.Int(required=True, description="Its place among the pillars.")
    image = graphene.Field(Image, description="A picture; null when there is none that is public.")

    @staticmethod
    def resolve_status(pillar: PillarModel, info: Info) -> PillarStatus:
        return PillarStatus(pillar.status)

    @staticmethod
    def resolve_description(pillar: PillarModel, info: Info) -> ShownRichText | None:
        return rich_text(pillar, "description")

    @staticmethod
    def resolve_image(pillar: Any, info: Info) -> object:
        return shown_image(info, pillar.image_id, asked_of(pillar).locale)


def rich_text(member: Model, field: str) -> ShownRichText | None:
    """The rich text in `field`; None when it is empty or withheld."""
    if is_withheld(member, field):
        return None
    source = getattr(member, field)
    return ShownRichText(source, asked_of(member)) if source else None
