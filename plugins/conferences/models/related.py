"""What an edition belongs to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from cms.content.relations import PageKey, PageKeyPanel


class ConferenceProject(Orderable):
    """A project that the edition belongs to. The same in all languages."""

    conference = ParentalKey(
        "conferences.ConferencePage", on_delete=models.CASCADE, related_name="projects"
    )
    page = PageKey(
        "projects.ProjectPage",
        verbose_name=_("project"),
        help_text=_("The project that holds the conference, or whose results are presented."),
    )

    panels = [PageKeyPanel("page")]

    class Meta(Orderable.Meta):
        verbose_name = _("project of a conference")
        verbose_name_plural = _("projects of a conference")

    def __str__(self) -> str:
        return str(self.page or "")

    def clean(self) -> None:
        """Refuse a row without a page."""
        super().clean()
        if self.page_id is None:  # type: ignore[attr-defined]  # Django makes it
            raise ValidationError({"page": _("Choose a page, or remove the row.")})
