"""The page above all articles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.content.base import ContentPage
from cms.content.body import BodyField


class NewsIndexPage(ContentPage):
    """The news in one language."""

    intro = models.TextField(_("introduction"), blank=True)
    body = BodyField(verbose_name=_("body"))

    subpage_types = ["news.ArticlePage", "cms_content.StandardPage"]
    content_panels = [*ContentPage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of news")
        verbose_name_plural = _("pages of news")
