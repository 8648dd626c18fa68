"""What costs how much, and what happens when: fees, sessions, talks and speakers of an edition.

Talks name their session by its code, and their speakers by name: rows of a draft have no keys yet.
"""

from __future__ import annotations

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.relations import OrganisationKey, PageKeyPanel
from plugins.conferences.models.choices import FeeCategory, FeePeriod, SessionKind
from plugins.conferences.models.partners import KeyField
from plugins.conferences.widgets import SiblingSelect


def _amount(label: object) -> models.DecimalField:
    return models.DecimalField(
        label, max_digits=10, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip


class Fee(TranslatableMixin, Orderable):
    """What one category of participants pays in each period."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="fees"
    )
    category = models.CharField(_("category"), max_length=20, choices=FeeCategory.choices)
    name = models.CharField(
        _("own name"),
        max_length=120,
        blank=True,
        help_text=_("Shown in place of the category, such as “gala dinner”."),
    )
    early = _amount(_("early"))
    regular = _amount(_("regular"))
    late = _amount(_("late"))

    panels = [
        FieldRowPanel([FieldPanel("category"), FieldPanel("name")]),
        FieldRowPanel([FieldPanel("early"), FieldPanel("regular"), FieldPanel("late")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("fee")
        verbose_name_plural = _("fees")

    def __str__(self) -> str:
        return self.name or str(self.get_category_display())

    def amounts(self) -> list[tuple[FeePeriod, Decimal]]:
        """The periods in which there is such a fee, with the amount, earliest first."""
        found = [(period, getattr(self, period.value)) for period in FeePeriod]
        return [(period, amount) for period, amount in found if amount is not None]


class Session(TranslatableMixin, Orderable):
    """A part of the programme in one room."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="sessions"
    )
    key = KeyField(_("code"), help_text=_("Such as “a1”; talks refer to it."))
    title = models.CharField(_("title"), max_length=200)
    kind = models.CharField(
        _("kind"), max_length=20, choices=SessionKind.choices, default=SessionKind.TALKS
    )
    day = models.DateField(_("day"))
    starts_at = models.TimeField(_("from"))
    ends_at = models.TimeField(_("to"))
    room = models.CharField(_("room"), max_length=80, blank=True)

    override_translatable_fields = [SynchronizedField("key", overridable=False)]
    panels = [
        FieldRowPanel([FieldPanel("title"), FieldPanel("key")]),
        FieldRowPanel([FieldPanel("day"), FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("room")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = pgettext_lazy("conference", "session")
        verbose_name_plural = pgettext_lazy("conference", "sessions")
        constraints = [
            models.UniqueConstraint(fields=("conference", "key"), name="unique_conference_session"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_it_starts"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Talk(TranslatableMixin, Orderable):
    """A contribution within a session."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="talks"
    )
    session = KeyField(_("part of the programme"))
    title = models.CharField(_("title"), max_length=240)
    starts_at = models.TimeField(_("from"), null=True, blank=True)
    ends_at = models.TimeField(_("to"), null=True, blank=True)
    speakers = models.TextField(
        _("speakers"),
        blank=True,
        help_text=_("One name on a line, as in the list of speakers."),
    )
    abstract = models.TextField(_("abstract"), blank=True)

    override_translatable_fields = [
        SynchronizedField("session", overridable=False),
        SynchronizedField("speakers", overridable=False),
    ]
    panels = [
        FieldPanel("title"),
        FieldPanel("session", widget=SiblingSelect("sessions", key="key", label="title")),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        FieldPanel("speakers"),
        FieldPanel("abstract"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = pgettext_lazy("conference", "talk")
        verbose_name_plural = pgettext_lazy("conference", "talks")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_at__isnull=True)
                | Q(ends_at__isnull=True)
                | Q(ends_at__gt=F("starts_at")),
                name="talk_ends_after_it_starts",
            )
        ]

    def __str__(self) -> str:
        return self.title


class Speaker(TranslatableMixin, Orderable):
    """Somebody who speaks at the conference."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="speakers"
    )
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    role = models.CharField(_("position"), max_length=160, blank=True)
    organisation = OrganisationKey(verbose_name=_("organisation on this site"))
    affiliation = models.CharField(
        _("other affiliation"),
        max_length=160,
        blank=True,
        help_text=_("For somebody from an organisation that has no page here."),
    )
    photo = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("photograph"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    bio = models.TextField(_("about the speaker"), blank=True)
    is_keynote = models.BooleanField(_("keynote speaker"), default=False)

    override_translatable_fields = [
        SynchronizedField("name", overridable=False),
        SynchronizedField("affiliation"),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        PageKeyPanel("organisation"),
        FieldPanel("affiliation"),
        FieldPanel("photo"),
        FieldPanel("bio"),
        FieldPanel("is_keynote"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name
