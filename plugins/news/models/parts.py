"""What an article has several of: authors, related pages, pictures, files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import Orderable, TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.relations import OrganisationKey, PageKey, PageKeyPanel


class ArticleAuthor(TranslatableMixin, Orderable):
    """Somebody who wrote the article."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    role = models.CharField(_("role"), max_length=160, blank=True)

    override_translatable_fields = [SynchronizedField("name", overridable=False)]
    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("role")])]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name


class RelatedPage(Orderable):
    """A page that the article is about. Abstract: each kind has its own `article` and `page`."""

    panels: list[Any] = [PageKeyPanel("page")]

    class Meta(Orderable.Meta):
        abstract = True

    def __str__(self) -> str:
        return str(self.page or "")  # type: ignore[attr-defined]  # each kind has it

    def clean(self) -> None:
        """Refuse a row without a page."""
        super().clean()
        if self.page_id is None:  # type: ignore[attr-defined]  # each kind has it
            raise ValidationError({"page": _("Choose a page, or remove the row.")})


class RelatedMember(RelatedPage):
    """A member that the article is about."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="members")
    page = OrganisationKey(verbose_name=_("member"))

    class Meta(RelatedPage.Meta):
        verbose_name = _("related member")
        verbose_name_plural = _("related members")


class RelatedProject(RelatedPage):
    """A project that the article is about."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="projects")
    page = PageKey("projects.ProjectPage", verbose_name=_("project"))

    class Meta(RelatedPage.Meta):
        verbose_name = _("related project")
        verbose_name_plural = _("related projects")


class RelatedEvent(RelatedPage):
    """An event that the article announces or reports on."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="events")
    page = PageKey("events.EventPage", verbose_name=_("event"))

    class Meta(RelatedPage.Meta):
        verbose_name = _("related event")
        verbose_name_plural = _("related events")


class RelatedConference(RelatedPage):
    """An edition of a conference that the article announces or reports on."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="conferences")
    page = PageKey(
        "conferences.ConferencePage",
        verbose_name=_("conference"),
        help_text=_("The edition that the article announces or reports on."),
    )

    class Meta(RelatedPage.Meta):
        verbose_name = _("related conference")
        verbose_name_plural = _("related conferences")


class RelatedOpportunity(RelatedPage):
    """Something that readers of the article can apply for."""

    article = ParentalKey(
        "news.ArticlePage", on_delete=models.CASCADE, related_name="opportunities"
    )
    page = PageKey(
        "opportunities.OpportunityPage",
        verbose_name=_("opportunity"),
        help_text=_("What readers can apply for, such as a call or a job."),
    )

    class Meta(RelatedPage.Meta):
        verbose_name = _("related opportunity")
        verbose_name_plural = _("related opportunities")


class ArticleImage(TranslatableMixin, Orderable):
    """A picture of the article's gallery."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="gallery")
    image = models.ForeignKey(
        "cms_media.Image", verbose_name=_("image"), on_delete=models.CASCADE, related_name="+"
    )
    caption = models.CharField(
        _("caption"), max_length=255, blank=True, help_text=_("In place of the image's own.")
    )

    panels = [FieldPanel("image"), FieldPanel("caption")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.caption or str(self.image)


class ArticleAttachment(TranslatableMixin, Orderable):
    """A file that belongs to the article."""

    article = ParentalKey("news.ArticlePage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "cms_media.Document", verbose_name=_("document"), on_delete=models.CASCADE, related_name="+"
    )
    title = models.CharField(
        pgettext_lazy("document", "title"),
        max_length=160,
        blank=True,
        help_text=_("In place of the title in the library."),
    )

    panels = [FieldPanel("document"), FieldPanel("title")]

    class Meta(TranslatableMixin.Meta, Orderable.Meta):
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")

    def __str__(self) -> str:
        return self.title or str(self.document)
