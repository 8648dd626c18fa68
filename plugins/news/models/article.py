"""One article."""

from __future__ import annotations

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.content.base import ContentPage
from cms.content.body import BodyField
from cms.content.forms import TermCheckboxes
from cms.translation.fields import SynchronizedManyToMany
from plugins.news.models.choices import ArticleKind


class ArticlePage(ContentPage):
    """An article, press release, report or analysis. The page's title is its headline."""

    kind = models.CharField(
        _("kind"),
        max_length=20,
        choices=ArticleKind.choices,
        default=ArticleKind.MEMBER_ARTICLE,
        db_index=True,
    )
    published_on = models.DateField(
        _("published on"),
        default=timezone.localdate,
        db_index=True,
        help_text=_("The date of the article. Before this day the article is not public."),
    )
    summary = models.TextField(
        _("summary"),
        blank=True,
        max_length=600,
        help_text=_("Two or three sentences that lists and feeds show."),
    )
    body = BodyField(verbose_name=_("body"))
    image = models.ForeignKey(
        "cms_media.Image",
        verbose_name=_("main image"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    source_name = models.CharField(
        _("source medium"),
        max_length=160,
        blank=True,
        help_text=_("The medium that published it first, if it was not us."),
    )
    source_url = models.URLField(
        _("address of the source"), blank=True, help_text=_("Where the original can be read.")
    )
    pillars = ParentalManyToManyField(
        "cms_content.Pillar", verbose_name=_("pillars"), blank=True, related_name="articles"
    )
    topics = ParentalManyToManyField(
        "cms_content.Topic", verbose_name=_("topics"), blank=True, related_name="articles"
    )

    parent_page_types: ClassVar[list[str]] = ["news.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    override_translatable_fields = [
        SynchronizedManyToMany("pillars"),
        SynchronizedManyToMany("topics"),
        SynchronizedField("source_name", overridable=False),
    ]
    search_fields = [
        *ContentPage.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
    ]
    content_panels = [
        *ContentPage.content_panels,
        FieldRowPanel([FieldPanel("kind"), FieldPanel("published_on")]),
        FieldPanel("summary"),
        FieldPanel("image"),
        FieldPanel("body"),
        InlinePanel("authors", label=_("author")),
    ]
    relation_panels = [
        MultiFieldPanel(
            [
                FieldPanel("pillars", widget=TermCheckboxes),
                FieldPanel("topics", widget=TermCheckboxes),
            ],
            heading=_("Pillars and topics"),
        ),
        InlinePanel("members", heading=_("Related members"), label=_("member")),
        InlinePanel("projects", heading=_("Related projects"), label=_("project")),
        InlinePanel("events", heading=_("Related events"), label=_("event")),
        InlinePanel("conferences", heading=_("Related conferences"), label=_("conference")),
        InlinePanel("opportunities", heading=_("Related opportunities"), label=_("opportunity")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("source_name"), FieldPanel("source_url")])],
            heading=_("First published elsewhere"),
        ),
    ]
    file_panels = [
        InlinePanel("gallery", heading=_("Gallery"), label=_("picture")),
        InlinePanel("attachments", heading=_("Attachments"), label=_("attachment")),
    ]
    edit_handler = TabbedInterface(
        [
            ObjectList(content_panels, heading=_("Article")),
            ObjectList(relation_panels, heading=_("What it is about")),
            ObjectList(file_panels, heading=_("Gallery and attachments")),
            ObjectList(ContentPage.promote_panels, heading=_("Promote")),
            ObjectList(ContentPage.settings_panels, heading=_("Settings")),
        ]
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")

    @classmethod
    def hidden_now(cls) -> Q:
        """Articles of a day that has not come yet, by the calendar of Prague."""
        return Q(published_on__gt=timezone.localdate())

    def clean(self) -> None:
        """Refuse an address of a source that nobody names."""
        super().clean()
        if self.source_url and not self.source_name:
            raise ValidationError({"source_name": _("Name the source that the address leads to.")})
