"""One opportunity."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.base import ContentPage
from cms.content.blocks import INLINE_FEATURES
from cms.content.places import Region
from cms.content.relations import OrganisationKey
from cms.publishing.clock import Around, around
from cms.translation.fields import SynchronizedManyToMany
from plugins.opportunities.forms import OpportunityForm
from plugins.opportunities.models.choices import Family, Kind, Stage
from plugins.opportunities.models.conditions import Conditions
from plugins.opportunities.models.funding import Funding
from plugins.opportunities.models.occasions import COUNTRY, Occasion
from plugins.opportunities.models.panels import edit_handler
from plugins.opportunities.models.required import missing_fields, wrong_stage
from plugins.opportunities.models.state import CHANGES
from plugins.opportunities.models.taxonomy import KindEntry, kinds
from plugins.opportunities.models.timing import Timing, wrong_extension


class OpportunityPage(Timing, Conditions, Funding, Occasion, ContentPage):
    """Something one can apply for: which of its fields are used depends on its kind."""

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices, db_index=True)
    stage = models.CharField(
        _("stage"),
        max_length=20,
        choices=Stage.choices,
        blank=True,
        help_text=_("Only what the deadline does not say; open and closed come by themselves."),
    )
    organisation = OrganisationKey(verbose_name=_("organisation"))
    organisation_name = models.CharField(
        _("another organisation"),
        max_length=160,
        blank=True,
        help_text=_("When it is not a member of the cluster."),
    )
    organisation_url = models.URLField(_("its website"), blank=True)
    summary = models.TextField(
        _("summary"), blank=True, help_text=_("One or two sentences, shown in lists.")
    )
    description = RichTextField(_("description"), blank=True, features=INLINE_FEATURES)
    pillars = ParentalManyToManyField(
        "cms_content.Pillar", verbose_name=_("pillars"), blank=True, related_name="opportunities"
    )
    topics = ParentalManyToManyField(
        "cms_content.Topic", verbose_name=_("topics"), blank=True, related_name="opportunities"
    )
    keywords = models.TextField(
        _("further keywords"), blank=True, help_text=_("One on a line; search finds them too.")
    )
    city = models.CharField(_("city"), max_length=80, blank=True, db_index=True)
    region = models.CharField(
        _("region"), max_length=5, choices=Region.choices, blank=True, db_index=True
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        blank=True,
        db_index=True,
        default="CZ",
        validators=COUNTRY,
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
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    apply_url = models.URLField(
        _("apply link"),
        blank=True,
        max_length=500,
        help_text=_("Where one applies; applications are handled there, not here."),
    )

    posted_by = "organisation"
    office_fields = frozenset({"organisation_name", "organisation_url"})
    parent_page_types: ClassVar[list[str]] = ["opportunities.OpportunityIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    base_form_class = OpportunityForm
    edit_handler = edit_handler()
    override_translatable_fields = [
        SynchronizedManyToMany("pillars"),
        SynchronizedManyToMany("topics"),
        *(
            SynchronizedField(name, overridable=False)
            for name in ("country", "contact_name", "contact_phone")
        ),
        *Conditions.SYNCHRONISED,
        *Funding.SYNCHRONISED,
        *Occasion.SYNCHRONISED,
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("description"),
        index.SearchField("keywords"),
        index.SearchField("call_id"),
        index.SearchField("organisation_name"),
    ]

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")

    @classmethod
    def changes_around(cls, now: datetime) -> Around:
        """When the last and the next one opens, closes soon, closes or is archived."""
        return around(cls, now, CHANGES)

    @property
    def entry(self) -> KindEntry | None:
        """What the taxonomy says of its kind; None while no kind is chosen."""
        return kinds()[Kind(self.kind)] if self.kind in Kind.values else None

    @property
    def family(self) -> Family | None:
        """The family of its kind."""
        return self.entry.family if self.entry else None

    def full_clean(
        self,
        exclude: Iterable[str] | None = None,
        validate_unique: bool = True,
        validate_constraints: bool = True,
    ) -> None:
        """Validate; as a whole, also for what its kind requires.

        Forms pass what they leave out, and look at their kind's fields themselves: a draft may
        be incomplete. What is published may not, by whichever way it comes.
        """
        errors: dict[str, Any] = {}
        try:
            super().full_clean(exclude, validate_unique, validate_constraints)
        except ValidationError as error:
            errors = error.update_error_dict(errors)
        if exclude is None:
            for name, message in missing_fields(self).items():
                errors.setdefault(name, []).append(ValidationError(message, code="required"))
            wrong = wrong_extension(
                self.deadline_on, (later.deadline_on for later in self.extensions.all())
            )
            if wrong:
                errors.setdefault("deadline_on", []).append(ValidationError(wrong[1]))
        if errors:
            raise ValidationError(errors)

    def clean(self) -> None:
        """Refuse half a position, and a stage that its kind does not have."""
        super().clean()
        if (self.latitude is None) != (self.longitude is None):
            raise ValidationError(
                {"longitude": _("Enter both latitude and longitude, or neither of them.")}
            )
        if wrong_stage(self):
            raise ValidationError({"stage": _("This kind of opportunity has no such stage.")})
