"""The closed lists of the board in GraphQL."""

from __future__ import annotations

from enum import Enum

import graphene

from cms.graphql.enums import enum_of
from plugins.opportunities.models import State, choices
from plugins.opportunities.models.taxonomy import DEADLINES

FamilyEnum = enum_of(choices.Family, "What a visitor is after.", name="OpportunityFamily")
KindEnum = enum_of(choices.Kind, "What an opportunity is.", name="OpportunityKind")
StateEnum = enum_of(
    State,
    "Whether one may apply, now. It follows from opening and deadline: within 14 days of its end"
    " an opportunity is closing soon; a year after it, archived.",
    name="OpportunityState",
)
StageEnum = enum_of(
    choices.Stage,
    "How far an opportunity is, where neither its dates nor the status of its topic say so.",
    name="OpportunityStage",
)
LevelEnum = enum_of(
    choices.Level, "For whom by study or career; R1–R4 as EURAXESS has them.", name="CareerLevel"
)
WorkModeEnum = enum_of(choices.WorkMode, "Where the work is done.")
WorkloadEnum = enum_of(choices.Workload, "How much work it is.")
PayEnum = enum_of(choices.Pay, "Whether there is money for the work.", name="RemunerationKind")
PayPeriodEnum = enum_of(choices.PayPeriod, "What a sum of money is for.")
DurationUnitEnum = enum_of(choices.DurationUnit, "What a duration is counted in.")
LanguageEnum = enum_of(choices.Language, "A working language.", name="WorkingLanguage")
TopicStatusEnum = enum_of(choices.TopicStatus, "How far a topic of a thesis or project is.")
ConfidentialityEnum = enum_of(choices.Confidentiality, "What of the result may be published.")
ApplicantEnum = enum_of(choices.Applicant, "A kind of organisation.", name="ApplicantType")
ActionTypeEnum = enum_of(choices.ActionType, "What kind of action a call funds.")
EvaluationModelEnum = enum_of(choices.EvaluationModel, "In how many rounds a call is evaluated.")
RoleEnum = enum_of(choices.Role, "Which side of an exchange it is for.", name="ExchangeRole")
CollaborationEnum = enum_of(
    choices.Collaboration, "Whether something is offered or wanted.", name="CollaborationType"
)
TargetGroupEnum = enum_of(choices.TargetGroup, "Whom a programme is made for.")
PurposeEnum = enum_of(choices.Purpose, "What a file is for.", name="AttachmentPurpose")

_MEANINGS = {
    "DEADLINE": "The last moment to apply.",
    "CLOSING_DATE": "The last moment to submit a proposal to a call.",
    "REGISTRATION_DEADLINE": "The last moment to register.",
    "EXPIRES": "The offer or request is valid to then.",
}
Meaning = Enum("Meaning", {key.upper(): key for key in DEADLINES})  # type: ignore[misc]  # from data


class MeaningEnum(graphene.Enum):
    class Meta:
        enum = Meaning
        name = "DeadlineMeaning"

        def description(value: Meaning | None) -> str:
            return "What a deadline ends." if value is None else _MEANINGS[value.name]


class Order(Enum):
    """The orders of the board, as columns."""

    DEADLINE = "closes_at"
    NEWEST = "-first_published_at"
    RECENTLY_PUBLISHED = "-last_published_at"
    START = "starts_on"
    TITLE = "title_key"
    TITLE_DESC = "-title_key"


_ORDERS = {
    None: "The orders of a list of opportunities.",
    Order.DEADLINE: "What closes first comes first, what has no deadline last.",
    Order.NEWEST: "What became public last comes first.",
    Order.RECENTLY_PUBLISHED: "The most recently published first, changes included.",
    Order.START: "What starts first comes first, what has no start last.",
    Order.TITLE: "In alphabetical order.",
    Order.TITLE_DESC: "In alphabetical order, backwards.",
}


class OpportunityOrder(graphene.Enum):
    class Meta:
        enum = Order
        name = "OpportunityOrder"
        description = _ORDERS.get
