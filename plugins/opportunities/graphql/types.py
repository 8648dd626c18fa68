"""The board and one opportunity."""

from __future__ import annotations

from typing import Any, ClassVar

import graphene

from cms.content.graphql.organisations import Organisation, shown_organisation
from cms.content.graphql.terms import Pillar, Topic, rich_text
from cms.content.graphql.vocabulary import terms_of
from cms.graphql.shown import asked_of
from cms.graphql.types.blocks import Body
from cms.graphql.types.document import shown_document
from cms.graphql.types.page import Info, PageInterface
from cms.graphql.types.richtext import RichText, ShownRichText
from plugins.opportunities.graphql import enums, groups
from plugins.opportunities.graphql.deadline import Deadline
from plugins.opportunities.graphql.parts import lines_of, parts_of, states_of, text_of
from plugins.opportunities.models import Attachment, Fee, OpportunityPage


def several(type_: Any, description: str) -> graphene.List:
    """A list that is never null and holds no nulls."""
    return graphene.List(graphene.NonNull(type_), required=True, description=description)


class Opportunity(graphene.ObjectType):
    """Something one can apply for; which of its fields are filled depends on its kind."""

    class Meta:
        interfaces = (PageInterface,)

    shown_as: ClassVar = {
        "partner_sought": "partner",
        "programme": "funding_programme",
        "faculty": "study",
        "funding_rate": "call",
        "supported_activities": "call",
        "support_conditions": "support",
        "report_evidence": "support",
        "price_note": "price",
        "city": "place",
    }

    kind = graphene.Field(enums.KindEnum, required=True, description="What it is.")
    family = graphene.Field(enums.FamilyEnum, required=True, description="The family of its kind.")
    state = graphene.Field(
        enums.StateEnum, required=True, description="Whether one may apply, now."
    )
    stage = graphene.Field(
        enums.StageEnum, description="How far it is, where its dates do not say so."
    )
    organisation = graphene.Field(Organisation, description="Whose it is.")
    summary = graphene.String(description="One or two sentences.")
    description = graphene.Field(RichText, description="The whole description.")
    pillars = several(Pillar, "The pillars it belongs to.")
    topics = several(Topic, "Its topics.")
    keywords = groups.texts("Further keywords.")
    opening_on = graphene.Date(description="The first day when one may apply, if it was set.")
    deadline = graphene.Field(Deadline, required=True, description="Until when one may apply.")
    place = graphene.Field(groups.OpportunityPlace, required=True, description="Where it is.")
    levels = several(enums.LevelEnum, "For whom by study or career.")
    work_mode = graphene.Field(enums.WorkModeEnum, description="Where the work is done.")
    workload = graphene.Field(enums.WorkloadEnum, description="How much work it is.")
    start = graphene.Field(groups.OpportunityDate, description="When one starts.")
    duration = graphene.Field(groups.OpportunityDuration, description="How long it takes.")
    remuneration = graphene.Field(groups.Remuneration, description="What one is paid.")
    languages = several(enums.LanguageEnum, "Working languages.")
    requirements = groups.texts("What is required.")
    offer = groups.texts("What is offered.")
    positions = graphene.Int(description="How many places there are.")
    study = graphene.Field(
        groups.OpportunityStudy, required=True, description="School and guidance."
    )
    funding_programme = graphene.String(description="The programme that it belongs to.")
    eligible_applicants = several(enums.ApplicantEnum, "Who may apply.")
    call = graphene.Field(
        groups.OpportunityCall, description="What the call says; null for what is no call."
    )
    support = graphene.Field(
        groups.OpportunitySupport, required=True, description="Money for those who take part."
    )
    partner = graphene.Field(
        groups.PartnerSought, description="Who is sought; null when nobody is."
    )
    event_name = graphene.String(description="The event, when it is not in the calendar.")
    event_dates = graphene.Field(groups.OpportunityDates, description="When it takes place.")
    capacity = graphene.Int(description="For how many.")
    target_groups = several(enums.TargetGroupEnum, "Whom it is made for.")
    role = graphene.Field(enums.RoleEnum, description="Which side of an exchange it is for.")
    host_country = graphene.String(description="The host country. Source: ISO 3166-1 alpha-2.")
    motivation = graphene.String(description="Motivation and goals of an exchange.")
    package = graphene.String(description="The partnership package.")
    price = graphene.Field(groups.OpportunityPrice, description="What it costs.")
    benefits = groups.texts("What one gets for it.")
    fees = several(groups.OpportunityFee, "What taking part costs.")
    contact = graphene.Field(groups.OpportunityContact, required=True, description="Whom to ask.")
    apply_url = graphene.String(description="Where one applies.")
    attachments = several(groups.OpportunityAttachment, "Files for download, the public ones.")

    @staticmethod
    async def resolve_state(page: OpportunityPage, info: Info) -> object:
        known = vars(page).get("current_state")  # lists of opportunities bring it
        return known or await info.context.loaders.get(states_of).load(page.pk)

    @staticmethod
    async def resolve_organisation(page: Any, info: Info) -> object:
        return await shown_organisation(
            info,
            asked_of(page),
            page.organisation_id,
            page.organisation_name,  # a name is always shown, as titles and names of terms are
            page.organisation_url,
        )

    @staticmethod
    def resolve_description(page: OpportunityPage, info: Info) -> ShownRichText | None:
        return rich_text(page, "description")

    @staticmethod
    def resolve_pillars(page: OpportunityPage, info: Info) -> object:
        return terms_of(info, page, "pillars")

    @staticmethod
    def resolve_topics(page: OpportunityPage, info: Info) -> object:
        return terms_of(info, page, "topics")

    @staticmethod
    def resolve_keywords(page: OpportunityPage, info: Info) -> list[str]:
        return lines_of(page, "keywords")

    @staticmethod
    def resolve_deadline(page: OpportunityPage, info: Info) -> OpportunityPage:
        return page

    @staticmethod
    def resolve_place(page: OpportunityPage, info: Info) -> OpportunityPage:
        return page

    @staticmethod
    def resolve_start(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        return groups.date_or_month(page.starts_on, page.is_start_month_only)

    @staticmethod
    def resolve_duration(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        if page.duration is None:
            return None
        return {"number": page.duration, "unit": page.duration_unit}

    @staticmethod
    def resolve_remuneration(page: OpportunityPage, info: Info) -> OpportunityPage | None:
        return page if page.pay else None

    @staticmethod
    def resolve_requirements(page: OpportunityPage, info: Info) -> list[str]:
        return lines_of(page, "requirements")

    @staticmethod
    def resolve_offer(page: OpportunityPage, info: Info) -> list[str]:
        return lines_of(page, "offer")

    @staticmethod
    def resolve_study(page: OpportunityPage, info: Info) -> OpportunityPage:
        return page

    @staticmethod
    def resolve_funding_programme(page: OpportunityPage, info: Info) -> str | None:
        return text_of(page, "programme")

    @staticmethod
    def resolve_call(page: OpportunityPage, info: Info) -> OpportunityPage | None:
        return page if page.call_id else None

    @staticmethod
    def resolve_support(page: OpportunityPage, info: Info) -> OpportunityPage:
        return page

    @staticmethod
    def resolve_partner(page: OpportunityPage, info: Info) -> OpportunityPage | None:
        is_sought = page.partner_sought or page.partner_profile or page.collaboration
        return page if is_sought else None

    @staticmethod
    def resolve_event_dates(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        start = groups.date_or_month(page.event_starts_on, page.are_event_dates_months)
        end = groups.date_or_month(page.event_ends_on, page.are_event_dates_months)
        return {"start": start, "end": end} if start else None

    @staticmethod
    def resolve_price(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        if page.price is None:
            return None
        price = {"amount": page.price, "currency": page.price_currency}
        return {**price, "note": text_of(page, "price_note")}

    @staticmethod
    def resolve_benefits(page: OpportunityPage, info: Info) -> list[str]:
        return lines_of(page, "benefits")

    @staticmethod
    async def resolve_fees(page: OpportunityPage, info: Info) -> list[Any]:
        return await parts_of(info, page, "fees", Fee)

    @staticmethod
    def resolve_contact(page: OpportunityPage, info: Info) -> OpportunityPage:
        return page

    @staticmethod
    async def resolve_attachments(page: OpportunityPage, info: Info) -> list[dict[str, Any]]:
        parts = await parts_of(info, page, "attachments", Attachment)
        documents = await info.context.loaders.gather(
            shown_document(info, part.document_id) for part in parts
        )
        return [
            {"title": document.title, "document": document, "purpose": part.purpose}
            for part, document in zip(parts, documents, strict=True)
            if document is not None
        ]


class OpportunityIndexPage(graphene.ObjectType):
    """The page above all opportunities."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()
