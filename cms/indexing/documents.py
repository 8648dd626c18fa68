"""The documents that the public pages make, by what plugins contribute."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Page

from cms.plugin import PageType, Searchable
from cms.plugin.registry import Registry, registry
from cms.plugin.state import active_labels
from cms.publishing.batches import standing_rows_by
from cms.publishing.visibility import live_pages
from search.document import Document, Schema

KEPT = 16  # sets of active plugins


@dataclass(frozen=True, slots=True)
class SearchableType:
    """A page type that search finds: `name` is that of its GraphQL type and in documents."""

    label: str
    name: str
    model: type[Page]
    document: Any  # a class of documents with `of`, see cms.content.search


def searchable_types(active: frozenset[str] | None = None) -> tuple[SearchableType, ...]:
    """The page types that have documents; with `active`, those of these plugins."""
    return _searchable_types(registry(), active)


@lru_cache(KEPT)
def _searchable_types(table: Registry, active: frozenset[str] | None) -> tuple[SearchableType, ...]:
    names = {
        item.model: str(item.graphql._meta.name)  # type: ignore[attr-defined]  # graphene sets it
        for _label, item in table.contributed(PageType)
    }
    return tuple(
        SearchableType(label, names[item.document.model], item.document.model, item.document)  # type: ignore[attr-defined]  # shown by the registry
        for label, item in table.contributed(Searchable, active)
        if item.document.model in names  # type: ignore[attr-defined]  # likewise
    )


def schema(analysis: str) -> Schema:
    """The fields of all documents, active or not: switching plugins needs no new index."""
    return Schema.of((item.document for item in searchable_types()), analysis)


def documents_of(page_ids: Iterable[int], version: int = 0) -> dict[int, Document]:
    """The documents of those of the pages that are public now, by page id.

    How many statements it takes follows from the types among them, not from their number.
    """
    by_type: defaultdict[int, list[int]] = defaultdict(list)
    rows = standing_rows_by("types of pages", _type_rows, ids=list(page_ids))
    for pk, content_type in rows:
        by_type[content_type].append(pk)
    found: dict[int, Document] = {}
    for item in searchable_types(active_labels()) if by_type else ():
        ids = by_type.get(_type_id(item.model), [])
        if ids:
            pages = _pages(item.model, ids)
            made = item.document.of(pages, type=item.name, version=version)
            found |= {int(document.id): document for document in made}
    return found


def _type_rows(ids: Sequence[int]) -> QuerySet[Page, tuple[int, int]]:
    return Page.objects.filter(pk__in=ids).order_by().values_list("pk", "content_type_id")


def _pages(model: type[Page], ids: Sequence[int]) -> list[Any]:
    return list(live_pages(model).filter(pk__in=ids).select_related("locale").order_by("pk"))


def _type_id(model: type[Page]) -> int:
    return ContentType.objects.get_for_model(model, for_concrete_model=False).pk


def public_ids(model: type[Page], locale: str | None = None) -> list[int]:
    """The ids of public pages of one type, in order; in one language or in all."""
    return list(live_pages(model, locale).order_by("pk").values_list("pk", flat=True))


def with_translations(page_ids: Iterable[int]) -> list[int]:
    """These pages and their other language versions, in order.

    A document says in which other languages its page is public, so versions change together.
    """
    wanted = set(page_ids)
    others = standing_rows_by("pages and translations", _version_rows, ids=list(wanted))
    return sorted(wanted.union(pk for (pk,) in others))


def _version_rows(ids: Sequence[int]) -> QuerySet[Page, tuple[int]]:
    keys = Page.objects.filter(pk__in=ids).order_by().values("translation_key")
    return Page.objects.filter(translation_key__in=keys).order_by().values_list("pk")
