"""The edit form of an opportunity: tabs, and in each panel the name of its taxonomy field.

A small script hides the panels that the chosen kind does not have; what is in them stays. Without
the script all of them are shown.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    TabbedInterface,
    TitleFieldPanel,
)

from cms.content.base import ContentPage
from cms.content.forms import TermCheckboxes
from cms.content.relations import PageKeyPanel
from plugins.opportunities.forms import KindSelect
from plugins.opportunities.models.taxonomy import DEADLINES

FIELD = "data-opportunity-field"


def of(keys: str, panel: Panel) -> Panel:
    """`panel`, shown for kinds with one of the taxonomy fields in `keys`, parted by spaces."""
    panel.attrs = {**panel.attrs, FIELD: keys}
    return panel


def row(*names: str) -> FieldRowPanel:
    """Several fields beside each other."""
    return FieldRowPanel([FieldPanel(name) for name in names])


def group(heading: object, panels: Sequence[Panel]) -> MultiFieldPanel:
    """Panels under a heading that is shown when any of them is."""
    keys = [panel.attrs.get(FIELD, "") for panel in panels]
    made = MultiFieldPanel(list(panels), heading=heading)
    return of(" ".join(keys), made) if all(keys) else made


def edit_handler() -> TabbedInterface:
    """The whole form."""
    return TabbedInterface(
        [
            ObjectList(_what(), heading=_("Opportunity")),
            ObjectList(_when_and_where(), heading=_("Deadline and place")),
            ObjectList(_work_and_study(), heading=_("Work and study")),
            ObjectList(_money(), heading=_("Funding")),
            ObjectList(_occasion(), heading=_("Event and exchange")),
            ObjectList(_contact(), heading=_("Contact and files")),
            ObjectList(ContentPage.promote_panels, heading=_("Promote")),
            ObjectList(ContentPage.settings_panels, heading=_("Settings")),
        ]
    )


def _what() -> list[Panel]:
    return [
        FieldPanel(
            "kind",
            widget=KindSelect,
            help_text=_("Choose it first: the form shows the fields of this kind."),
        ),
        TitleFieldPanel("title"),
        of(
            "organisation",
            MultiFieldPanel(
                [PageKeyPanel("organisation"), row("organisation_name", "organisation_url")],
                heading=_("Organisation"),
            ),
        ),
        of("summary", FieldPanel("summary")),
        of("description", FieldPanel("description")),
        group(
            _("Field of work"),
            [
                of("field", FieldPanel("pillars", widget=TermCheckboxes)),
                of("keywords", FieldPanel("topics", widget=TermCheckboxes)),
                of("keywords", FieldPanel("keywords")),
            ],
        ),
        of("project", PageKeyPanel("project")),
    ]


def _when_and_where() -> list[Panel]:
    deadline = " ".join(DEADLINES)
    return [
        group(
            _("Deadline"),
            [
                FieldPanel("opening_on"),
                of(deadline, row("deadline_on", "deadline_time")),
                of("deadline closing_date", FieldPanel("is_open_until_filled")),
                of(
                    deadline,
                    InlinePanel("extensions", label=_("extension of the deadline")),
                ),
            ],
        ),
        group(_("How far it is"), [row("filled_on", "stage")]),
        group(
            _("Place"),
            [
                of("place", row("city", "region", "country")),
                of("place", row("latitude", "longitude")),
            ],
        ),
    ]


def _work_and_study() -> list[Panel]:
    return [
        group(
            _("For whom and how much"),
            [
                of("level", FieldPanel("levels")),
                of("workmode", FieldPanel("work_mode")),
                of("workload", FieldPanel("workload")),
                of("start_date", row("starts_on", "is_start_month_only")),
                of("duration", row("duration", "duration_unit")),
                of("positions", FieldPanel("positions")),
                of("language", FieldPanel("languages")),
            ],
        ),
        group(
            _("Remuneration"),
            [
                of("remuneration", FieldPanel("pay")),
                of("remuneration", row("pay_min", "pay_max", "pay_currency", "pay_period")),
            ],
        ),
        group(
            _("Requirements and offer"),
            [
                of("requirements", FieldPanel("requirements")),
                of("offer", FieldPanel("offer")),
            ],
        ),
        group(
            _("School and guidance"),
            [
                of("university", PageKeyPanel("university")),
                of("university", row("university_name", "faculty")),
                of("academic_year", FieldPanel("academic_year")),
                of("supervisor", row("supervisor", "academic_supervisor")),
                of("topic_status", FieldPanel("topic_status")),
                of("confidentiality", FieldPanel("confidentiality")),
            ],
        ),
    ]


def _money() -> list[Panel]:
    return [
        group(
            _("Programme and call"),
            [
                of("programme", FieldPanel("programme")),
                of("call_id", FieldPanel("call_id")),
                of("action_type", FieldPanel("action_type")),
                of("evaluation_model", FieldPanel("evaluation_model")),
                of("eligible_applicants", FieldPanel("eligible_applicants")),
                of("trl", row("trl_min", "trl_max")),
                of("supported_activities", FieldPanel("supported_activities")),
                of("call_id", FieldPanel("source_url")),
            ],
        ),
        group(
            _("Sums"),
            [
                of("allocation", FieldPanel("allocation")),
                of("grant_size", row("grant_min", "grant_max")),
                of("allocation grant_size", FieldPanel("call_currency")),
                of("funding_rate", FieldPanel("funding_rate")),
            ],
        ),
        group(
            _("Financial support"),
            [
                of("support_amount", row("support_amount", "support_currency")),
                of("support_amount", FieldPanel("support_conditions")),
                of("report", FieldPanel("report_evidence")),
            ],
        ),
    ]


def _occasion() -> list[Panel]:
    return [
        group(
            _("Event"),
            [
                of("event", PageKeyPanel("event")),
                of("event", PageKeyPanel("conference")),
                of("event", FieldPanel("event_name")),
                of("event_dates", row("event_starts_on", "event_ends_on")),
                of("event_dates", FieldPanel("are_event_dates_months")),
                of("capacity", FieldPanel("capacity")),
                of("target_groups", FieldPanel("target_groups")),
            ],
        ),
        group(
            _("Exchange"),
            [
                of("role", FieldPanel("role")),
                of("host_country", FieldPanel("host_country")),
                of("motivation", FieldPanel("motivation")),
            ],
        ),
        group(
            _("Partner"),
            [
                of("partner_sought", FieldPanel("collaboration")),
                of("partner_sought", FieldPanel("partner_sought")),
                of("partner_sought", FieldPanel("partner_profile")),
            ],
        ),
        group(
            _("Package and price"),
            [
                of("package", FieldPanel("package")),
                of("price", row("price", "price_currency", "price_note")),
                of("benefits", FieldPanel("benefits")),
                of("fee", InlinePanel("fees", label=_("fee"))),
            ],
        ),
    ]


def _contact() -> list[Panel]:
    return [
        group(
            _("Contact"),
            [
                of("contact", FieldPanel("contact_name")),
                of("contact", row("contact_email", "contact_phone")),
                of("apply_url", FieldPanel("apply_url")),
            ],
        ),
        of("attachments report", InlinePanel("attachments", label=_("attachment"))),
    ]
