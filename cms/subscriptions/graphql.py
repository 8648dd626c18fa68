"""The mutation that subscribes."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import graphene

from cms.graphql.types.locale import Locale
from cms.graphql.types.page import Info
from cms.subscriptions.models import Frequency
from cms.subscriptions.subscribe import Refusal, subscribe


class FrequencyCode(StrEnum):
    """The frequencies, as they are stored."""

    DAILY = Frequency.DAILY.value
    WEEKLY = Frequency.WEEKLY.value

    @property
    def description(self) -> str:
        """What the schema says about the value."""
        return {"daily": "Once a day.", "weekly": "Once a week."}[self.value]


class DigestFrequency(graphene.Enum):
    class Meta:
        enum = FrequencyCode
        description = "How often new entries are sent, at most."


class SubscribeInput(graphene.InputObjectType):
    """A feed to be sent by e-mail: the new entries of any list, in one language."""

    email = graphene.String(required=True, description="The e-mail address of the subscriber.")
    locale = graphene.Field(
        Locale, required=True, description="The language of the feed and of all letters."
    )
    feed = graphene.String(
        required=True, description="The name of the feed, as in /feeds/cs/<name>.atom."
    )
    parameters = graphene.String(
        description="The filter, as it follows the question mark in the address of the feed."
    )
    frequency = graphene.Field(
        DigestFrequency, required=True, description="How often new entries are sent, at most."
    )
    homepage = graphene.String(
        description="Put into the form where people do not see it, and sent as it is: whoever"
        " fills it in is taken for a program."
    )


class SubscriptionError(graphene.ObjectType):
    """Why a subscription was not taken."""

    field = graphene.String(description="The field of the input; null when it is not about one.")
    message = graphene.String(
        required=True, description="What is wrong, in the language of the subscriber."
    )


class RequestedSubscription(graphene.ObjectType):
    """What became of a subscription; the same whether the address is subscribed already or not."""

    ok = graphene.Boolean(
        required=True,
        description="True when it was taken: a letter is on its way that asks for confirmation.",
    )
    errors = graphene.List(
        graphene.NonNull(SubscriptionError),
        required=True,
        description="Why it was not; else empty.",
    )


class SubscriptionMutations:
    """Saved searches."""

    subscribe = graphene.Field(
        graphene.NonNull(RequestedSubscription),
        input=graphene.Argument(
            graphene.NonNull(SubscribeInput), description="What to send to whom."
        ),
        description="Have the new entries of a feed sent by e-mail, once the address is confirmed.",
    )

    @staticmethod
    def resolve_subscribe(root: object, info: Info, *, input: Any) -> dict[str, Any]:
        data = {name: value for name, value in input.items() if value is not None}
        data["frequency"] = str(input["frequency"].value)
        refusals = subscribe(data, locale=str(input["locale"].value), request=info.context.request)
        return {"ok": not refusals, "errors": [_shown(refusal) for refusal in refusals]}


def _shown(refusal: Refusal) -> dict[str, str | None]:
    return {"field": refusal.field or None, "message": refusal.message}
