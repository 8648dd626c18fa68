"""The form of an event, in the order in which an office knows the facts."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel

from cms.content.forms import TermCheckboxes
from cms.content.relations import PageKeyPanel


class ZoneSelect(forms.Select):
    """All time zones of the world by name."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
        super().__init__(attrs, [(name, name.replace("_", " ")) for name in names])


EVENT_PANELS = [
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("event_type"), FieldPanel("role")]),
            FieldPanel("summary"),
            FieldRowPanel([FieldPanel("is_internal"), FieldPanel("is_summary")]),
        ],
        heading=_("What it is"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("precision"),
            FieldRowPanel([FieldPanel("start_date"), FieldPanel("start_time")]),
            FieldRowPanel([FieldPanel("end_date"), FieldPanel("end_time")]),
            FieldPanel("time_zone", widget=ZoneSelect),
            FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")]),
        ],
        heading=_("When"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("place_name"),
            FieldRowPanel([FieldPanel("street"), FieldPanel("city")]),
            FieldRowPanel([FieldPanel("region"), FieldPanel("country")]),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            FieldRowPanel([FieldPanel("is_online"), FieldPanel("online_url")]),
        ],
        heading=_("Where"),
        help_text=_("Leave empty what is not known yet."),
    ),
    MultiFieldPanel(
        [
            PageKeyPanel("organiser"),
            FieldPanel("organiser_name"),
            InlinePanel("projects", label=_("project")),
            InlinePanel("related_events", label=_("related event")),
        ],
        heading=_("Who and with what"),
    ),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("registration_deadline"), FieldPanel("capacity")]),
            FieldPanel("registration_url"),
            FieldPanel("fees"),
            FieldPanel("languages"),
        ],
        heading=_("Registration"),
        classname="collapsed",
    ),
    MultiFieldPanel(
        [
            FieldPanel("pillars", widget=TermCheckboxes),
            FieldPanel("topics", widget=TermCheckboxes),
            FieldPanel("action_plan_goal"),
        ],
        heading=_("Topics and action plan"),
        classname="collapsed",
    ),
    FieldPanel("body"),
    InlinePanel("attachments", label=_("attachment"), classname="collapsed"),
]
