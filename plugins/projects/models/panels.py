"""The edit form of a project, in tabs: what it is, who takes part, results, exchanges."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)

from cms.content.base import ContentPage
from cms.content.forms import TermCheckboxes


def project_tabs() -> TabbedInterface:
    """The tabs; fields that change most often come first."""
    return TabbedInterface(
        [
            ObjectList(_about(), heading=_("Project")),
            ObjectList(_money(), heading=_("Period and money")),
            ObjectList(_partners(), heading=_("Partners")),
            ObjectList(_results(), heading=_("Results")),
            ObjectList(_exchanges(), heading=_("Missions and exchanges")),
            ObjectList(ContentPage.promote_panels, heading=_("Promote")),
            ObjectList(ContentPage.settings_panels, heading=_("Settings")),
        ]
    )


def _about() -> list[object]:
    return [
        FieldPanel("title", help_text=_("The acronym, or the name where there is none.")),
        FieldPanel("full_name"),
        FieldPanel("summary"),
        FieldPanel("website"),
        FieldPanel("pillars", widget=TermCheckboxes),
        InlinePanel("offers", heading=_("What it offers to members"), label=_("offer")),
        FieldPanel("body"),
    ]


def _money() -> list[object]:
    return [
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("start_on"), FieldPanel("start_precision")]),
                FieldRowPanel([FieldPanel("end_on"), FieldPanel("end_precision")]),
                FieldPanel("duration_months"),
            ],
            heading=_("Period"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("programme"), FieldPanel("call")]),
                FieldRowPanel([FieldPanel("scheme"), FieldPanel("provider")]),
                FieldPanel("grant_number"),
                FieldRowPanel([FieldPanel("budget"), FieldPanel("budget_currency")]),
            ],
            heading=_("Grant"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("is_eu_funded"),
                FieldPanel("publicity"),
                InlinePanel("logos", label=_("logo")),
            ],
            heading=_("Publicity"),
        ),
    ]


def _partners() -> list[object]:
    return [
        FieldPanel("cluster_role"),
        FieldRowPanel([FieldPanel("partners_total"), FieldPanel("partner_countries")]),
        InlinePanel("partners", heading=_("Partners"), label=_("partner")),
    ]


def _results() -> list[object]:
    return [
        InlinePanel("kpis", heading=_("Indicators (KPI)"), label=_("indicator")),
        InlinePanel("milestones", heading=_("Milestones"), label=_("milestone")),
        InlinePanel("deliverables", heading=_("Deliverables"), label=_("deliverable")),
    ]


def _exchanges() -> list[object]:
    return [
        FieldPanel("travel_grant_eur"),
        InlinePanel("missions", heading=_("Missions"), label=_("mission")),
        InlinePanel("rates", heading=_("Full lump sums by host country"), label=_("lump sum")),
        InlinePanel("exchanges", heading=_("Exchanges"), label=_("exchange")),
    ]
