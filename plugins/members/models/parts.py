"""What a member has several of: contact persons, products, equipment, social links."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.models.settings import SocialNetwork


class ContactPerson(TranslatableMixin, Orderable):
    """Somebody who answers for the member."""

    member = ParentalKey("members.MemberPage", on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    is_members_only = models.BooleanField(_("for members only"), default=False)

    override_translatable_fields = [
        SynchronizedField("name", overridable=False),
        SynchronizedField("phone", overridable=False),
    ]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("phone")]),
        FieldPanel(
            "is_members_only", help_text=_("Nothing of this person is on the public site then.")
        ),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")

    def __str__(self) -> str:
        return self.name


class Offering(TranslatableMixin, Orderable):
    """Something with a name and a sentence on it."""

    name = models.CharField(_("name"), max_length=160)
    description = models.TextField(_("description"), blank=True)

    panels = [
        FieldPanel("name"),
        FieldPanel("description", help_text=_("A sentence or two: for what, and how exactly.")),
    ]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return self.name


class Product(Offering):
    """A product or service of a member."""

    member = ParentalKey("members.MemberPage", on_delete=models.CASCADE, related_name="products")

    class Meta(Offering.Meta):
        verbose_name = _("product or service")
        verbose_name_plural = _("products and services")


class Equipment(Offering):
    """A laboratory, machine or instrument of a member."""

    member = ParentalKey("members.MemberPage", on_delete=models.CASCADE, related_name="equipment")

    class Meta(Offering.Meta):
        verbose_name = _("equipment")
        verbose_name_plural = _("equipment")


class MemberSocialLink(Orderable):
    """A member's profile on a social network."""

    member = ParentalKey("members.MemberPage", on_delete=models.CASCADE, related_name="socials")
    network = models.CharField(_("network"), max_length=20, choices=SocialNetwork.choices)
    url = models.URLField(_("address"))

    panels = [FieldRowPanel([FieldPanel("network"), FieldPanel("url")])]

    class Meta(Orderable.Meta):
        verbose_name = _("social link")
        verbose_name_plural = _("social links")

    def __str__(self) -> str:
        return self.url
