"""What a frontend should do with a path: show a page, go elsewhere, or say why not."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageLogEntry

from cms.graphql.context import AskedLocale
from cms.publishing.paths import (
    Location,
    PageLinkValue,
    find_page,
    localized_links,
    locate,
    page_links,
    path_of,
    roots,
)
from cms.publishing.visibility import live_pages


@dataclass(frozen=True, slots=True)
class FoundPage:
    """The public page that the path names: its id, and the id of its content type."""

    page_id: int
    content_type_id: int


@dataclass(frozen=True, slots=True)
class Moved:
    """The content is at `path` (or at the absolute `url`) now."""

    path: str | None
    url: str
    is_permanent: bool


@dataclass(frozen=True, slots=True)
class Gone:
    """There was a public page here; `since` is when it went, where that is known."""

    since: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class NotTranslated:
    """The page exists, but not in this language."""

    locale: str
    available: tuple[PageLinkValue, ...]


@dataclass(frozen=True, slots=True)
class Restricted:
    """There is a page, for some visitors only."""


@dataclass(frozen=True, slots=True)
class NotFound:
    """Nothing is and, as far as is known, was here."""


Route = FoundPage | Moved | Gone | NotTranslated | Restricted | NotFound


def route(path: str, fallback: tuple[str, ...] = ()) -> Route:
    """What is at `path`. Languages of `fallback` may stand in for a missing translation."""
    location = locate(path)
    if location is None:
        return _redirect(path) or NotFound()
    page = find_page(path)
    if page is not None:
        return _found(page, path)
    return _redirect(path) or _hidden(location) or _other_language(location, fallback) or NotFound()


def _found(page: Page, path: str) -> Route:
    own = path_of(page)
    if own is None or _same_path(path, own):
        return FoundPage(page.pk, page.content_type_id)
    link = page_links(live_pages().filter(pk=page.pk))[0]
    return Moved(own, link.url, is_permanent=True)


def _same_path(asked: str, own: str) -> bool:
    bare = asked.split("#", 1)[0].split("?", 1)[0]
    return bare in {own, own.rstrip("/")}


def _redirect(path: str) -> Route | None:
    """The redirect that an editor made for `path`; to public pages only."""
    try:
        normal = Redirect.normalise_path(path)
    except ValueError:  # such as “//[”, which no URL can be
        return None
    if "\0" in normal:
        return None
    found = Redirect.objects.filter(old_path__in={normal, normal.split("?", 1)[0]}).first()
    if found is None:
        return None
    if found.redirect_page_id is None:
        if not found.redirect_link:
            return None
        is_path = found.redirect_link.startswith("/")
        base = next((root.base_url for root in roots() if root.is_default), "")
        url = base + found.redirect_link if is_path else found.redirect_link
        return Moved(found.redirect_link if is_path else None, url, found.is_permanent)
    links = page_links(live_pages().filter(pk=found.redirect_page_id))
    return Moved(links[0].path, links[0].url, found.is_permanent) if links else None


def _hidden(location: Location) -> Route | None:
    """Why a page that is there is not public: it says nothing of the page itself."""
    page = _any_page(location).first()
    if page is None:
        return None
    is_restricted = page.get_view_restrictions().exists()
    if page.live:
        return Restricted() if is_restricted else NotFound()
    if is_restricted or page.first_published_at is None:
        return NotFound()
    log = PageLogEntry.objects.filter(page=page.pk, action="wagtail.unpublish")
    return Gone(log.order_by("-timestamp").values_list("timestamp", flat=True).first())


def _any_page(location: Location) -> QuerySet[Page]:
    return Page.objects.filter(url_path=location.url_path)


def _other_language(location: Location, fallback: tuple[str, ...]) -> Route | None:
    """The same place below the home page of another language, if there is a public page."""
    for root in roots():
        if root.is_default and root.locale != location.root.locale:
            elsewhere = Location(root, location.rest)
            page = live_pages().filter(url_path=elsewhere.url_path).first()
            if page is not None:
                return _translated(page, location.root.locale, fallback)
    return None


def _translated(page: Page, locale: str, fallback: tuple[str, ...]) -> Route:
    found = localized_links([page.pk], locale).get(page.pk)
    if found is not None:
        return Moved(found.path, found.url, is_permanent=False)
    versions = page_links(live_pages().filter(translation_key=page.translation_key))
    for code in fallback:
        for version in versions:
            if version.locale == code:
                return FoundPage(version.page_id, page.content_type_id)
    return NotTranslated(locale, tuple(sorted(versions, key=lambda link: link.locale)))


def asked_locale_of(path: str, fallback: tuple[str, ...]) -> AskedLocale | None:
    """The language that `path` asks for; None when it names none."""
    location = locate(path)
    return AskedLocale(location.root.locale, fallback) if location else None
