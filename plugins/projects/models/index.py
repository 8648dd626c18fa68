"""The page above all projects."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from cms.content.base import ContentPage
from cms.content.body import BodyField


class ProjectIndexPage(ContentPage):
    """The projects in one language."""

    intro = models.TextField(_("introduction"), blank=True)
    body = BodyField(verbose_name=_("body"))

    subpage_types = ["projects.ProjectPage", "cms_content.StandardPage"]
    content_panels = [*ContentPage.content_panels, FieldPanel("intro"), FieldPanel("body")]

    class Meta:
        verbose_name = _("page of projects")
        verbose_name_plural = _("pages of projects")
