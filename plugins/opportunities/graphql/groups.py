"""Objects that group the fields of an opportunity. Their resolvers get the page itself."""

from __future__ import annotations

import datetime
from typing import Any

import graphene

from cms.content.graphql.organisations import Organisation, shown_organisation
from cms.content.graphql.places import Coordinates, RegionEnum
from cms.graphql.shown import asked_of
from cms.graphql.types.document import Document
from cms.graphql.types.page import Info, read_shown
from plugins.opportunities.graphql import enums
from plugins.opportunities.graphql.parts import lines_of, text_of
from plugins.opportunities.models import OpportunityPage


def texts(description: str) -> graphene.List:
    """A list of texts that is never null."""
    return graphene.List(graphene.NonNull(graphene.String), required=True, description=description)


class OpportunityPlace(graphene.ObjectType):
    """Where it is."""

    read_field = staticmethod(read_shown)

    city = graphene.String(description="The town.")
    region = graphene.Field(RegionEnum, description="The region.")
    country = graphene.String(description="The country. Source: ISO 3166-1 alpha-2.")
    coordinates = graphene.Field(Coordinates, description="Where it is on the map.")

    @staticmethod
    def resolve_coordinates(page: OpportunityPage, info: Info) -> dict[str, float] | None:
        if page.latitude is None or page.longitude is None:
            return None
        return {"latitude": float(page.latitude), "longitude": float(page.longitude)}


class OpportunityDate(graphene.ObjectType):
    """A day, or a month of which no day is known."""

    date = graphene.Date(required=True, description="The day; the first of the month for a month.")
    is_month_only = graphene.Boolean(required=True, description="True when it is only a month.")


def date_or_month(day: datetime.date | None, is_month_only: bool) -> dict[str, Any] | None:
    """The day as it is shown; of a month nothing but its first day."""
    if day is None:
        return None
    return {"date": day.replace(day=1) if is_month_only else day, "is_month_only": is_month_only}


class OpportunityDates(graphene.ObjectType):
    """From when to when something takes place."""

    start = graphene.Field(OpportunityDate, required=True, description="When it begins.")
    end = graphene.Field(OpportunityDate, description="The last day, if there is more than one.")


class OpportunityDuration(graphene.ObjectType):
    """How long it takes."""

    number = graphene.Int(required=True, description="How many.")
    unit = graphene.Field(enums.DurationUnitEnum, required=True, description="Of what.")


class OpportunityAmount(graphene.ObjectType):
    """A sum of money."""

    amount = graphene.Decimal(required=True, description="How much.")
    currency = graphene.String(required=True, description="Its currency. Source: ISO 4217.")


class OpportunityPrice(graphene.ObjectType):
    """What something costs."""

    amount = graphene.Decimal(required=True, description="How much.")
    currency = graphene.String(required=True, description="Its currency. Source: ISO 4217.")
    note = graphene.String(description="What it includes, such as VAT.")


class Remuneration(graphene.ObjectType):
    """What one is paid."""

    kind = graphene.Field(enums.PayEnum, required=True, description="Whether there is money.")
    minimum = graphene.Decimal(description="The lowest sum.")
    maximum = graphene.Decimal(description="The highest sum.")
    currency = graphene.String(description="Its currency; null without a sum. Source: ISO 4217.")
    period = graphene.Field(enums.PayPeriodEnum, description="For what; null without a sum.")

    @staticmethod
    def read_field(attname: str, default_value: Any, page: Any, info: Info) -> Any:
        column = {"kind": "pay", "minimum": "pay_min", "maximum": "pay_max"}.get(attname)
        if column is not None:
            return getattr(page, column)
        has_sum = page.pay_min is not None or page.pay_max is not None
        return getattr(page, f"pay_{attname}") if has_sum else None


class OpportunityStudy(graphene.ObjectType):
    """School and guidance."""

    read_field = staticmethod(read_shown)

    university = graphene.Field(Organisation, description="The university or school.")
    faculty = graphene.String(description="The faculty or study programme.")
    academic_year = graphene.String(description="Such as “2026/2027”.")
    supervisor = graphene.String(description="Who guides at the organisation.")
    academic_supervisor = graphene.String(description="Who guides at the school.")
    topic_status = graphene.Field(enums.TopicStatusEnum, description="How far the topic is.")
    confidentiality = graphene.Field(
        enums.ConfidentialityEnum, description="What of the result may be published."
    )

    @staticmethod
    async def resolve_university(page: Any, info: Info) -> object:
        return await shown_organisation(
            info, asked_of(page), page.university_id, page.university_name
        )


