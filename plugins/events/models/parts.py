"""What an event has several of: projects, related events, attachments."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin

from cms.content.relations import PageKey, PageKeyPanel


class EventProject(Orderable):
    """A project that the event belongs to."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="projects")
    page = PageKey("projects.ProjectPage", verbose_name=_("project"))

    panels = [PageKeyPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("project of an event")
        verbose_name_plural = _("projects of an event")

    def __str__(self) -> str:
        return str(self.page or "")


class RelatedEvent(Orderable):
    """Another event that belongs to this one."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="related_events")
    page = PageKey("events.EventPage", verbose_name=_("event"))

    panels = [PageKeyPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("related event")
        verbose_name_plural = _("related events")

    def __str__(self) -> str:
        return str(self.page or "")


class EventAttachment(TranslatableMixin, Orderable):
    """A file for those who come, such as a programme."""

    event = ParentalKey("events.EventPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "cms_media.Document",
        verbose_name=_("document"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    title = models.CharField(
        _("title"),
        max_length=160,
        blank=True,
        help_text=_("Empty: the title of the document."),
    )

    panels = [FieldRowPanel([FieldPanel("document"), FieldPanel("title")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title
