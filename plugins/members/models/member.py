"""One member."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.base import ContentPage
from cms.content.blocks import INLINE_FEATURES
from cms.content.fields import ChoiceListField
from cms.content.places import Region
from cms.translation.fields import SynchronizedManyToMany
from plugins.members.models.choices import MemberField, MemberType, SizeClass
from plugins.members.models.panels import edit_handler

PLACE = frozenset({"postal_code", "latitude", "longitude"})


class MemberPage(ContentPage):
    """A member of the cluster. The page's title is the organisation's name in that language."""

    claim = models.CharField(_("claim"), max_length=160, blank=True)
    profile = RichTextField(_("profile"), blank=True, features=INLINE_FEATURES)
    other_names = models.TextField(
        _("other names"), blank=True, help_text=_("One on a line; search finds them too.")
    )
    member_type = models.CharField(
        _("type"), max_length=30, choices=MemberType.choices, db_index=True
    )
    street = models.CharField(_("street"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True, db_index=True)
    region = models.CharField(
        _("region"), max_length=5, choices=Region.choices, blank=True, db_index=True
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        default="CZ",
        validators=[RegexValidator(r"^[A-Z]{2}\Z", _("Use two letters, such as CZ."))],
        help_text=_("Two letters of ISO 3166-1, such as CZ."),
    )
    latitude = models.DecimalField(
        _("latitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        _("longitude"),
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    logo = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    pillars = ParentalManyToManyField(
        "cms_content.Pillar", verbose_name=_("pillars"), blank=True, related_name="members"
    )
    topics = ParentalManyToManyField(
        "cms_content.Topic", verbose_name=_("competences"), blank=True, related_name="members"
    )
    markets = ParentalManyToManyField(
        "members.Market", verbose_name=_("application markets"), blank=True, related_name="members"
    )
    size_class = models.CharField(_("size"), max_length=10, choices=SizeClass.choices, blank=True)
    employees = models.PositiveIntegerField(_("number of employees"), null=True, blank=True)
    founded = models.PositiveSmallIntegerField(
        _("year of foundation"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1000), MaxValueValidator(2100)],
    )
    member_since = models.DateField(_("member since"), null=True, blank=True)
    member_until = models.DateField(
        _("member until"),
        null=True,
        blank=True,
        db_index=True,
        help_text=_("The last day of membership; the entry disappears the day after."),
    )
    parent_member = models.ForeignKey(
        "members.MemberPage",
        verbose_name=_("part of"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    technology_profile = models.ForeignKey(
        "cms_media.Document",
        verbose_name=_("technology profile"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    members_only = ChoiceListField(
        MemberField,
        verbose_name=_("for members only"),
        help_text=_("Ticked fields never leave the site for the public."),
    )

    is_organisation = True
    office_fields = frozenset({"member_since", "member_until", "parent_member"})
    parent_page_types: ClassVar[list[str]] = ["members.MemberIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields = [
        SynchronizedManyToMany("pillars"),
        SynchronizedManyToMany("topics"),
        SynchronizedManyToMany("markets"),
        SynchronizedField("phone", overridable=False),
        SynchronizedField("street", overridable=False),
        SynchronizedField("postal_code", overridable=False),
        SynchronizedField("country", overridable=False),
        SynchronizedField("other_names", overridable=False),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("claim"),
        index.SearchField("profile"),
        index.SearchField("other_names"),
    ]
    edit_handler = edit_handler()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")

    @classmethod
    def hidden_now(cls) -> Q:
        """Members whose last day of membership is over, by the calendar of Prague."""
        return Q(member_until__lt=timezone.localdate())

    def hidden_fields(self) -> frozenset[str]:
        """Names of the fields that this member shows to members only."""
        hidden = frozenset(self.members_only)
        # Where exactly it is follows from these as well.
        return hidden | PLACE if MemberField.STREET in hidden else hidden

    @classmethod
    def hides(cls, field: str) -> Q | None:
        """The condition on members that they show `field` to members only."""
        ticked = MemberField.STREET.value if field in PLACE else field
        return Q(members_only__has_any=[ticked]) if ticked in MemberField.values else None

    def clean(self) -> None:
        """Refuse half a position, and a membership that ends before it begins."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(
                {"longitude": _("Enter both latitude and longitude, or neither of them.")}
            )
        if self.member_since and self.member_until and self.member_until < self.member_since:
            raise ValidationError({"member_until": _("The membership ends before it begins.")})