class OpportunityCall(graphene.ObjectType):
    """What a call for proposals says of itself."""

    read_field = staticmethod(read_shown)

    identifier = graphene.String(description="Its official identifier.")
    action_type = graphene.Field(enums.ActionTypeEnum, description="What kind of action it funds.")
    evaluation_model = graphene.Field(
        enums.EvaluationModelEnum, description="In how many rounds it is evaluated."
    )
    allocation = graphene.Field(OpportunityAmount, description="The budget of the call.")
    grant_min = graphene.Field(OpportunityAmount, description="The least for one project.")
    grant_max = graphene.Field(OpportunityAmount, description="The most for one project.")
    funding_rate = graphene.String(description="In percent, by type of applicant if it differs.")
    trl_min = graphene.Int(description="The lowest technology readiness level.")
    trl_max = graphene.Int(description="The highest technology readiness level.")
    supported_activities = texts("What may be done for the money.")
    source_url = graphene.String(description="Where these facts come from.")

    @staticmethod
    def resolve_identifier(page: OpportunityPage, info: Info) -> str | None:
        return page.call_id or None

    @staticmethod
    def resolve_allocation(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        return money(page.allocation, page.call_currency)

    @staticmethod
    def resolve_grant_min(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        return money(page.grant_min, page.call_currency)

    @staticmethod
    def resolve_grant_max(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        return money(page.grant_max, page.call_currency)

    @staticmethod
    def resolve_supported_activities(page: OpportunityPage, info: Info) -> list[str]:
        return lines_of(page, "supported_activities")


def money(amount: Any, currency: str) -> dict[str, Any] | None:
    """A sum as it is shown; None when there is none."""
    return None if amount is None else {"amount": amount, "currency": currency}


class OpportunitySupport(graphene.ObjectType):
    """Money for those who take part."""

    amount = graphene.Field(OpportunityAmount, description="The sum, where it is known.")
    conditions = graphene.String(description="Under which conditions it is paid.")
    evidence = texts("What to hand in afterwards.")

    @staticmethod
    def resolve_amount(page: OpportunityPage, info: Info) -> dict[str, Any] | None:
        return money(page.support_amount, page.support_currency)

    @staticmethod
    def resolve_conditions(page: OpportunityPage, info: Info) -> str | None:
        return text_of(page, "support_conditions")

    @staticmethod
    def resolve_evidence(page: OpportunityPage, info: Info) -> list[str]:
        return lines_of(page, "report_evidence")


class PartnerSought(graphene.ObjectType):
    """Who is sought for what."""

    collaboration = graphene.Field(
        enums.CollaborationEnum, description="Whether something is offered or wanted."
    )
    text = graphene.String(description="Who is sought, in words.")
    profile = graphene.List(
        graphene.NonNull(enums.ApplicantEnum), required=True, description="What it should be."
    )

    @staticmethod
    def resolve_collaboration(page: OpportunityPage, info: Info) -> str | None:
        return page.collaboration or None

    @staticmethod
    def resolve_text(page: OpportunityPage, info: Info) -> str | None:
        return text_of(page, "partner_sought")

    @staticmethod
    def resolve_profile(page: OpportunityPage, info: Info) -> list[str]:
        return list(page.partner_profile)


class OpportunityContact(graphene.ObjectType):
    """Whom to ask."""

    name = graphene.String(description="The name.")
    email = graphene.String(description="The e-mail address.")
    phone = graphene.String(description="The telephone number.")

    @staticmethod
    def read_field(attname: str, default_value: Any, page: Any, info: Info) -> Any:
        return text_of(page, f"contact_{attname}")


class OpportunityFee(graphene.ObjectType):
    """What somebody of a category pays."""

    name = graphene.String(required=True, description="Who pays it.")
    until = graphene.Date(description="The last day of the fee; null when there is none.")
    amount = graphene.Decimal(required=True, description="How much.")
    currency = graphene.String(required=True, description="Its currency. Source: ISO 4217.")

    @staticmethod
    def resolve_name(fee: Any, info: Info) -> str:
        return str(fee.category)


class OpportunityAttachment(graphene.ObjectType):
    """A file for download."""

    title = graphene.String(required=True, description="What it is called.")
    document = graphene.Field(Document, required=True, description="The file.")
    purpose = graphene.Field(enums.PurposeEnum, required=True, description="What it is for.")
