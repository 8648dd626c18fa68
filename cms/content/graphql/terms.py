"""Pillars and topics in the asked language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene
from django.db import connection
from django.db.models import IntegerField, Model, QuerySet
from django.db.models.expressions import RawSQL
from wagtail.models import Page

from cms.content.models import Pillar as PillarModel
from cms.content.models.snippets import PillarStatus, Term
from cms.graphql.context import AskedLocale
from cms.graphql.shown import asked_of, is_withheld, show
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.locale import Locale
from cms.graphql.types.page import Info, TranslationInfo, read_shown
from cms.graphql.types.richtext import RichText, ShownRichText
from cms.publishing.batches import rows_by


@dataclass(frozen=True)
class TermsOf:
    """Fetches the terms that pages of one type are sorted by, in the asked language.

    A term without a version in the asked language comes in the first fallback language that has
    one, and is left out when none has. One query for any number of pages.
    """

    model: type[Page]
    field: str
    asked: AskedLocale

    def __call__(self, page_ids: list[int]) -> list[list[Term]]:
        wanted = (self.asked.locale, *self.asked.fallback)
        rows = rows_by(self, self._terms, ids=page_ids, codes=wanted)
        best: dict[tuple[int, Any], Term] = {}
        for term in rows:
            key = (term.shown_on, term.translation_key)
            rank = wanted.index(term.locale.language_code)
            if key not in best or rank < wanted.index(best[key].locale.language_code):
                best[key] = term
        found: dict[int, list[Term]] = {page_id: [] for page_id in page_ids}
        for (page_id, _key), term in best.items():
            found[page_id].append(term)
        show(best.values(), self.asked)
        return list(found.values())

    def _terms(self, ids: list[int], codes: list[str]) -> QuerySet[Any]:
        """Terms with ``shown_on``, the id of a page. The relation may hold any language version of
        a term, so they are joined by translation key, which the ORM cannot say.
        """
        relation = self.model._meta.get_field(self.field)
        term: type[Term] = relation.related_model
        quote = connection.ops.quote_name
        names = {
            "page": f"{quote(relation.m2m_db_table())}.{quote(relation.m2m_column_name())}",
            "term": f"{quote(relation.m2m_db_table())}.{quote(relation.m2m_reverse_name())}",
            "table": quote(term._meta.db_table),
            "pages": ", ".join(["%s"] * len(ids)),
        }
        is_same = (
            "{table}.translation_key ="
            " (SELECT stored.translation_key FROM {table} stored WHERE stored.id = {term})"
        )
        conditions = [each.format(**names) for each in ("{page} IN ({pages})", is_same)]
        return (
            term._default_manager.filter(locale__language_code__in=codes)
            .extra(tables=[relation.m2m_db_table()], where=conditions, params=ids)  # noqa: S610 -- the names come from the models
            .annotate(shown_on=RawSQL(names["page"], (), IntegerField()))  # noqa: S611 -- as above
            .select_related("locale")
            .order_by(*(term._meta.ordering or ()), "pk")
        )


async def terms_of(info: Info, page: Page, field: str) -> list[Term]:
    """The terms in the many-to-many relation `field` of `page`, in the language it was asked in."""
    fetch = TermsOf(type(page), field, asked_of(page))
    return await info.context.loaders.get(fetch).load(page.pk)


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
    def resolve_id(term: Term, info: Info) -> str:
        return str(term.pk)

    @staticmethod
    def resolve_code(term: Term, info: Info) -> str:
        return term.code  # the same in every language: provenance need not be asked

    @staticmethod
    def resolve_name(term: Term, info: Info) -> str:
        # Always there, as a page's title is: `translation` tells when it is not a translation.
        return term.name

    @staticmethod
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
    async def resolve_image(pillar: Any, info: Info) -> object:
        return await shown_image(info, pillar.image_id, asked_of(pillar).locale)


def rich_text(member: Model, field: str) -> ShownRichText | None:
    """The rich text in `field`; None when it is empty or withheld."""
    if is_withheld(member, field):
        return None
    source = getattr(member, field)
    return ShownRichText(source, asked_of(member)) if source else None
