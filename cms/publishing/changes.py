"""What an event means to whoever keeps pages of the site elsewhere, such as a static frontend.

Which public pages changed, which others show it, where all of them are now and where they were.
Only what anybody may know, or could know before: a page that is not public any more is its id and
its former addresses, and one that never was is not mentioned.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from wagtail.models import Page, ReferenceIndex, Site

from cms.plugin.contributions import PageType, Setting, Snippet
from cms.plugin.registry import registry
from cms.publishing import epoch
from cms.publishing.events import Changed, Kind
from cms.publishing.models import FormerAddress
from cms.publishing.paths import Location, Root, locate, path_below, roots
from cms.publishing.public_tags import page_ids_of, public_tags
from cms.publishing.visibility import live_pages

MAX_PAGES = 500  # more than that is the whole site


class Why(StrEnum):
    """Why a page is named; of several reasons the first."""

    CHANGED = "changed"
    """It changed itself, or its address or visibility did with a page above."""

    TRANSLATION = "translation"
    """It is a changed page in another language."""

    SHOWS = "shows"
    """It refers to what changed: chooses it, links to it, or has it in its text."""

    MENTIONED = "mentioned"
    """A changed page refers to it, so it may list that page."""

    ABOVE = "above"
    """It is above a changed page, where that is or was listed."""


@dataclass(frozen=True, slots=True)
class PageChange:
    """A page that may look otherwise. `path` and `url` are None when it is not public any more.

    Then `type` is None, too, and `locale` is that of its former address. `former_paths` are where
    it was public, with no public page there now.
    """

    page_id: int
    why: Why
    type: str | None
    locale: str | None
    path: str | None
    url: str | None
    former_paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Described:
    """What an event means.

    With `is_whole_site` everything may look otherwise, and no pages are named. With
    `affects_navigation` something may have changed that stands in menus.
    """

    pages: tuple[PageChange, ...] = ()
    tags: tuple[str, ...] = ()
    is_whole_site: bool = False
    affects_navigation: bool = False

    @property
    def is_empty(self) -> bool:
        """True when nothing public changed."""
        return not (self.pages or self.tags or self.is_whole_site)


@dataclass(frozen=True, slots=True)
class _Row:
    """A public page."""

    page_id: int
    type_id: int
    key: str
    url_path: str
    is_in_menus: bool


def described(event: Changed) -> Described:
    """What the event means now; as many statements for one page as for hundreds."""
    named = {*event.page_ids, *page_ids_of(event.other_tags)}
    affects_all = Kind.SWITCHED in event.kinds or any(map(_is_everywhere, event.objects))
    if affects_all or len(named) > MAX_PAGES:
        return Described(is_whole_site=True, affects_navigation=True)
    public = {row.page_id: row for row in _rows(Q(pk__in=named))} if named else {}
    former = _former(named)
    keys = [row.key for row in public.values()]
    tags = tuple(sorted({*public_tags(event, public, former, keys)}))
    kept = set(event.other_tags)
    own = [public[pk] for pk in event.page_ids if pk in public]
    changed = [row for row in own if epoch.versions_tag(row.key) in kept]
    gone = [pk for pk in event.page_ids if pk in former and pk not in public]
    left = [place for pk in (*gone, *(row.page_id for row in changed)) for place in former[pk]]
    around, taken = _around(changed, left)
    found = {row.page_id: _change(row, Why.CHANGED, former[row.page_id], taken) for row in changed}
    found |= {pk: _gone(pk, former[pk], taken) for pk in gone}
    for why, rows in (
        (Why.SHOWS, own),
        (Why.TRANSLATION, public.values()),
        (Why.MENTIONED, around.mentioned),
        (Why.ABOVE, around.above),
    ):
        for row in rows:
            found.setdefault(row.page_id, _change(row, why))
    if len(found) > MAX_PAGES:
        return Described(tags=tags, is_whole_site=True, affects_navigation=True)
    is_in_menus = any(row.is_in_menus for row in changed) or any(map(_is_everywhere, tags))
    return Described(tuple(found.values()), tags, affects_navigation=bool(gone) or is_in_menus)


@dataclass(frozen=True, slots=True)
class _Around:
    """Public pages that changed pages refer to, and those above them."""

    mentioned: list[_Row]
    above: list[_Row]


def _around(changed: list[_Row], left: list[Location]) -> tuple[_Around, set[str]]:
    """Pages around those that changed, and which of the places `left` have a page now."""
    places = {place for row in changed for place in _above(row.url_path, _root(row.url_path))}
    for location in left:
        places |= {*_above(location.url_path, location.root), location.url_path}
    keys = _keys_mentioned([row.page_id for row in changed])
    slugs = {place.rstrip("/").rpartition("/")[2] for place in places}
    condition = Q(slug__in=slugs, url_path__in=places) | Q(translation_key__in=keys)
    rows = _rows(condition) if places or keys else []
    own_left = {location.url_path for location in left}
    taken = {row.url_path for row in rows} & own_left
    above = [row for row in rows if row.url_path in places - own_left]
    return _Around([row for row in rows if row.key in keys], above), taken


def _keys_mentioned(page_ids: list[int]) -> set[str]:
    """The translation keys of pages that these refer to; two statements."""
    if not page_ids:
        return set()
    page_type = ContentType.objects.get_for_model(Page)
    mentioned = ReferenceIndex.objects.filter(
        base_content_type=page_type,
        object_id__in=[str(pk) for pk in page_ids],
        to_content_type=page_type,
    ).values_list("to_object_id", flat=True)
    pks = {int(pk) for pk in mentioned}
    keys = Page.objects.filter(pk__in=pks).values_list("translation_key", flat=True)
    return set(map(str, keys)) if pks else set()


def _above(url_path: str, root: Root | None) -> Iterator[str]:
    """Where the pages above are, up to the home page."""
    while root and len(url_path) > len(root.url_path):
        url_path = f"{url_path.rstrip('/').rpartition('/')[0]}/"
        yield url_path


def _rows(condition: Q) -> list[_Row]:
    columns = ("pk", "content_type_id", "translation_key", "url_path", "show_in_menus")
    rows = live_pages().filter(condition).order_by("pk").values_list(*columns)
    return [_Row(pk, type_id, str(key), at, menus) for pk, type_id, key, at, menus in rows]


def _former(page_ids: Iterable[int]) -> defaultdict[int, list[Location]]:
    """Where these pages were public, by their ids."""
    found: defaultdict[int, list[Location]] = defaultdict(list)
    rows = FormerAddress.objects.filter(page_id__in=set(page_ids)).order_by("-since", "address")
    for address, page_id in rows.values_list("address", "page_id"):
        location = locate(quote(address))
        if location is not None:
            found[page_id].append(location)
    return found


def _change(
    row: _Row, why: Why, former: Iterable[Location] = (), taken: Iterable[str] = ()
) -> PageChange:
    root = _root(row.url_path)
    path = path_below(root, row.url_path) if root else None
    return PageChange(
        row.page_id,
        why,
        _type_names().get(row.type_id),
        root.locale if root else None,
        path,
        f"{root.base_url}{path}" if root else None,
        _paths(former, {*taken, row.url_path}),
    )


def _gone(page_id: int, former: list[Location], taken: Iterable[str]) -> PageChange:
    locale = former[0].root.locale
    return PageChange(page_id, Why.CHANGED, None, locale, None, None, _paths(former, set(taken)))


def _paths(former: Iterable[Location], taken: set[str]) -> tuple[str, ...]:
    return tuple(quote(at.address) for at in former if at.url_path not in taken)


def _root(url_path: str) -> Root | None:
    above = (root for root in roots() if url_path.startswith(root.url_path))
    return max(above, key=lambda root: (len(root.url_path), root.is_default), default=None)


def _type_names() -> dict[int, str]:
    """What page types are called by the endpoint, by the ids of their content types."""
    types = {each.model: each.graphql for _, each in registry().contributed(PageType)}
    known = ContentType.objects.get_for_models(*types, for_concrete_models=False)
    return {
        found.pk: str(types[model]._meta.name)  # type: ignore[attr-defined]  # graphene sets it
        for model, found in known.items()
    }


def _is_everywhere(name: str) -> bool:
    """True for the name of an object that any page may show: of the Settings menu, or a site."""
    return name.partition(":")[0] in _everywhere()


def _everywhere() -> frozenset[str]:
    found: set[type[Model]] = {Site}
    found |= {each.model for _, each in registry().contributed(Setting)}
    found |= {
        each.viewset.model
        for _, each in registry().contributed(Snippet)
        if each.viewset.add_to_settings_menu
    }
    return frozenset(model._meta.label_lower for model in found)
