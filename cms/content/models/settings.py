"""What a site says about its cluster: one record for each site and language."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.blocks import INLINE_FEATURES


class SiteSettings(TranslatableMixin, ClusterableModel):
    """Name, claim, contacts, social links and footer of a site, in one language."""

    site = models.ForeignKey(
        "wagtailcore.Site", verbose_name=_("site"), on_delete=models.CASCADE, related_name="+"
    )
    name = models.CharField(_("name"), max_length=120)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    legal_name = models.CharField(_("legal name"), max_length=160, blank=True)
    claim = models.CharField(_("claim"), max_length=200, blank=True)
    logo = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("logo"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    website = models.URLField(_("website"), blank=True)
    street = models.CharField(_("street"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=12, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    region = models.CharField(_("region"), max_length=80, blank=True)
    footer = RichTextField(_("footer"), blank=True, features=INLINE_FEATURES)

    override_translatable_fields = [
        SynchronizedField("phone", overridable=False),
        SynchronizedField("street"),
        SynchronizedField("postal_code", overridable=False),
    ]
    panels = [
        FieldPanel("site"),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("short_name"),
                FieldPanel("legal_name"),
                FieldPanel("claim"),
                FieldPanel("logo"),
            ],
            heading=_("Who we are"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
                FieldPanel("website"),
                FieldPanel("street"),
                FieldRowPanel([FieldPanel("postal_code"), FieldPanel("city")]),
                FieldPanel("region"),
            ],
            heading=_("Contacts"),
        ),
        InlinePanel("socials", label=_("social network")),
        FieldPanel("footer"),
    ]

    class Meta(TranslatableMixin.Meta):
        verbose_name = _("site settings")
        verbose_name_plural = _("site settings")
        constraints = [
            models.UniqueConstraint(fields=("site", "locale"), name="unique_site_settings")
        ]

    def __str__(self) -> str:
        return self.name


class SocialNetwork(models.TextChoices):
    """Networks that frontends have an icon for."""

    LINKEDIN = "linkedin", "LinkedIn"
    YOUTUBE = "youtube", "YouTube"
    FACEBOOK = "facebook", "Facebook"
    INSTAGRAM = "instagram", "Instagram"
    X = "x", "X"
    BLUESKY = "bluesky", "Bluesky"
    GITHUB = "github", "GitHub"
    OTHER = "other", _("other")


class SocialLink(Orderable):
    """A profile on a social network."""

    settings = ParentalKey(SiteSettings, on_delete=models.CASCADE, related_name="socials")
    network = models.CharField(_("network"), max_length=20, choices=SocialNetwork.choices)
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("network"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        verbose_name = _("social link")
        verbose_name_plural = _("social links")

    def __str__(self) -> str:
        return self.url
