"""What an event names: who holds it, the projects it belongs to, other events."""

from __future__ import annotations

from cms.plugin import Relation

EVENT = "events.EventPage"
LATEST_FIRST = ("-begins_at", "title_key")

RELATIONS = (
    Relation(
        source=EVENT,
        target="members.MemberPage",
        path="organiser",
        reverse="events",
        order=LATEST_FIRST,
        dated="start_date",
        reverse_description="The events that it holds, the latest first.",
    ),
    Relation(
        source=EVENT,
        target="projects.ProjectPage",
        path="projects__page",
        name="projects",
        reverse="events",
        order=LATEST_FIRST,
        dated="start_date",
        description="The projects that it belongs to.",
        reverse_description="The events that belong to it, the latest first.",
    ),
    Relation(
        source=EVENT,
        target=EVENT,
        path="related_events__page",
        name="related_events",
        description="Other events that belong to it.",
    ),
)
