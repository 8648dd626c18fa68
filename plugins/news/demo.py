"""Articles about what the cluster has done, written for this demo; facts keep their dates."""

from __future__ import annotations

import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Collection, Page

from cms.content.bulk import PageVersions, create_pages, indexed_afterwards
from cms.content.demo.bilingual import BodyBuilder, in_locale, read
from cms.content.demo.section import add_to_menu, create_section
from cms.content.models import Pillar, Topic
from cms.content.relations import page_model
from cms.media.drawing import interference, lens, newton_rings, prism, spectrum
from cms.media.models import Document, Image
from plugins.news.models import (
    ArticleAttachment,
    ArticleAuthor,
    ArticleImage,
    ArticlePage,
    NewsIndexPage,
    RelatedConference,
    RelatedEvent,
    RelatedMember,
    RelatedProject,
)

DATA = "plugins.news"
INDEX = {
    "title": {"cs": "Aktuality", "en": "News"},
    "slug": {"cs": "aktuality", "en": "news"},
    "intro": {
        "cs": "Co se v\N{NO-BREAK SPACE}klastru děje: články o\N{NO-BREAK SPACE}členech, tiskové "
        "zprávy, ohlédnutí za akcemi a\N{NO-BREAK SPACE}analýzy trendů.",
        "en": "What goes on in the cluster: articles about members, press releases, reports on "
        "events and analyses of trends.",
    },
}
RELATED = {
    "members": (RelatedMember, "members.MemberPage"),
    "projects": (RelatedProject, "projects.ProjectPage"),
    "events": (RelatedEvent, "events.EventPage"),
    "conferences": (RelatedConference, "conferences.ConferencePage"),
}
GRAPHICS = {
    "interference": (interference, "Interferenční proužky", "Interference fringes"),
    "lens": (lens, "Čočka a\N{NO-BREAK SPACE}její ohnisko", "A lens and its focus"),
    "newton-rings": (newton_rings, "Newtonovy kroužky", "Newton's rings"),
    "prism": (prism, "Světlo rozložené hranolem", "Light split into colours by a prism"),
    "spectrum": (spectrum, "Spektrum viditelného světla", "Spectrum of visible light"),
}
TRANSLATED = ("authors", "gallery", "attachments")


def create() -> None:
    """Make the articles that are missing; to those that are there, link pages found by now."""
    with indexed_afterwards():
        index = create_section(NewsIndexPage, INDEX)
        DemoArticles(index).create()
        add_to_menu(index, 2)


