"""The edit form of an edition, in tabs, so that nobody has to scroll through everything."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
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
from cms.content.relations import PageKeyPanel

about = [
    *ContentPage.content_panels,
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("series"), FieldPanel("edition"), FieldPanel("year")]),
            FieldRowPanel([FieldPanel("start_on"), FieldPanel("end_on")]),
            FieldPanel("date_precision"),
            FieldPanel("cluster_role"),
        ],
        heading=_("Edition and dates"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("venue"),
            FieldRowPanel([FieldPanel("street"), FieldPanel("city"), FieldPanel("country")]),
            FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
        ],
        heading=_("Venue"),
    ),
    MultiFieldPanel(
        [
            FieldPanel("website"),
            FieldRowPanel([FieldPanel("registration_url"), FieldPanel("registration_until")]),
            FieldPanel("abstracts_until"),
        ],
        heading=_("Website and registration"),
    ),
    InlinePanel("organisers", label=_("organiser"), heading=_("Organisers"), classname="collapsed"),
    MultiFieldPanel(
        [
            FieldPanel("pillars", widget=TermCheckboxes),
            PageKeyPanel("event"),
            InlinePanel("projects", label=_("project"), heading=_("Projects")),
        ],
        heading=_("What it belongs to"),
        classname="collapsed",
    ),
    FieldPanel("intro"),
    FieldPanel("body"),
]
partners = [
    InlinePanel("partners", label=_("partner"), heading=_("Partners")),
    InlinePanel("tiers", label=_("tier"), heading=_("Tiers"), classname="collapsed"),
]
sales = [
    FieldPanel("currency"),
    InlinePanel("packages", label=_("package"), heading=_("Sponsorship packages")),
    MultiFieldPanel(
        [
            FieldRowPanel([FieldPanel("early_until"), FieldPanel("regular_until")]),
            InlinePanel("fees", label=_("fee")),
        ],
        heading=_("Fees"),
        help_text=_("Late fees hold until the end of registration."),
    ),
    MultiFieldPanel(
        [FieldPanel("takes_enquiries"), FieldPanel("enquiry_email")], heading=_("Enquiries")
    ),
]
programme = [
    InlinePanel(
        "sessions",
        label=pgettext_lazy("conference", "session"),
        heading=pgettext_lazy("conference", "Sessions"),
        classname="collapsed",
    ),
    InlinePanel(
        "talks",
        label=pgettext_lazy("conference", "talk"),
        heading=pgettext_lazy("conference", "Talks"),
        classname="collapsed",
    ),
    InlinePanel("speakers", label=_("speaker"), heading=_("Speakers"), classname="collapsed"),
]

edit_handler = TabbedInterface(
    [
        ObjectList(about, heading=_("Conference")),
        ObjectList(partners, heading=_("Partners")),
        ObjectList(sales, heading=_("Packages and fees")),
        ObjectList(programme, heading=_("Programme")),
        ObjectList(ContentPage.promote_panels, heading=_("Promote")),
        ObjectList(ContentPage.settings_panels, heading=_("Settings")),
    ]
)
