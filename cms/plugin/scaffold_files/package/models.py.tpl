"""The page of a {{ singular }}."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content.base import ContentPage


class {{ page }}Page(ContentPage):
    """A {{ singular }}."""

    summary = models.TextField(_("summary"), blank=True)

    content_panels = [*ContentPage.content_panels, "summary"]

    class Meta:
        verbose_name = _("{{ singular }}")
        verbose_name_plural = _("{{ title|lower }}")
