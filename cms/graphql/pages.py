"""Batch look-ups of pages: by id, by path, by translation, below a parent. Public pages only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, Q, Value, Window
from django.db.models.functions import Length, RowNumber, Substr
from wagtail.models import Page

from cms.graphql.context import AskedLocale
from cms.graphql.loaders import Loaders
from cms.graphql.shown import show
from cms.publishing.paths import PageLinkValue, page_links
from cms.publishing.visibility import live_pages

STEP = Page.steplen


def ancestor_paths(page: Page) -> list[str]:
    """Tree paths of the pages above `page` and of itself, the home page first."""
    path = page.path
    return [path[:end] for end in range(2 * STEP, len(path) + 1, STEP)]


def links_by_key(keys: list[tuple[str, str]]) -> list[list[PageLinkValue]]:
    """For each key ("path", tree path) or ("translation", translation key) the public pages.

    One query for all keys of both kinds.
    """
    wanted = defaultdict(list)
    for kind, value in keys:
        wanted[kind].append(value)
    pages = live_pages().filter(
        Q(path__in=wanted["path"]) | Q(translation_key__in=wanted["translation"])
    )
    found: dict[tuple[str, str], list[PageLinkValue]] = defaultdict(list)
    for link in page_links(pages):
        found["path", link.tree_path].append(link)
        found["translation", link.translation_key].append(link)
    return [found[key] for key in keys]


@dataclass(frozen=True)
class PagesById:
    """Fetches public pages of any type by id, as objects of their own type.

    One query for the types, then one for each type among them.
    """

    asked: AskedLocale

    def __call__(self, page_ids: list[int]) -> list[Page | None]:
        rows = live_pages().filter(pk__in=page_ids).values_list("pk", "content_type_id")
        return of_own_type(list(rows), page_ids, self.asked)


def of_own_type(
    rows: Sequence[tuple[int, int]], page_ids: Sequence[int], asked: AskedLocale
) -> list[Page | None]:
    """The pages of `rows` (id, content type) as objects of their own type, in the order of
    `page_ids`; None where `rows` has no such page. They count as shown together.
    """
    by_type = defaultdict(list)
    for page_id, content_type_id in rows:
        by_type[content_type_id].append(page_id)
    found: dict[int, Page] = {}
    for content_type_id, ids in by_type.items():
        model = cast("type[Page]", ContentType.objects.get_for_id(content_type_id).model_class())
        # The rows are public already; a page type's own rule was part of that.
        pages = model._default_manager.filter(pk__in=ids).select_related("locale")
        found |= {page.pk: page for page in pages}
    show(found.values(), asked)
    return [found.get(page_id) for page_id in page_ids]


@dataclass(frozen=True)
class ParentsByPath:
    """Fetches public pages by tree path, as objects of their own type."""

    asked: AskedLocale

    def __call__(self, tree_paths: list[str]) -> list[Page | None]:
        rows = list(
            live_pages().filter(path__in=tree_paths).values_list("path", "pk", "content_type_id")
        )
        ids = {path: pk for path, pk, _type in rows}
        pages = of_own_type(
            [(pk, content_type) for _path, pk, content_type in rows], list(ids.values()), self.asked
        )
        by_path = dict(zip(ids, pages, strict=True))
        return [by_path.get(path) for path in tree_paths]


@dataclass(frozen=True)
class Siblings:
    """One page of children: their ids in tree order, whether there are more, and how many in all."""

    rows: tuple[tuple[int, str], ...]
    has_more: bool
    total: int


@dataclass(frozen=True)
class ChildrenOf:
    """Fetches the first public children of many pages at once, by the parents' tree paths.

    `after` is a tree path: children up to it are skipped.
    """

    first: int
    after: str | None

    def __call__(self, tree_paths: list[str]) -> list[Siblings]:
        depths = {len(path) // STEP + 1 for path in tree_paths}
        children = (
            live_pages()
            .filter(depth__in=depths)
            .annotate(parent_path=Substr("path", 1, Length("path") - Value(STEP)))
            .filter(parent_path__in=tree_paths)
        )
        totals = dict(
            children.order_by().values_list("parent_path").annotate(total=Count("pk"))
        )
        if self.after is not None:
            children = children.filter(path__gt=self.after)
        ranked = children.annotate(
            place=Window(RowNumber(), partition_by=F("parent_path"), order_by=F("path").asc())
        ).filter(place__lte=self.first + 1)
        rows: dict[str, list[tuple[int, str]]] = defaultdict(list)
        for parent, pk, path in ranked.order_by("path").values_list("parent_path", "pk", "path"):
            rows[parent].append((pk, path))
        return [
            Siblings(
                tuple(rows[path][: self.first]), len(rows[path]) > self.first, totals.get(path, 0)
            )
            for path in tree_paths
        ]


async def page_by_id(loaders: Loaders, page_id: int | None, asked: AskedLocale) -> Page | None:
    """The public page `page_id` itself; None when there is none."""
    if page_id is None:
        return None
    return await loaders.get(PagesById(asked)).load(page_id)


@dataclass(frozen=True)
class VersionsOf:
    """Fetches, for pages by id, the public version in the asked language or in a fallback one."""

    asked: AskedLocale

    def __call__(self, page_ids: list[int]) -> list[Page | None]:
        key = Page.objects.filter(pk__in=page_ids).values("translation_key")
        wanted = (self.asked.locale, *self.asked.fallback)
        rows = live_pages().filter(translation_key__in=key, locale__language_code__in=wanted)
        chosen: dict[str, tuple[int, int, int]] = {}
        for translation_key, code, pk, content_type in rows.values_list(
            "translation_key", "locale__language_code", "pk", "content_type_id"
        ):
            rank = wanted.index(code)
            if translation_key not in chosen or rank < chosen[translation_key][0]:
                chosen[translation_key] = (rank, pk, content_type)
        keys = dict(Page.objects.filter(pk__in=page_ids).values_list("pk", "translation_key"))
        ids = [chosen[keys[i]][1] if keys.get(i) in chosen else 0 for i in page_ids]
        return of_own_type([(pk, ct) for _rank, pk, ct in chosen.values()], ids, self.asked)


async def version_of(loaders: Loaders, page_id: int | None, asked: AskedLocale) -> Page | None:
    """The public version of page `page_id` in the asked language, or in a fallback one."""
    if page_id is None:
        return None
    return await loaders.get(VersionsOf(asked)).load(page_id)


