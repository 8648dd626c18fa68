"""What is at a path: a page, or where else to go, or why there is nothing.

The endpoint, and whoever shows pages as HTML, ask the same question. What it costs does not depend
on how many pages, redirects and former addresses there are, nor on how often a page has moved.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.utils.http import url_has_allowed_host_and_scheme
from wagtail.models import Page

from cms.publishing.addresses.lookup import Found, public_page_at
from cms.publishing.addresses.redirects import Rule, rules_at
from cms.publishing.models import Departure, FormerAddress
from cms.publishing.paths import (
    Location,
    PageLinkValue,
    bare_path,
    find_at,
    localized_links,
    locate,
    lower,
    page_links,
    path_below,
    root_of,
    roots,
    segments,
)
from cms.publishing.visibility import live_pages, public_pages_q

MAX_STEPS = 8


class GoneReason(StrEnum):
    """Why a page that was public is not any more."""

    UNPUBLISHED = "unpublished"
    EXPIRED = "expired"
    DELETED = "deleted"


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
    """There was a public page here; `since` is when it went."""

    reason: GoneReason
    since: datetime


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


class _Loop(Exception):
    """Redirects lead back to where they were, or too far."""


def route(path: str, fallback: tuple[str, ...] = ()) -> Route:
    """What is at `path`. Languages of `fallback` may stand in for a missing translation.

    However a path is spelled, it leads to the page's own one. A chain of redirects is answered by
    its end; where they go round in a circle, nothing is found.
    """
    try:
        found = _at(path, ())
    except _Loop:
        return NotFound()
    if found is None and segments(path) == ():
        found = _home()
    if found is None:
        location = locate(path)
        found = _other_language(location, fallback) if location else None
    return found or NotFound()


def _home() -> Moved | None:
    """Where the bare address of the site leads: to its home page, in the house's own language.

    Only for now: whoever knows the visitor's language may choose better.
    """
    homes = (root for root in roots() if root.is_default)
    for root in sorted(homes, key=lambda root: root.locale != settings.LANGUAGE_CODE):
        if public_page_at(Location(root, ())):
            path = path_below(root, root.url_path)
            return Moved(path, root.base_url + path, is_permanent=False)
    return None


def _at(path: str, walked: tuple[str, ...]) -> Route | None:
    """What is at `path` in its own language; `walked` are the paths that have led to it."""
    location = locate(path)
    query = path.split("#", 1)[0].partition("?")[2]
    here = f"{location.address if location else bare_path(path)}?{query}"
    if here in walked or len(walked) >= MAX_STEPS:
        raise _Loop
    page = public_page_at(location) if location else None
    if location and page is not None:
        return _found(page, location, path)
    rules = rules_at(path)
    for rule in rules:
        found = None if rule.rest else _led(rule, (*walked, here))
        if found is not None:
            return found
    found = (_hidden(location) or _former(location)) if location else None
    return found or _led_from_above(rules, (*walked, here))


def _found(page: Found, location: Location, path: str) -> Route:
    root = location.root
    own = path_below(root, page.url_path)
    if _is_own(path, own):
        return FoundPage(page.page_id, page.content_type_id)
    return Moved(own, root.base_url + own, is_permanent=True)


def _is_own(path: str, own: str) -> bool:
    """True for the page's own spelling, and for what frameworks make of it before they ask."""
    bare = path.split("#", 1)[0].split("?", 1)[0]
    plain = unquote(own)
    return bare in {own, own.rstrip("/"), plain, plain.rstrip("/")}


def _led(rule: Rule, walked: tuple[str, ...]) -> Route | None:
    """Where a redirect of this very path leads to; to public pages only."""
    if rule.page_id is None:
        return _linked(rule.link, walked, rule.is_permanent)
    below = f"{rule.route_path.strip('/')}/" if rule.route_path.strip("/") else ""
    return _public(rule.page_id, below, is_permanent=rule.is_permanent)


def _public(page_id: int, below: str = "", *, is_permanent: bool = True) -> Moved | None:
    """Where the page is, and `below` it; None when it is not public."""
    links = page_links(live_pages().filter(pk=page_id))
    if not links:
        return None
    path, url = links[0].path + below, links[0].url + below
    return Moved(path if url == _base_url() + path else None, url, is_permanent)


