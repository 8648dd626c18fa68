"""The shared calendar: events known to the hour, to the day or only to the month."""

from plugins.events.models.choices import (
    EventType,
    Goal,
    Language,
    Precision,
    Role,
    State,
    Status,
)
from plugins.events.models.event import HOME_ZONE, EventPage
from plugins.events.models.index import CalendarPage
from plugins.events.models.keys import SEE_INTERNAL, CalendarKey
from plugins.events.models.moments import When
from plugins.events.models.parts import EventAttachment, EventProject, RelatedEvent

__all__ = [
    "HOME_ZONE",
    "SEE_INTERNAL",
    "CalendarKey",
    "CalendarPage",
    "EventAttachment",
    "EventPage",
    "EventProject",
    "EventType",
    "Goal",
    "Language",
    "Precision",
    "RelatedEvent",
    "Role",
    "State",
    "Status",
    "When",
]
