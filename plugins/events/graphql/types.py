"""The calendar, one event, and what hangs on it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import uuid5

import graphene

from cms.content.graphql.organisations import Organisation, shown_organisation
from cms.content.graphql.places import Coordinates, RegionEnum
from cms.content.graphql.terms import Pillar, Topic
from cms.content.graphql.vocabulary import terms_of
from cms.graphql.cost import priced
from cms.graphql.plans import plain
from cms.graphql.shown import asked_of, is_part_withheld, is_withheld
from cms.graphql.types.blocks import Body
from cms.graphql.types.document import Document, shown_document
from cms.graphql.types.page import Info, PageInterface
from plugins.events import models
from plugins.events.graphql.enums import (
    EventLanguageEnum,
    EventPrecisionEnum,
    EventRoleEnum,
    EventStateEnum,
    EventStatusEnum,
    EventTypeEnum,
)
from plugins.events.graphql.loaders import Standing, attachments_of, standings
from plugins.events.words import in_words

PLACE_FIELDS = ("place_name", "street", "city", "region", "country", "latitude", "online_url")


def told(page: models.EventPage, field: str) -> Any:
    """The value of a field; None when it is empty or may not be shown."""
    value = getattr(page, field)
    return None if value in ("", None) or is_withheld(page, field) else value


class EventTime(graphene.ObjectType):
    """When an event takes place, no more exact than it is known.

    Days are there always: of a month the first and the last one. Instants are there only for
    events whose hour is known.
    """

    precision = graphene.Field(
        EventPrecisionEnum, required=True, description="How exactly it is known."
    )
    is_all_day = graphene.Boolean(
        required=True, description="True when no hour is known: `start` and `end` are null."
    )
    start_date = graphene.Date(required=True, description="The first day, by clocks at the place.")
    end_date = graphene.Date(
        required=True, description="The last day, itself included, by clocks at the place."
    )
    start = graphene.DateTime(description="The instant of the beginning, if the hour is known.")
    end = graphene.DateTime(description="The instant of the end, if the hour is known.")
    time_zone = graphene.String(
        required=True, description="The time zone of the place, such as “Europe/Prague”."
    )
    text = graphene.String(
        required=True, description="In words of the asked language, such as “červen 2026”."
    )

    @staticmethod
    def resolve_precision(page: models.EventPage, info: Info) -> models.Precision:
        return models.Precision(page.precision)

    @staticmethod
    @plain
    def resolve_is_all_day(page: models.EventPage, info: Info) -> bool:
        return not page.when.is_timed

    @staticmethod
    @plain
    def resolve_start_date(page: models.EventPage, info: Info) -> object:
        return page.when.first_date

    @staticmethod
    @plain
    def resolve_end_date(page: models.EventPage, info: Info) -> object:
        return page.when.last_date

    @staticmethod
    @plain
    def resolve_start(page: models.EventPage, info: Info) -> object:
        return page.begins_at if page.when.is_timed else None

    @staticmethod
    @plain
    def resolve_end(page: models.EventPage, info: Info) -> object:
        return page.ends_at if page.when.is_timed and page.end_time is not None else None

    @staticmethod
    @plain
    def resolve_text(page: models.EventPage, info: Info) -> str:
        return in_words(page.when, asked_of(page).locale)


class EventPlace(graphene.ObjectType):
    """Where an event takes place; what is not known is null."""

    name = graphene.String(description="The building, hall or the like.")
    street = graphene.String(description="Street and number.")
    city = graphene.String(description="The town.")
    region = graphene.Field(RegionEnum, description="The region, within the Czech Republic.")
    country = graphene.String(description="The country. Source: ISO 3166-1 alpha-2.")
    coordinates = graphene.Field(Coordinates, description="Where it is on the map.")
    is_online = graphene.Boolean(
        required=True, description="True when one can take part online, wherever else it is."
    )
    online_url = graphene.String(description="The address of the online meeting.")

    @staticmethod
    def resolve_name(page: models.EventPage, info: Info) -> object:
        return told(page, "place_name")

    @staticmethod
    def resolve_coordinates(page: models.EventPage, info: Info) -> dict[str, float] | None:
        if page.latitude is None or page.longitude is None:
            return None
        return {"latitude": float(page.latitude), "longitude": float(page.longitude)}

    @staticmethod
    def read_field(attname: str, default_value: Any, root: Any, info: Info) -> Any:
        return told(root, attname)


class EventRegistration(graphene.ObjectType):
    """How one registers."""

    is_open = graphene.Boolean(
        required=True,
        description="True when there is where to register, it is not too late, and the event is"
        " neither cancelled nor postponed.",
    )
    deadline = graphene.Date(description="The last day, by clocks at the place.")
    url = graphene.String(description="Where to register.")
    capacity = graphene.Int(description="For how many people there is room.")
    fees = graphene.String(description="What it costs, in words.")

    @staticmethod
    async def resolve_is_open(page: models.EventPage, info: Info) -> bool:
        return (await standing_of(page, info)).can_register

    @staticmethod
    def resolve_deadline(page: models.EventPage, info: Info) -> object:
        return page.registration_deadline

    @staticmethod
    def resolve_url(page: models.EventPage, info: Info) -> object:
        return told(page, "registration_url")

    @staticmethod
    def resolve_fees(page: models.EventPage, info: Info) -> object:
        return told(page, "fees")


class EventAttachment(graphene.ObjectType):
    """A file for those who come."""

    title = graphene.String(required=True, description="What it is.")
    document = graphene.Field(Document, required=True, description="The file.")


class CalendarEvent(graphene.ObjectType):
    """How calendar programs recognise the event and its changes. Source: RFC 5545."""

    uid = graphene.String(
        required=True,
        description="Its UID: the same for ever, another one for each language version.",
    )
    sequence = graphene.Int(
        required=True, description="Its SEQUENCE: grows with every change that calendars show."
    )
    changed_at = graphene.DateTime(required=True, description="When that last changed.")

    @staticmethod
    def resolve_uid(page: models.EventPage, info: Info) -> str:
        return str(uuid5(page.translation_key, page.locale.language_code))  # as in all feeds

    @staticmethod
    def resolve_sequence(page: models.EventPage, info: Info) -> int:
        return page.calendar_sequence

    @staticmethod
    def resolve_changed_at(page: models.EventPage, info: Info) -> object:
        return page.calendar_changed_at


class Event(graphene.ObjectType):
    """An event."""

    class Meta:
        interfaces = (PageInterface,)

    shown_as: ClassVar = dict.fromkeys(PLACE_FIELDS, "place") | {
        "organiser_name": "organiser",
        "fees": "registration",
    }

    summary = graphene.String(description="One or two sentences.")
    body = Body()
    event_type = graphene.Field(EventTypeEnum, required=True, description="What kind it is.")
    role = graphene.Field(EventRoleEnum, description="What the cluster is there, if that is known.")
    when = graphene.Field(EventTime, required=True, description="When it takes place.")
    state = graphene.Field(
        EventStateEnum, required=True, description="Where it stands in time at this moment."
    )
    status = graphene.Field(
        EventStatusEnum, required=True, description="Whether it takes place as said."
    )
    status_note = graphene.String(description="What to know about its status.")
    place = graphene.Field(EventPlace, description="Where it takes place; null when not known.")
    organiser = graphene.Field(Organisation, description="Who holds it, if that is known.")
    pillars = graphene.List(
        graphene.NonNull(Pillar), required=True, description="The pillars it belongs to."
    )
    topics = graphene.List(graphene.NonNull(Topic), required=True, description="What it is about.")
    languages = graphene.List(
        graphene.NonNull(EventLanguageEnum), required=True, description="In which languages."
    )
    action_plan_goal = graphene.Int(
        description="The goal of the cluster's action plan that it serves, 1 to 5."
    )
    is_summary = graphene.Boolean(
        required=True,
        description="True when it stands for several events; they are the related ones.",
    )
    is_internal = graphene.Boolean(
        required=True, description="True when it is for members only, who alone are shown it."
    )
    registration = graphene.Field(
        EventRegistration, required=True, description="How one registers."
    )
    attachments = priced(
        graphene.List(
            graphene.NonNull(EventAttachment),
            required=True,
            description="Files for those who come.",
        ),
        size=3,
    )
    calendar = graphene.Field(
        CalendarEvent, required=True, description="How calendar programs recognise it."
    )

    @staticmethod
    def resolve_when(page: models.EventPage, info: Info) -> models.EventPage:
        return page

    @staticmethod
    async def resolve_state(page: models.EventPage, info: Info) -> models.State:
        return (await standing_of(page, info)).state

    @staticmethod
    def resolve_place(page: models.EventPage, info: Info) -> models.EventPage | None:
        is_known = page.is_online or any(told(page, field) for field in PLACE_FIELDS)
        return page if is_known or page.latitude is not None else None

    @staticmethod
    async def resolve_organiser(page: Any, info: Info) -> object:
        name = told(page, "organiser_name") or ""
        return await shown_organisation(info, asked_of(page), page.organiser_id, name)

    @staticmethod
    def resolve_pillars(page: models.EventPage, info: Info) -> object:
        return terms_of(info, page, "pillars")

    @staticmethod
    def resolve_topics(page: models.EventPage, info: Info) -> object:
        return terms_of(info, page, "topics")

    @staticmethod
    def resolve_registration(page: models.EventPage, info: Info) -> models.EventPage:
        return page

    @staticmethod
    async def resolve_attachments(page: models.EventPage, info: Info) -> list[dict[str, Any]]:
        shown = []
        for part in await info.context.loaders.get(attachments_of).load(page.pk):
            document = await shown_document(info, part.document_id)
            if document is not None:
                is_told = not is_part_withheld(page, "attachments", str(part.translation_key))
                title = part.title if is_told else ""
                shown.append({"title": title or document.title, "document": document})
        return shown

    @staticmethod
    def resolve_calendar(page: models.EventPage, info: Info) -> models.EventPage:
        return page


async def standing_of(page: models.EventPage, info: Info) -> Standing:
    """Where the event stands in time now."""
    return await info.context.loaders.get(standings).load(page.pk)


class CalendarPage(graphene.ObjectType):
    """The page above all events."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()
