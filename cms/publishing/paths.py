"""Where a public page is found, and which page is found at a path.

Every site has one home page for each language: the site's root page and its translations. A page's
path is the language of its home page followed by its place below it: ``/cs/clenove/meopta/``.
All from the database and at most once in a request; Wagtail's own table of root paths is kept in
a cache of the process, where other processes cannot refresh it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote
from uuid import UUID

from django.conf import settings
from django.db.models import OuterRef, Q, QuerySet, Subquery
from wagtail.models import Page, Site

from cms.plugin.reads import touch
from cms.plugin.scope import lasting
from cms.publishing.batches import rows_by
from cms.publishing.epoch import page_tag
from cms.publishing.visibility import live_pages

LONGEST_PATH = 2000


@dataclass(frozen=True, slots=True)
class Root:
    """The home page of a site in one language; `base_url` has no slash at its end."""

    page_id: int
    locale: str
    url_path: str
    base_url: str
    is_default: bool


@dataclass(frozen=True, slots=True)
class Location:
    """What a path says: the home page it stands under and the ``url_path`` below the tree's root.

    `rest` are the slugs below the home page.
    """

    root: Root
    rest: tuple[str, ...]

    @property
    def url_path(self) -> str:
        return self.root.url_path + "".join(f"{slug}/" for slug in self.rest)

    @property
    def address(self) -> str:
        """The path in plain letters: what former addresses are kept by."""
        return _address(self.root, self.url_path)


@dataclass(frozen=True, slots=True)
class PageLinkValue:
    """A public page as the target of a link. `tree_path` is its place in Wagtail's tree."""

    page_id: int
    translation_key: str
    locale: str
    title: str
    path: str
    url: str
    tree_path: str = ""


def roots() -> tuple[Root, ...]:
    """The home pages of all sites and languages, the default site first; read once a request."""
    return lasting("paths.roots", _read_roots)


def _read_roots() -> tuple[Root, ...]:
    site = Site.objects.filter(root_page__translation_key=OuterRef("translation_key")).order_by(
        "-is_default_site", "hostname", "port"
    )
    rows = (
        Page.objects.filter(translation_key__in=Site.objects.values("root_page__translation_key"))
        .annotate(
            hostname=Subquery(site.values("hostname")[:1]),
            port=Subquery(site.values("port")[:1]),
            is_default=Subquery(site.values("is_default_site")[:1]),
        )
        .order_by("-is_default", "hostname", "port", "path")
        .values_list("pk", "locale__language_code", "url_path", "hostname", "port", "is_default")
    )
    return tuple(
        Root(pk, locale, url_path, _base_url(hostname, port, is_default), is_default)
        for pk, locale, url_path, hostname, port, is_default in rows
    )


def _base_url(hostname: str, port: int, is_default: bool) -> str:
    if is_default:
        return str(settings.PUBLIC_URL)
    return str(Site(hostname=hostname, port=port).root_url)


def root_of(page: Page) -> Root | None:
    """The home page that `page` stands under (or is); None for a page outside every site."""
    return _root_above(page.url_path, roots())


def _root_above(url_path: str, homes: Iterable[Root]) -> Root | None:
    best = None
    for root in homes:
        if url_path.startswith(root.url_path) and (
            best is None
            or (len(root.url_path), root.is_default) > (len(best.url_path), best.is_default)
        ):
            best = root
    return best


def path_of(page: Page) -> str | None:
    """The path of `page`, such as ``/cs/clenove/meopta/``; None for a page outside every site."""
    root = root_of(page)
    return path_below(root, page.url_path) if root else None


def url_of(page: Page) -> str | None:
    """The absolute address of `page`; None for a page outside every site."""
    root = root_of(page)
    return root.base_url + path_below(root, page.url_path) if root else None


def path_below(root: Root, url_path: str) -> str:
    """The path of a page with this ``url_path`` below the home page `root`."""
    return _quoted(_address(root, url_path))


_quoted = lru_cache(maxsize=10_000)(quote)  # the same addresses are shown again and again


def _address(root: Root, url_path: str) -> str:
    return f"/{root.locale}/{url_path.removeprefix(root.url_path)}"


def addresses_of(url_paths: Iterable[str]) -> list[str | None]:
    """The paths of pages with these ``url_path`` in plain letters; None outside the default site.

    One query for all of them.
    """
    homes = roots()
    above = ((_root_above(url_path, homes), url_path) for url_path in url_paths)
    return [
        _address(root, url_path) if root and root.is_default else None for root, url_path in above
    ]


def bare_path(path: str) -> str:
    """`path` without its query and fragment, and without white space around it."""
    return path.split("#", 1)[0].split("?", 1)[0].strip()