def _base_url() -> str:
    """The address of the default site; empty when there is none."""
    return next((root.base_url for root in roots() if root.is_default), "")


def _linked(link: str, walked: tuple[str, ...], is_permanent: bool) -> Route | None:
    base = _base_url()
    path = link.removeprefix(base) if base and link.startswith(f"{base}/") else link
    if path.startswith("/"):
        if not url_has_allowed_host_and_scheme(path, allowed_hosts=None):
            return None  # such as “//example.org”, which a browser takes for another host
        found = _at(path, walked)
        if isinstance(found, Moved):
            return Moved(found.path, found.url, is_permanent and found.is_permanent)
        return found if isinstance(found, Gone) else Moved(path, base + path, is_permanent)
    return Moved(None, link, is_permanent) if _is_web(link) else None


def _is_web(link: str) -> bool:
    try:
        parts = urlsplit(link)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc)


def _led_from_above(rules: list[Rule], walked: tuple[str, ...]) -> Route | None:
    """What a redirect of a path above finds below its page."""
    rule = next((rule for rule in rules if rule.rest and rule.page_id is not None), None)
    links = page_links(Page.objects.filter(pk=rule.page_id)) if rule else []
    if rule is None or not links:
        return None
    below = quote("".join(f"{part}/" for part in rule.rest))
    path = links[0].path + below
    match _at(path, walked):
        case FoundPage():
            return Moved(path, links[0].url + below, rule.is_permanent)
        case Moved() as found:
            return Moved(found.path, found.url, rule.is_permanent and found.is_permanent)
        case Gone() as found:
            return found
    return None


def _hidden(location: Location) -> Route | None:
    """Why a page that stands here is not public: it says nothing of the page itself."""
    page = find_at(location, Page.objects.filter(live=True))
    if page is None:
        return None
    if page.get_view_restrictions().exists():
        return Restricted()
    return _expired(page)


def _expired(page: Page) -> Gone | None:
    """Its time is over, though Wagtail has not taken it down yet."""
    expired = Page.objects.filter(public_pages_q(or_expired=True), pk=page.pk)
    if page.expire_at is None or not expired.exists():
        return None
    return Gone(GoneReason.EXPIRED, page.expire_at)


def _former(location: Location) -> Route | None:
    """What has become of the page that was public here last; None when none was."""
    asked, small = location.address, lower(location).address
    rows = FormerAddress.objects.filter(address__in={asked, small})
    row = max(rows, key=lambda row: row.address == asked, default=None)
    if row is None:
        return None
    return _public(row.page_id) or _why_gone(row)


def _why_gone(row: FormerAddress) -> Route:
    """Why there is nothing at an address whose page is public nowhere on a site.

    What is there and hidden is not found: no other page stands in for it.
    """
    page = Page.objects.filter(pk=row.page_id).first()
    if page is None:
        return Gone(GoneReason.DELETED, row.since)
    if page.get_view_restrictions().exists():
        return Restricted() if page.live else NotFound()
    if page.live and root_of(page) is not None:  # its time is over, or its type hides it
        return _expired(page) or NotFound()
    is_expired = row.reason == Departure.EXPIRED
    return Gone(GoneReason.EXPIRED if is_expired else GoneReason.UNPUBLISHED, row.since)


def _other_language(location: Location, fallback: tuple[str, ...]) -> Route | None:
    """The same place below the home page of another language, if there is a public page."""
    for root in roots():
        if root.is_default and root.locale != location.root.locale:
            page = public_page_at(Location(root, location.rest))
            if page is not None:
                return _translated(page, location.root.locale, fallback)
    return None


def _translated(page: Found, locale: str, fallback: tuple[str, ...]) -> Route:
    found = localized_links([page.page_id], locale).get(page.page_id)
    if found is not None:
        return Moved(found.path, found.url, is_permanent=False)
    keys = Page.objects.filter(pk=page.page_id).values("translation_key")
    versions = page_links(live_pages().filter(translation_key__in=keys))
    for code in fallback:
        for version in versions:
            if version.locale == code:
                return FoundPage(version.page_id, page.content_type_id)
    return NotTranslated(locale, tuple(sorted(versions, key=lambda link: link.locale)))
