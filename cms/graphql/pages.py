"""Batch look-ups of pages: by id, by path, by translation, below a parent. Public pages only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Length, Substr
from wagtail.models import Page, TranslatableMixin

from cms.graphql.columns import UNTOLD, Columns
from cms.graphql.context import AskedLocale
from cms.graphql.shown import show
from cms.graphql.typed import public_pages
from cms.publishing.batches import rows_by
from cms.publishing.epoch import page_tag
from cms.publishing.paths import PageLinkValue, links_by
from cms.publishing.shared import Shared
from cms.publishing.visibility import live_pages

STEP = Page.steplen
MAX_ID = 2**63 - 1


def page_id(text: str) -> int | None:
    """The number in an id; None for text that no id could be."""
    is_number = text.isascii() and text.isdecimal() and len(text) < 20
    return int(text) if is_number and int(text) <= MAX_ID else None


def ancestor_paths(page: Page) -> list[str]:
    """Tree paths of the pages above `page` and of itself, the home page first."""
    path = page.path
    return [path[:end] for end in range(2 * STEP, len(path) + 1, STEP)]


Links = tuple[PageLinkValue, ...]


def _read_links(keys: list[tuple[str, str]]) -> list[Links | None]:
    """One query for all keys of both kinds."""
    wanted = defaultdict(list)
    for kind, value in keys:
        wanted[kind].append(value)
    links = links_by(
        "pages.links_by_key",
        _at_paths_or_keys,
        paths=wanted["path"],
        keys=list(map(UUID, wanted["translation"])),
    )
    found: dict[tuple[str, str], list[PageLinkValue]] = defaultdict(list)
    for link in links:
        found["path", link.tree_path].append(link)
        found["translation", link.translation_key].append(link)
    return [_by_locale(found[key]) if key in found else None for key in keys]


def _by_locale(links: list[PageLinkValue]) -> Links:
    return tuple(sorted(links, key=lambda link: link.locale))


# The public pages for a key ("path", tree path) or ("translation", text of a key), by language.
links_by_key: Shared[tuple[str, str], Links] = Shared(
    "links", _read_links, tags=lambda links: [page_tag(link.page_id) for link in links]
)


def _at_paths_or_keys(paths: list[str], keys: list[UUID]) -> QuerySet[Page]:
    return live_pages().filter(Q(path__in=paths) | Q(translation_key__in=keys))


@dataclass(frozen=True)
class PagesById:
    """Fetches public pages of any type by id, as objects of their own type, of `columns`.

    One query for what all pages have, and one for each type that has some of the columns alone.
    """

    asked: AskedLocale | None
    columns: Columns = UNTOLD

    def __call__(self, page_ids: list[int]) -> list[Page | None]:
        found = {page.pk: page for page in public_pages(page_ids, self.columns)}
        show(found.values(), self.asked, self.columns)
        return [found.get(page_id) for page_id in page_ids]


def of_own_type(
    rows: Sequence[tuple[int, int]],
    page_ids: Sequence[int],
    asked: AskedLocale | None,
    columns: Columns = UNTOLD,
) -> list[Page | None]:
    """The pages of `rows` (id, content type) as objects of their own type, in the order of
    `page_ids`; None where `rows` has no such page. They count as shown together.

    `columns` are read of each type.
    """
    by_type = defaultdict(list)
    for page_id, content_type_id in rows:
        by_type[content_type_id].append(page_id)
    found: dict[int, Page] = {}
    for content_type_id, ids in by_type.items():
        model = cast("type[Page]", ContentType.objects.get_for_id(content_type_id).model_class())
        found |= {page.pk: page for page in _of_type(model, ids, columns)}
    show(found.values(), asked, columns)
    return [found.get(page_id) for page_id in page_ids]


def _of_type(model: type[Page], ids: list[int], columns: Columns) -> list[Page]:
    """Pages of one type that are known to be public; a page type's own rule was part of that."""
    learned = frozenset(columns.learned(model))
    return rows_by(
        ("pages.of_type", model, columns, learned),
        lambda ids: columns(with_locale(model._default_manager.filter(pk__in=ids))),
        ids=ids,
    )


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


def in_asked_language(pages: QuerySet[Any], asked: AskedLocale) -> QuerySet[Any]:
    """Those of `pages` that are in the asked language, or in a language that may stand in for it
    while the page is public in no earlier one.
    """
    condition = Q(locale__language_code=asked.locale)
    earlier = [asked.locale]
    for code in asked.fallback:
        public = live_pages(pages.model).filter(locale__language_code__in=earlier)
        keys = public.order_by().values("translation_key")
        condition |= Q(locale__language_code=code) & ~Q(translation_key__in=keys)
        earlier.append(code)
    return pages.filter(condition)


def children_by_parent() -> QuerySet[Page]:
    """The public pages in the order of the tree, each with the tree path of its parent."""
    parent_path = Substr("path", 1, Length("path") - Value(STEP))
    return live_pages().annotate(parent_path=parent_path).order_by("path")


def with_locale(pages: QuerySet[Any]) -> QuerySet[Any]:
    """The queryset with each row's language joined, when its rows have one."""
    is_translatable = issubclass(pages.model, TranslatableMixin)
    return pages.select_related("locale") if is_translatable else pages


def as_shown(
    rows: Iterable[Any],
    asked: AskedLocale | None,
    columns: Columns = UNTOLD,
) -> list[Any]:
    """`rows` as a list for an answer: told their language, pages as objects of their own type.

    Annotations are kept. `columns` are read of each type.
    """
    found = list(rows)
    if found and type(found[0]) is Page:
        typed = of_own_type(
            [(row.pk, row.content_type_id) for row in found],
            [row.pk for row in found],
            asked,
            columns,
        )
        return [_annotated_like(page, row) for page, row in zip(typed, found, strict=True)]
    is_shown = found and isinstance(found[0], TranslatableMixin)
    return show(found, asked, columns) if is_shown else found


def _annotated_like(page: Page | None, row: Page) -> Page:
    shown = page or row
    for name, value in row.__dict__.items():
        shown.__dict__.setdefault(name, value)
    return shown


@dataclass(frozen=True)
class VersionsOf:
    """Fetches, for pages by id, the public version in the asked language or in a fallback one."""

    asked: AskedLocale

    def __call__(self, page_ids: list[int]) -> list[Page | None]:
        wanted = (self.asked.locale, *self.asked.fallback)
        keys: dict[int, UUID] = {}
        chosen: dict[UUID, tuple[int, int, int]] = {}
        for translation_key, code, pk, content_type in _named_and_public(page_ids, wanted):
            if not code:
                keys[pk] = translation_key
                continue
            rank = wanted.index(code)
            if translation_key not in chosen or rank < chosen[translation_key][0]:
                chosen[translation_key] = (rank, pk, content_type)
        ids = [chosen[keys[i]][1] if keys.get(i) in chosen else 0 for i in page_ids]
        return of_own_type([(pk, ct) for _rank, pk, ct in chosen.values()], ids, self.asked)


def _named_and_public(page_ids: Sequence[int], codes: Sequence[str]) -> QuerySet[Any, Any]:
    """Keys and ids of the pages, without a language, and of their public versions with one."""
    pages = Page.objects.filter(pk__in=page_ids).order_by()
    keys = pages.values("translation_key")
    named = pages.values_list("translation_key", Value(""), "pk", Value(0))
    public = live_pages().filter(translation_key__in=keys, locale__language_code__in=codes)
    return named.union(
        public.order_by().values_list(
            "translation_key", "locale__language_code", "pk", "content_type_id"
        ),
        all=True,
    )
