"""The programme: sessions, their talks, and who speaks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import graphene

from cms.content.collation import fold
from cms.content.graphql.organisations import Organisation, ShownOrganisation, shown_organisation
from cms.graphql.cost import priced
from cms.graphql.shown import asked_of
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.page import Info
from plugins.conferences import models
from plugins.conferences.graphql.enums import SessionKindEnum
from plugins.conferences.graphql.parts import parts_of


@dataclass(frozen=True, slots=True)
class ShownSpeaker:
    """A speaker of an edition; of one who is not in its list, only the name is known."""

    page: Any
    name: str
    row: models.Speaker | None = None


class ConferenceSpeaker(graphene.ObjectType):
    """Somebody who speaks at a conference."""

    name = graphene.String(required=True, description="The name.")
    role = graphene.String(description="The position.")
    organisation = graphene.Field(
        Organisation, description="Where the speaker comes from, if that is known."
    )
    photo = graphene.Field(
        Image, description="A photograph; null when there is none that is public."
    )
    bio = graphene.String(description="About the speaker.")
    is_keynote = graphene.Boolean(required=True, description="True for a keynote speaker.")

    @staticmethod
    def resolve_role(speaker: ShownSpeaker, info: Info) -> str | None:
        return speaker.row.role or None if speaker.row else None

    @staticmethod
    def resolve_bio(speaker: ShownSpeaker, info: Info) -> str | None:
        return speaker.row.bio or None if speaker.row else None

    @staticmethod
    def resolve_is_keynote(speaker: ShownSpeaker, info: Info) -> bool:
        return speaker.row is not None and speaker.row.is_keynote

    @staticmethod
    async def resolve_organisation(speaker: ShownSpeaker, info: Info) -> ShownOrganisation | None:
        row: Any = speaker.row
        if row is None:
            return None
        return await shown_organisation(
            info, asked_of(speaker.page), row.organisation_id, row.affiliation
        )

    @staticmethod
    def resolve_photo(speaker: ShownSpeaker, info: Info) -> object:
        row: Any = speaker.row
        photo_id = row.photo_id if row is not None else None
        return shown_image(info, photo_id, asked_of(speaker.page).locale)


class ConferenceTalk(graphene.ObjectType):
    """A contribution within a session."""

    title = graphene.String(required=True, description="The title.")
    starts_at = graphene.Time(required=True, description="When it starts, in local time.")
    ends_at = graphene.Time(description="When it ends, in local time.")
    abstract = graphene.String(description="The abstract.")
    speakers = priced(
        graphene.List(
            graphene.NonNull(ConferenceSpeaker), required=True, description="Who speaks."
        ),
        size=2,
    )


class ConferenceSession(graphene.ObjectType):
    """A part of the programme in one room."""

    key = graphene.String(required=True, description="The same in every language.")
    title = graphene.String(required=True, description="The title.")
    kind = graphene.Field(SessionKindEnum, required=True, description="What happens there.")
    day = graphene.Date(required=True, description="The day.")
    starts_at = graphene.Time(required=True, description="When it starts, in local time.")
    ends_at = graphene.Time(required=True, description="When it ends, in local time.")
    room = graphene.String(description="The room.")
    talks = graphene.List(
        graphene.NonNull(ConferenceTalk), required=True, description="Its talks by time."
    )

    @staticmethod
    def read_field(attname: str, default_value: Any, shown: Any, info: Info) -> Any:
        return getattr(shown["row"], attname, default_value) or None

    @staticmethod
    def resolve_kind(shown: Any, info: Info) -> models.SessionKind:
        return models.SessionKind(shown["row"].kind)

    @staticmethod
    def resolve_talks(shown: Any, info: Info) -> list[dict[str, Any]]:
        talks: list[dict[str, Any]] = shown["talks"]
        return talks


async def speakers_of(info: Info, page: Any) -> list[ShownSpeaker]:
    """The speakers of an edition, as arranged."""
    rows = await parts_of(info, page, "speakers")
    return [ShownSpeaker(page, row.name, row) for row in rows]


async def programme_of(info: Info, page: Any) -> list[dict[str, Any]]:
    """The sessions by day, time and room, each with its talks by time."""
    sessions = await parts_of(info, page, "sessions")
    talks = await parts_of(info, page, "talks")
    known = {fold(speaker.name): speaker for speaker in await speakers_of(info, page)}
    shown = {session.key: {"row": session, "talks": []} for session in sessions}
    for talk in talks:
        if talk.session in shown:
            session = shown[talk.session]["row"]
            names = [name.strip() for name in talk.speakers.splitlines() if name.strip()]
            shown[talk.session]["talks"].append(
                {
                    "title": talk.title,
                    "starts_at": talk.starts_at or session.starts_at,
                    "ends_at": talk.ends_at,
                    "abstract": talk.abstract or None,
                    "speakers": [known.get(fold(n)) or ShownSpeaker(page, n) for n in names],
                }
            )
    for found in shown.values():
        found["talks"].sort(key=lambda talk: talk["starts_at"])
    order = sorted(sessions, key=lambda s: (s.day, s.starts_at, s.room, s.sort_order or 0))
    return [shown[session.key] for session in order]
