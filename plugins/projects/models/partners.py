"""Who takes part in a project, and whose logos its page has to show."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.relations import OrganisationKey, PageKeyPanel
from plugins.projects.models.choices import PartnerRole
from plugins.projects.models.countries import CountryField


class ProjectPartner(TranslatableMixin, Orderable):
    """A partner: a member of the cluster, or an organisation that has no page here."""

    project = ParentalKey("projects.ProjectPage", on_delete=models.CASCADE, related_name="partners")
    organisation = OrganisationKey(
        verbose_name=_("member"), help_text=_("If the organisation has a page here.")
    )
    name = models.CharField(
        _("name of the organisation"),
        max_length=200,
        blank=True,
        help_text=_("For an organisation without a page here, or while its page is not public."),
    )
    country = CountryField(_("country"), blank=True)
    website = models.URLField(_("website"), blank=True)
    role = models.CharField(
        pgettext_lazy("of a partner", "role"),
        max_length=20,
        choices=PartnerRole.choices,
        default=PartnerRole.PARTNER,
    )

    override_translatable_fields = [SynchronizedField("country", overridable=False)]
    panels = [
        PageKeyPanel("organisation"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("country")]),
        FieldRowPanel([FieldPanel("role"), FieldPanel("website")]),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("project partner")
        verbose_name_plural = _("project partners")

    def __str__(self) -> str:
        return self.name or str(self.organisation or "")

    def clean(self) -> None:
        """Refuse a partner that is nobody."""
        super().clean()
        if self.organisation_id is None and not self.name:
            raise ValidationError({"name": _("Choose a member, or name the organisation.")})


class ProjectLogo(Orderable):
    """A logo that the project's page has to show, such as that of a provider of money."""

    project = ParentalKey("projects.ProjectPage", on_delete=models.CASCADE, related_name="logos")
    image = models.ForeignKey(
        "cms_media.Image", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )
    url = models.URLField(_("address"), blank=True)

    panels = [FieldPanel("image"), FieldPanel("url")]

    class Meta(Orderable.Meta):
        verbose_name = _("logo")
        verbose_name_plural = _("logos")

    def __str__(self) -> str:
        return str(self.image)