@lru_cache(maxsize=4_000)
def segments(path: str) -> tuple[str, ...] | None:
    """What stands between the slashes of `path`, in plain letters; None when it can be no path.

    Slashes that are missing at the ends or doubled, percent-encoding, composed or decomposed
    accents and white space around it make no difference; an encoded slash divides nothing.
    """
    bare = bare_path(path)
    if len(bare) > LONGEST_PATH:
        return None
    plain = (unicodedata.normalize("NFC", unquote(part)).strip() for part in bare.split("/"))
    found = tuple(part for part in plain if part)
    return None if any(_is_unheard_of(part) for part in found) else found


def _is_unheard_of(segment: str) -> bool:
    is_text = all(not "\ud800" <= letter <= "\udfff" for letter in segment)
    return "/" in segment or "\0" in segment or not is_text


def locate(path: str) -> Location | None:
    """What `path` says, whether or not there is a page; None when it names no site's language.

    It may be spelled as :func:`segments` reads it. Only paths of the default site are known.
    """
    found = segments(path)
    if not found:
        return None
    language, *slugs = found
    for root in roots():
        if root.is_default and root.locale == language.lower():
            return Location(root, tuple(slugs))
    return None


def find_page(path: str, among: QuerySet[Page] | None = None) -> Page | None:
    """The public page at `path`; None when there is none. At most one query beside the roots.

    The address is exact but for its spelling; compare with :func:`path_of` to know whether `path`
    is the page's own. With `among`, a page of that queryset instead.
    """
    location = locate(path)
    return find_at(location, among) if location else None


def find_at(location: Location, among: QuerySet[Page] | None = None) -> Page | None:
    """The public page at `location`, as :func:`find_page`."""
    pages = live_pages() if among is None else among
    if not location.rest:
        return pages.filter(pk=location.root.page_id).first()
    asked, small = location.url_path, lower(location).url_path
    slugs = {location.rest[-1], location.rest[-1].lower()}  # url_path has no index, slug has one
    found = pages.filter(slug__in=slugs, url_path__in={asked, small})
    return max(found, key=lambda page: page.url_path == asked, default=None)


def lower(location: Location) -> Location:
    """The same place in small letters, as slugs are as a rule."""
    return Location(location.root, tuple(slug.lower() for slug in location.rest))


def localized_links(
    page_ids: Iterable[int],
    locale: str,
    *,
    fallback: Sequence[str] = (),
    or_own: bool = False,
) -> dict[int, PageLinkValue]:
    """For each page its public version in `locale`, keyed by the given id; two queries in all.

    Where there is none: the first public version in the languages of `fallback`, then, with
    `or_own`, the page itself if it is public. A page without a public version is left out, and so
    is one outside every site.
    """
    keys = dict(rows_by("paths.translation_keys", _translation_keys, ids=list(set(page_ids))))
    if not keys:
        return {}
    wanted = (locale, *fallback)
    versions = links_by(
        "paths.localized_links",
        _versions,
        keys=list(set(keys.values())),
        codes=wanted,
        ids=list(keys) if or_own else [],
    )
    by_key = {(link.translation_key, link.locale): link for link in versions}
    by_id = {link.page_id: link for link in versions}
    found = {}
    for page_id, key in keys.items():
        candidates = [by_key.get((str(key), code)) for code in wanted]
        if or_own:
            candidates.append(by_id.get(page_id))
        link = next((link for link in candidates if link), None)
        if link:
            found[page_id] = link
    return found


def _translation_keys(ids: list[int]) -> QuerySet[Any, Any]:
    return Page.objects.filter(pk__in=ids).values_list("pk", "translation_key")


def _versions(keys: list[UUID], codes: list[str], ids: list[int]) -> QuerySet[Page]:
    condition = Q(translation_key__in=keys, locale__language_code__in=codes)
    return live_pages().filter(condition | Q(pk__in=ids) if ids else condition)


LinkRow = tuple[int, object, str, str, str, str]


def page_links(pages: QuerySet[Page]) -> list[PageLinkValue]:
    """The pages of a queryset as targets of links, without those outside every site; one query."""
    return _links(_link_rows(pages))


def links_by(
    place: Hashable, compose: Callable[..., QuerySet[Page]], **lists: Sequence[Any]
) -> list[PageLinkValue]:
    """The same for pages that are found by keys, see :func:`rows_by`."""
    return _links(rows_by(place, lambda **keys: _link_rows(compose(**keys)), **lists))


def _link_rows(pages: QuerySet[Page]) -> QuerySet[Any, LinkRow]:
    return pages.values_list(
        "pk", "translation_key", "locale__language_code", "title", "url_path", "path"
    )


def _links(rows: Iterable[LinkRow]) -> list[PageLinkValue]:
    links = []
    homes = roots()
    for page_id, key, locale, title, url_path, tree_path in rows:
        touch([page_tag(page_id)])
        root = _root_above(url_path, homes)
        if root:
            path = path_below(root, url_path)
            links.append(
                PageLinkValue(
                    page_id, str(key), locale, title, path, root.base_url + path, tree_path
                )
            )
    return links