class DemoArticles:
    """The articles below one page of news: most in Czech, some of them in English as well."""

    def __init__(self, index: NewsIndexPage) -> None:
        english = index.get_translations().get(locale__language_code="en")
        self.index = {"cs": index, "en": english.specific}
        self.records = read(DATA, "articles")

    def create(self) -> None:
        """Make those that are missing, in the language in which they were written first."""
        for source in ("cs", "en"):
            index = self.index[source]
            made = {page.slug: page for page in ArticlePage.objects.child_of(index)}
            ours = [record for record in self.records if written_in(record) == source]
            for record in ours:
                if record["slug"][source] in made:
                    self._link(made[record["slug"][source]], record)
            missing = [r for r in ours if r["slug"][source] not in made]
            create_pages(index, [self._article(record, source) for record in missing])

    def _article(self, record: dict[str, Any], source: str) -> PageVersions:
        page = self._page(record, source)
        page.kind, page.published_on = record["kind"], _date(record["date"])
        page.source_name, page.source_url = record["source"]["name"], record["source"]["url"]
        page.image = _graphic(record["image"], record)
        codes = {Pillar: record["pillars"], Topic: record["topics"]}
        page.pillars, page.topics = (
            list(model.objects.filter(locale=page.locale, code__in=wanted))
            for model, wanted in codes.items()
        )
        self._add_links(page, record)
        if source == "en" or record["title"]["en"] is None:
            return PageVersions(page, [])
        english = self._page(record, "en")
        for relation in TRANSLATED:
            originals = getattr(page, relation).all()
            for part, original in zip(getattr(english, relation).all(), originals, strict=True):
                part.translation_key = original.translation_key
        return PageVersions(page, [english])

    def _page(self, record: dict[str, Any], locale: str) -> ArticlePage:
        texts = in_locale(record, locale)
        page = ArticlePage(slug=texts["slug"], locale=self.index[locale].locale)
        page.title, page.summary = texts["title"], texts["summary"]
        page.search_description = texts["summary"]
        builder = BodyBuilder(f"article-{_name(record)}", lambda key: 0, lambda key: 0)
        paragraphs = [{"type": "rich_text", "value": text} for text in record["body"]]
        page.body = builder.stream(paragraphs, locale)
        page.authors = [ArticleAuthor(**author) for author in texts["authors"]]
        page.gallery = [
            ArticleImage(image=_graphic(name, record), caption=caption)
            for name, caption in texts["gallery"]
        ]
        page.attachments = [
            ArticleAttachment(document=_document(name), title=title)
            for name, title in texts["attachments"]
        ]
        for relation in TRANSLATED:
            for order, part in enumerate(getattr(page, relation).all()):
                part.locale, part.sort_order = page.locale, order
        return page

    def _add_links(self, page: ArticlePage, record: dict[str, Any]) -> bool:
        """True when links to pages of other demos were added: those that are there by now."""
        is_changed = False
        for relation, (model, label) in RELATED.items():
            rows = list(getattr(page, relation).all())
            known = {row.page_id for row in rows}
            for order, slug in enumerate(record.get(relation, [])):
                found = self._page_id(label, slug)
                if found is not None and found not in known:
                    rows.append(model(page_id=found, sort_order=order))
                    is_changed = True
            setattr(page, relation, rows)
        return is_changed

    def _link(self, page: ArticlePage, record: dict[str, Any]) -> None:
        if self._add_links(page, record):
            page.save_revision().publish()

    def _page_id(self, label: str, slug: str) -> int | None:
        """The Czech page of another demo; None while its plugin or its content is not there."""
        model: type[Page] | None = page_model(label)
        if model is None:
            return None
        pages = model._default_manager.filter(locale=self.index["cs"].locale, slug=slug)
        found: int | None = pages.values_list("pk", flat=True).first()
        return found


def written_in(record: dict[str, Any]) -> str:
    """The language in which an article was written: Czech, unless there is no Czech title."""
    return "en" if record["title"]["cs"] is None else "cs"


def _name(record: dict[str, Any]) -> str:
    name: str = record["slug"][written_in(record)]
    return name


def _date(given: str | int) -> datetime.date:
    """A documented date, or a number of days from the day of loading."""
    if isinstance(given, int):
        return timezone.localdate() + datetime.timedelta(days=given)
    return datetime.date.fromisoformat(given)


def _graphic(kind: str, record: dict[str, Any]) -> Image:
    """A picture of its kind that only this article has."""
    title = f"{_name(record)}-{kind}.svg"
    image = Image.objects.filter(title=title).first()
    if image is None:
        draw, alt_cs, alt_en = GRAPHICS[kind]
        image = Image.objects.create(
            title=title,
            file=ContentFile(draw(title), name=title),
            alt_cs=alt_cs,
            alt_en=alt_en,
            credit="Klastr",
            collection=Collection.get_first_root_node(),
        )
    return image


def _document(name: str) -> Document:
    """A file for download in both languages."""
    title = f"{name}.txt"
    document = Document.objects.filter(title=title).first()
    if document is None:
        text = "\n".join(read(DATA, "documents")[name])
        document = Document.objects.create(
            title=title,
            file=ContentFile(text.encode(), name=title),
            collection=Collection.get_first_root_node(),
        )
    return document
