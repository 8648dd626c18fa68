"""The form of a member: a tab for each thing that somebody comes to change.

Help stands with the panels rather than the fields, for it explains the form and not the data.
"""

from __future__ import annotations

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


def edit_handler() -> TabbedInterface:
    """The whole form."""
    return TabbedInterface(
        [
            ObjectList(_basics(), heading=_("Basics")),
            ObjectList(_fields(), heading=_("What it does")),
            ObjectList(_offer(), heading=_("Offer")),
            ObjectList(_where(), heading=_("Address")),
            ObjectList(_people(), heading=_("People")),
            ObjectList(_membership(), heading=_("Membership")),
            ObjectList(ContentPage.promote_panels, heading=_("Search engines")),
            ObjectList(ContentPage.settings_panels, heading=_("Settings")),
        ]
    )


def _basics() -> list[Panel]:
    return [
        TitleFieldPanel(
            "title", help_text=_("The organisation’s name in this language, as readers know it.")
        ),
        FieldPanel("claim", help_text=_("One sentence that stands below the name.")),
        FieldPanel(
            "profile",
            help_text=_(
                "Two or three paragraphs for readers from other fields: what you do, for whom, and "
                "what you are good at."
            ),
        ),
        FieldPanel(
            "logo",
            help_text=_("Best as SVG, or as PNG at least 400 pixels wide without a background."),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("member_type"), FieldPanel("size_class")]),
                FieldRowPanel([FieldPanel("employees"), FieldPanel("founded")]),
            ],
            heading=_("Kind and size"),
            help_text=_("Visitors look for members by these. A rough number is enough."),
        ),
        MultiFieldPanel(
            [
                FieldPanel("other_names"),
                FieldPanel(
                    "parent_member",
                    help_text=_("The member that this one belongs to, such as its university."),
                ),
            ],
            heading=_("Other names, and part of what"),
            classname="collapsed",
        ),
    ]


def _fields() -> list[Panel]:
    return [
        FieldPanel(
            "pillars",
            widget=TermCheckboxes,
            help_text=_("The broad fields. Tick only those that you really work in."),
        ),
        FieldPanel(
            "topics",
            widget=TermCheckboxes,
            help_text=_("What you can do in detail; visitors find you by it."),
        ),
        FieldPanel("markets", widget=TermCheckboxes, help_text=_("Industries that you work for.")),
    ]


def _offer() -> list[Panel]:
    return [
        InlinePanel(
            "products",
            heading=_("Products and services"),
            label=_("product or service"),
            help_text=_("What others can buy or order from you."),
        ),
        InlinePanel(
            "equipment",
            heading=_("Equipment"),
            label=_("equipment"),
            help_text=_("Laboratories, machines and instruments that you work on for others."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "technology_profile",
                    help_text=_("A document to download, best a PDF of a few pages."),
                )
            ],
            heading=_("Technology profile"),
            classname="collapsed",
        ),
    ]


def _where() -> list[Panel]:
    return [
        MultiFieldPanel(
            [
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldRowPanel(
                    [
                        FieldPanel("region", help_text=_("Only in the Czech Republic.")),
                        FieldPanel("country"),
                    ]
                ),
            ],
            heading=_("Address"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel(
                            "website", help_text=_("The whole address, beginning with https://.")
                        ),
                        FieldPanel(
                            "phone",
                            help_text=_("With the country’s code, such as +420 123 456 789."),
                        ),
                    ]
                ),
                FieldPanel(
                    "email",
                    help_text=_(
                        "Of the organisation, not of a person. Whoever reads its mail can ask "
                        "for a link to edit this entry."
                    ),
                ),
            ],
            heading=_("Website, e-mail and phone"),
        ),
        InlinePanel(
            "socials",
            heading=_("Social networks"),
            label=_("social network"),
            help_text=_("Profiles of the organisation, not of people."),
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


def _people() -> list[Panel]:
    return [
        InlinePanel(
            "contacts",
            heading=_("Contact persons"),
            label=_("contact person"),
            help_text=_(
                "Whom readers may turn to. Once published, a contact person can ask for a link to "
                "edit this entry."
            ),
        )
    ]


def _membership() -> list[Panel]:
    return [
        FieldPanel("members_only"),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("member_since", help_text=_("The day of admission.")),
                        FieldPanel("member_until"),
                    ]
                ),
            ],
            heading=_("Membership"),
        ),
    ]
