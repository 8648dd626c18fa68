"""The form of an event: a tab for each question, in the order in which the facts are known."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
)

from cms.content.base import ContentPage
from cms.content.forms import TermCheckboxes
from cms.content.relations import PageKeyPanel


class ZoneSelect(forms.Select):
    """All time zones of the world by name."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        names = sorted(name for name in available_timezones() if "/" in name or name == "UTC")
        super().__init__(attrs, [(name, name.replace("_", " ")) for name in names])


def edit_handler() -> TabbedInterface:
    """The whole form."""
    return TabbedInterface(
        [
            ObjectList(_what_and_when(), heading=_("What and when")),
            ObjectList(_where(), heading=_("Where")),
            ObjectList(_registration(), heading=_("Registration")),
            ObjectList(_text(), heading=_("Text and files")),
            ObjectList(_relations(), heading=_("Topics and relations")),
            ObjectList(ContentPage.promote_panels, heading=_("Search engines")),
            ObjectList(ContentPage.settings_panels, heading=_("Settings")),
        ]
    )


def _what_and_when() -> list[Panel]:
    return [
        *ContentPage.content_panels,
        FieldRowPanel(
            [
                FieldPanel("event_type", help_text=_("Visitors choose events by it.")),
                FieldPanel(
                    "role",
                    help_text=_("What the cluster does there; empty when it is only told of."),
                ),
            ]
        ),
        FieldPanel("summary"),
        FieldPanel("is_internal"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "precision",
                    help_text=_("Calendars show no more than is known: a month as a whole month."),
                ),
                FieldRowPanel(
                    [
                        FieldPanel("start_date"),
                        FieldPanel("start_time", help_text=_("Only when day and time are known.")),
                    ]
                ),
                FieldRowPanel(
                    [
                        FieldPanel("end_date"),
                        FieldPanel("end_time", help_text=_("Empty: the end is open.")),
                    ]
                ),
                FieldPanel(
                    "time_zone",
                    widget=ZoneSelect,
                    help_text=_("That of the place; all times here are by its clocks."),
                ),
            ],
            heading=_("When"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("status"), FieldPanel("status_note")])],
            heading=_("Cancelled or postponed"),
            help_text=_("Calendars that people subscribe to strike a cancelled event through."),
            classname="collapsed",
        ),
    ]


def _where() -> list[Panel]:
    return [
        MultiFieldPanel(
            [
                FieldPanel(
                    "place_name", help_text=_("The house or hall, such as the name of a hotel.")
                ),
                FieldRowPanel([FieldPanel("street"), FieldPanel("city")]),
                FieldRowPanel(
                    [
                        FieldPanel("region", help_text=_("Only in the Czech Republic.")),
                        FieldPanel("country"),
                    ]
                ),
            ],
            heading=_("Address"),
            help_text=_("Leave empty what is not known yet."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_online"),
                FieldPanel(
                    "online_url", help_text=_("Everybody sees it; leave out links with a password.")
                ),
            ],
            heading=_("Online"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")])],
            heading=_("Place on the map"),
            help_text=_(
                "In degrees with a decimal point, such as 49.45512 and 17.45092. Maps on the web "
                "show both numbers after a right click."
            ),
            classname="collapsed",
        ),
    ]


def _registration() -> list[Panel]:
    return [
        FieldPanel(
            "registration_url", help_text=_("Where people register: a form, or a page about it.")
        ),
        FieldRowPanel(
            [
                FieldPanel("registration_deadline"),
                FieldPanel("capacity", help_text=_("How many people can come; empty: no limit.")),
            ]
        ),
        FieldPanel("fees", help_text=_("Who pays how much, or that it is free of charge.")),
        FieldPanel("languages", help_text=_("Those that are spoken there.")),
    ]


def _text() -> list[Panel]:
    return [
        FieldPanel(
            "body", help_text=_("The programme, the speakers and all else, for the event’s page.")
        ),
        InlinePanel(
            "attachments",
            heading=_("Attachments"),
            label=_("attachment"),
            help_text=_("Files to download, such as an invitation."),
        ),
    ]


def _relations() -> list[Panel]:
    return [
        MultiFieldPanel(
            [
                PageKeyPanel("organiser"),
                FieldPanel("organiser_name"),
            ],
            help_text=_("Choose a member of the cluster, or write who else it is."),
            heading=_("Organiser"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("pillars", widget=TermCheckboxes),
                FieldPanel("topics", widget=TermCheckboxes),
            ],
            heading=_("Topics"),
            help_text=_("Visitors choose events by these."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "action_plan_goal", help_text=_("Which goal of the cluster the event serves.")
                ),
                InlinePanel("projects", label=_("project")),
            ],
            heading=_("Action plan and projects"),
        ),
        MultiFieldPanel(
            [FieldPanel("is_summary"), InlinePanel("related_events", label=_("related event"))],
            heading=_("Related events"),
            classname="collapsed",
        ),
    ]
