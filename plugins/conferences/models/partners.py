"""Who organises and supports an edition, in which tier, and which packages are on offer.

Rows of one edition name one another by key ("gold"), not by primary key: a draft holds rows that
have none yet. Organisers, tiers and partners are the same in all languages and follow the source
at once; what a package promises is text, and is translated.
"""

from __future__ import annotations

from typing import Any

from django.core.validators import MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, Page, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.collation import fold
from cms.content.fields import ChoiceListField
from cms.content.relations import OrganisationKey, PageKeyPanel
from plugins.conferences.models.choices import Benefit
from plugins.conferences.widgets import SiblingSelect

KEY_LENGTH = 40
IDENTITY_LENGTH = 200


class KeyField(models.CharField):
    """A short code that rows of one edition know one another by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", KEY_LENGTH)
        kwargs.setdefault(
            "validators",
            [
                RegexValidator(
                    r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
                    _("Use lower-case letters, digits and single hyphens."),
                )
            ],
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """A plain column, so that migrations need nothing of this module."""
        return _plain(*super().deconstruct())


def _plain(name: str, _path: str, args: Any, kwargs: dict[str, Any]) -> Any:
    return name, "django.db.models.CharField", args, kwargs


class Named(models.Model):
    """An organisation: the page of one, or a name and address of one that has none. Abstract."""

    organisation = OrganisationKey(
        verbose_name=_("member or other organisation on this site"),
        help_text=_("Its name and logo come from its page."),
    )
    name = models.CharField(
        _("name of another organisation"),
        max_length=160,
        blank=True,
        help_text=_("Only for an organisation that has no page here."),
    )
    website = models.URLField(_("website"), blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name or str(self.organisation or "")

    def name_in(self, locale: str) -> str:
        """What an organisation without a page is called in `locale`."""
        return self.name


class Organiser(Named, Orderable):
    """Somebody who organises the edition; learned societies have names in several languages."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="organisers"
    )
    name_en = models.CharField(
        _("name in English"),
        max_length=160,
        blank=True,
        help_text=_("Only if it is called otherwise in English."),
    )

    panels = [
        PageKeyPanel("organisation"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("name_en")]),
        FieldPanel("website"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")

    def name_in(self, locale: str) -> str:
        """The English name in English, if there is one."""
        return (self.name_en if locale == "en" else "") or self.name


class PartnerTier(Orderable):
    """A rank of partners, such as gold; named in both languages at once."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="tiers"
    )
    key = KeyField(_("code"), help_text=_("Such as “gold”; partners and packages refer to it."))
    name_cs = models.CharField(_("name in Czech"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=80)
    rank = models.PositiveSmallIntegerField(
        _("rank"), default=5, help_text=_("Lower numbers stand higher on the wall of partners.")
    )
    limit = models.PositiveSmallIntegerField(
        _("at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many partners the tier can have; empty: any number."),
    )
    benefits = ChoiceListField(Benefit, verbose_name=_("benefits"))

    panels = [
        FieldRowPanel([FieldPanel("name_cs"), FieldPanel("name_en")]),
        FieldRowPanel([FieldPanel("key"), FieldPanel("rank"), FieldPanel("limit")]),
        FieldPanel("benefits"),
    ]

    class Meta(Orderable.Meta):
        verbose_name = _("partner tier")
        verbose_name_plural = _("partner tiers")
        constraints = [
            models.UniqueConstraint(fields=("conference", "key"), name="unique_conference_tier")
        ]

    def __str__(self) -> str:
        return self.name_cs


class IdentityField(models.CharField):
    """Which organisation a row means, whichever of its language versions or spellings it names.

    Kept by the database layer itself. Null for a row that names nobody any more.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.update(max_length=IDENTITY_LENGTH, null=True, editable=False, blank=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """A plain column, so that migrations need nothing of this module."""
        return _plain(*super().deconstruct())

    def pre_save(self, model_instance: models.Model, add: bool) -> str | None:
        """Work it out anew whenever the row is written."""
        identity = identity_of(model_instance)
        setattr(model_instance, self.attname, identity)
        return identity


def identity_of(row: models.Model) -> str | None:
    """The organisation that a :class:`Named` row means, as a word to compare by."""
    page_id: int | None = row.organisation_id  # type: ignore[attr-defined]  # Named
    if page_id is not None:
        key = Page.objects.filter(pk=page_id).values_list("translation_key", flat=True).first()
        return f"page:{key}" if key else None
    name: str = fold(row.name)  # type: ignore[attr-defined]  # Named
    return f"name:{name}"[:IDENTITY_LENGTH] if name else None


class Partner(Named):
    """A partner of the edition in one of its tiers. On the wall the alphabet decides."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="partners"
    )
    tier = KeyField(_("tier"), help_text=_("One of the tiers of this edition."))
    logo = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("For an organisation without a page; others are shown with their own."),
    )
    identity = IdentityField()

    panels = [
        FieldPanel("tier", widget=SiblingSelect("tiers", key="key", label="name_cs")),
        PageKeyPanel("organisation"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("website")]),
        FieldPanel("logo"),
    ]

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("conference", "identity"), name="unique_conference_partner"
            )
        ]


class SponsorshipPackage(TranslatableMixin, Orderable):
    """Something that sponsors can buy. What is sold is not here: see ``models/sales.py``."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="packages"
    )
    key = KeyField(_("code"), help_text=_("Such as “gold”; sales refer to it. Do not change it."))
    name = models.CharField(_("name"), max_length=120)
    tier = KeyField(_("tier"), blank=True, help_text=_("The tier that a buyer gets into."))
    price = models.DecimalField(
        _("price"),
        max_digits=12,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
        help_text=_("In the currency of the edition; empty: on request."),
    )
    vat_note = models.CharField(
        _("note on VAT"), max_length=120, blank=True, help_text=_("Such as “excluding VAT”.")
    )
    limit = models.PositiveSmallIntegerField(
        _("at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many can be sold; empty: any number."),
    )
    benefits = ChoiceListField(Benefit, verbose_name=_("benefits"))
    description = models.TextField(_("what else it includes"), blank=True)

    override_translatable_fields = [
        SynchronizedField("key", overridable=False),
        SynchronizedField("tier", overridable=False),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("key")]),
        FieldRowPanel(
            [
                FieldPanel("tier", widget=SiblingSelect("tiers", key="key", label="name_cs")),
                FieldPanel("limit"),
            ]
        ),
        FieldRowPanel([FieldPanel("price"), FieldPanel("vat_note")]),
        FieldPanel("benefits"),
        FieldPanel("description"),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("sponsorship package")
        verbose_name_plural = _("sponsorship packages")
        constraints = [
            models.UniqueConstraint(fields=("conference", "key"), name="unique_conference_package"),
            models.CheckConstraint(
                condition=Q(price__isnull=True) | Q(price__gte=0), name="package_price_not_negative"
            ),
        ]

    def __str__(self) -> str:
        return self.name
