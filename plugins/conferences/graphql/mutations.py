"""The mutation that sends an enquiry to the office."""

from __future__ import annotations

from typing import Any

import graphene

from cms.graphql.types.locale import Locale
from cms.graphql.types.page import Info
from plugins.conferences.enquiries.receive import Receipt, receive

MAX_ID = 2**63 - 1


class ConferenceEnquiryInput(graphene.InputObjectType):
    """An enquiry of a company that wants to support a conference."""

    conference = graphene.ID(required=True, description="The id of the conference.")
    locale = graphene.Field(Locale, required=True, description="The language of the sender.")
    name = graphene.String(required=True, description="The name of the sender.")
    organisation = graphene.String(required=True, description="The organisation of the sender.")
    email = graphene.String(required=True, description="The e-mail address of the sender.")
    phone = graphene.String(description="The telephone number of the sender.")
    package = graphene.String(description="The key of the package that it is about.")
    message = graphene.String(description="What the sender wants to know.")
    homepage = graphene.String(
        description="Put into the form where people do not see it, and sent as it is: whoever"
        " fills it in is taken for a program."
    )


class EnquiryError(graphene.ObjectType):
    """Why an enquiry was not taken."""

    field = graphene.String(description="The field of the input; null when it is not about one.")
    message = graphene.String(
        required=True, description="What is wrong, in the language of the sender."
    )


class SentConferenceEnquiry(graphene.ObjectType):
    """What became of an enquiry."""

    ok = graphene.Boolean(required=True, description="True when it was taken.")
    errors = graphene.List(
        graphene.NonNull(EnquiryError), required=True, description="Why it was not; else empty."
    )

    @staticmethod
    def resolve_ok(receipt: Receipt, info: Info) -> bool:
        return receipt.is_taken

    @staticmethod
    def resolve_errors(receipt: Receipt, info: Info) -> list[dict[str, str | None]]:
        return [{"field": r.field or None, "message": r.message} for r in receipt.refusals]


class ConferenceMutations:
    """Enquiries about conferences."""

    send_conference_enquiry = graphene.Field(
        graphene.NonNull(SentConferenceEnquiry),
        input=graphene.Argument(
            graphene.NonNull(ConferenceEnquiryInput), description="The enquiry."
        ),
        description="Send an enquiry to the office; the sender gets a confirmation by e-mail.",
    )

    @staticmethod
    def resolve_send_conference_enquiry(root: object, info: Info, *, input: Any) -> Receipt:
        number = str(input["conference"])
        known = number.isascii() and number.isdecimal() and len(number) < 20
        page_id = int(number) if known and int(number) <= MAX_ID else 0
        data = {name: value for name, value in input.items() if value is not None}
        return receive(
            page_id, data, locale=str(input["locale"].value), request=info.context.request
        )
