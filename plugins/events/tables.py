"""The table of events, as it is exported and imported."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.content.transfer.columns import columns_of
from cms.plugin import Table
from plugins.events.models import CalendarPage, EventPage

EVENTS = Table(
    name="events",
    title=_("Events"),
    model=EventPage,
    below=CalendarPage,
    columns=columns_of(
        EventPage,
        "title",
        "slug",
        "event_type",
        "role",
        "summary",
        "is_internal",
        "is_summary",
        "precision",
        "start_date",
        "start_time",
        "end_date",
        "end_time",
        "time_zone",
        "status",
        "status_note",
        "place_name",
        "street",
        "city",
        "region",
        "country",
        "latitude",
        "longitude",
        "is_online",
        "online_url",
        "organiser",
        "organiser_name",
        "pillars",
        "topics",
        "action_plan_goal",
        "languages",
        "registration_deadline",
        "registration_url",
        "capacity",
        "fees",
        "search_description",
    ),
)
