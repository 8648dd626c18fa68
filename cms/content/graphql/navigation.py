"""Menus in one language, as trees of links to public pages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import graphene
from wagtail.models import Page

from cms.content import models
from cms.graphql.context import AskedLocale
from cms.graphql.errors import ApiError
from cms.graphql.shown import is_part_withheld, show
from cms.graphql.types.blocks import items_of
from cms.graphql.types.link import Kind, Link, ShownLink
from cms.plugin.reads import recorded, touch
from cms.plugin.scope import lasting
from cms.publishing.audience import Audience, audience
from cms.publishing.paths import PageLinkValue, localized_links, page_links, roots
from cms.publishing.visibility import live_pages


class NavigationItem(graphene.ObjectType):
    """An item of a menu. Pages that are not public in this language are left out."""

    label = graphene.String(required=True, description="What visitors read.")
    link = graphene.Field(Link, required=True, description="Where it leads.")
    children = graphene.List(
        graphene.NonNull(lambda: NavigationItem), required=True, description="The items below."
    )


@dataclass(frozen=True)
class ShownItem:
    """An item of a menu with its target and the items below it."""

    label: str
    link: ShownLink
    children: tuple[ShownItem, ...] = ()


def _stored_items(menu: models.Menu) -> list[dict[str, Any]]:
    return [item["value"] for item in menu.items.raw_data]


def _page_ids(items: list[dict[str, Any]]) -> Iterator[int]:
    for item in items:
        page_id = (item.get("link") or {}).get("page")
        if page_id:
            yield page_id
        yield from _page_ids(items_of(item.get("children")))


@dataclass(frozen=True)
class KnownMenu:
    """A menu as visitors see it, and the tags of what was read for it."""

    items: tuple[ShownItem, ...]
    tags: frozenset[str]


def menu_items(code: str, asked: AskedLocale) -> tuple[ShownItem, ...]:
    """The items of the menu `code`; for visitors a process reads them anew only when something
    public has changed.

    Without a menu "main" the pages that are ticked to show in menus stand for it.

    Raises:
        ApiError: No menu of this code exists in any language.
    """
    if audience() is not Audience.PUBLIC:
        return _read_items(code, asked)
    known = lasting(("navigation", code, asked), lambda: _known_menu(code, asked))
    touch(known.tags)
    return known.items


def _known_menu(code: str, asked: AskedLocale) -> KnownMenu:
    with recorded() as reads:
        items = _read_items(code, asked)
    return KnownMenu(items, frozenset(reads.tags))


def _read_items(code: str, asked: AskedLocale) -> tuple[ShownItem, ...]:
    wanted = (asked.locale, *asked.fallback)
    menus = list(models.Menu.objects.filter(code=code).select_related("locale"))
    found = [menu for menu in menus if menu.locale.language_code in wanted]
    if found:
        found.sort(key=lambda menu: wanted.index(menu.locale.language_code))
        return _shown_items(show(found[:1], asked)[0], asked)
    if not menus and code != "main":
        raise ApiError(f"There is no menu “{code[:50]}”.", argument="menu")
    return () if menus else _ticked_pages(asked.locale)


def _shown_items(menu: models.Menu, asked: AskedLocale) -> tuple[ShownItem, ...]:
    stored = [(item.get("id") or "", item["value"]) for item in menu.items.raw_data]
    ids = list(dict.fromkeys(_page_ids([value for _id, value in stored])))
    links = localized_links(ids, asked.locale, fallback=asked.fallback)
    shown = []
    for block_id, value in stored:
        is_label_shown = not is_part_withheld(menu, "items", block_id)
        item = _shown_item(value, links, is_label_shown=is_label_shown)
        if item is not None:
            shown.append(item)
    return tuple(shown)


def _shown_item(
    value: dict[str, Any], links: dict[int, PageLinkValue], *, is_label_shown: bool
) -> ShownItem | None:
    """The item as it is shown; None when its page is not public or nothing can stand for it."""
    stored = value.get("link") or {}
    page = links.get(stored.get("page") or 0)
    if page is not None:
        target = _to_page(page)
    elif stored.get("url"):
        target = ShownLink(Kind.ADDRESS, stored["url"])
    else:
        return None
    label = (value.get("label") if is_label_shown else "") or target.title
    if not label:
        return None
    children = (
        _shown_item(child, links, is_label_shown=is_label_shown)
        for child in items_of(value.get("children"))
    )
    return ShownItem(label, target, tuple(child for child in children if child is not None))


def _to_page(page: PageLinkValue) -> ShownLink:
    return ShownLink(Kind.PAGE, page.url, page.path, page.title, page.locale)


def _ticked_pages(locale: str) -> tuple[ShownItem, ...]:
    """Up to three levels of pages below the home page that are ticked to show in menus."""
    home = next((root for root in roots() if root.is_default and root.locale == locale), None)
    if home is None:
        return ()
    pages = live_pages(locale=locale).filter(
        show_in_menus=True, url_path__startswith=home.url_path, depth__range=(3, 5)
    )
    links = page_links(pages.exclude(pk=home.page_id).order_by("path"))

    def below(prefix: str, length: int) -> tuple[ShownItem, ...]:
        return tuple(
            ShownItem(
                link.title,
                _to_page(link),
                below(link.tree_path, length + Page.steplen),
            )
            for link in links
            if len(link.tree_path) == length and link.tree_path.startswith(prefix)
        )

    return below("", 3 * Page.steplen)
