"""The page of a venue."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.content.base import ContentPage


class VenuePage(ContentPage):
    """A place where conferences meet."""

    city = models.CharField(_("city"), max_length=80)
    seats = models.PositiveIntegerField(_("seats"), default=0)

    content_panels = [*ContentPage.content_panels, "city", "seats"]

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
