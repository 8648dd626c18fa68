"""Home, standard and collection pages."""

from __future__ import annotations

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, MultiFieldPanel, PageChooserPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from cms.content.base import ContentPage
from cms.content.blocks import INLINE_FEATURES
from cms.content.body import BodyField
from cms.content.forms import TermCheckboxes
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.publishing.visibility import live_pages
from cms.translation.fields import SynchronizedManyToMany


class HomePage(ContentPage):
    """The first page of a site in one language."""

    claim = models.CharField(_("claim"), max_length=160, blank=True)
    intro = RichTextField(_("introduction"), blank=True, features=INLINE_FEATURES)
    hero_image = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("main image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(verbose_name=_("body"))

    parent_page_types = ["wagtailcore.Page"]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("claim"),
        FieldPanel("intro"),
        FieldPanel("hero_image"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class StandardPage(ContentPage):
    """A page of text and blocks."""

    intro = models.TextField(_("introduction"), blank=True)
    image = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("main image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    body = BodyField(verbose_name=_("body"))

    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("image"),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")


class CollectionOrder(models.TextChoices):
    """How a collection sorts what it found."""

    NEWEST = "newest", _("newest first")
    TITLE = "title", _("by title")


class CollectionPage(ContentPage):
    """A page that lists whatever its stored filter finds."""

    intro = models.TextField(_("introduction"), blank=True)
    listed_type = models.CharField(
        _("type of pages"),
        max_length=100,
        blank=True,
        help_text=_("Such as “cms_content.StandardPage”; empty for pages of all types."),
    )
    listed_under = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("only below this page"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    pillars = ParentalManyToManyField(
        "cms_content.Pillar", verbose_name=_("pillars"), blank=True, related_name="+"
    )
    topics = ParentalManyToManyField(
        "cms_content.Topic", verbose_name=_("topics"), blank=True, related_name="+"
    )
    order = models.CharField(
        _("order"),
        max_length=20,
        choices=CollectionOrder.choices,
        default=CollectionOrder.NEWEST,
    )
    body = BodyField(verbose_name=_("body"))

    override_translatable_fields = [
        SynchronizedManyToMany("pillars"),
        SynchronizedManyToMany("topics"),
    ]
    content_panels = [
        *ContentPage.content_panels,
        FieldPanel("intro"),
        MultiFieldPanel(
            [
                FieldPanel("listed_type"),
                PageChooserPanel("listed_under"),
                FieldPanel("pillars", widget=TermCheckboxes),
                FieldPanel("topics", widget=TermCheckboxes),
                FieldPanel("order"),
            ],
            heading=_("What is listed"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = pgettext_lazy("page type", "collection")
        verbose_name_plural = pgettext_lazy("page type", "collections")

    def clean(self) -> None:
        """Refuse a filter that could never find anything."""
        super().clean()
        model = self.listed_model()
        if model is None:
            raise ValidationError({"listed_type": _("There is no page type of this name.")})
        if self.order == CollectionOrder.TITLE and not _has_field(model, "title_key"):
            raise ValidationError({"order": _("Choose a type of pages to sort them by title.")})
        for name in ("pillars", "topics"):
            if getattr(self, name).all() and not _has_field(model, name):
                raise ValidationError({name: _("Pages of this type are not sorted by these.")})

    def listed_model(self) -> type[Page] | None:
        """The page model that is listed, ``Page`` for all types, None when it is unknown."""
        if not self.listed_type:
            return Page
        try:
            model = apps.get_model(self.listed_type)
        except (LookupError, ValueError):
            return None
        return model if issubclass(model, Page) and registry().owner_of(model) else None

    def listed_pages(self) -> QuerySet[Page]:
        """The public pages that the filter finds, in the language of this page, in order."""
        model = self.listed_model()
        if model is None:
            return Page.objects.none()
        if model is not Page and registry().owner_of(model) not in active_labels():
            return Page.objects.none()
        pages = live_pages(model, self.locale.language_code).exclude(pk=self.pk)
        if self.listed_under_id:
            # Not Wagtail's ``localized``, which goes by the language of the request.
            here = self.listed_under.get_translation_or_none(self.locale)
            pages = pages.descendant_of(here or self.listed_under)
        for name in ("pillars", "topics"):
            codes = [term.code for term in getattr(self, name).all()]
            if codes and _has_field(model, name):
                pages = pages.filter(**{f"{name}__code__in": codes}).distinct()
        if self.order == CollectionOrder.TITLE:
            return pages.order_by("title_key" if _has_field(model, "title_key") else "title")
        return pages.order_by("-first_published_at")


def _has_field(model: type[Page], name: str) -> bool:
    return any(field.name == name for field in model._meta.get_fields())
