"""What pages have several of, such as contact persons: rows of a child relation in GraphQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from wagtail.models import Page

from cms.graphql.shown import is_part_withheld
from cms.graphql.types.page import Info
from cms.publishing.visibility import hidden_fields


@dataclass(frozen=True)
class ChildrenOf:
    """Fetches the rows of a child relation by page id, in their order; one query."""

    model: type[Page]
    relation: str

    def __call__(self, page_ids: list[int]) -> list[list[Any]]:
        relation: Any = self.model._meta.get_field(self.relation)
        key: str = relation.field.attname
        found: dict[int, list[Any]] = {page_id: [] for page_id in page_ids}
        rows = relation.related_model._default_manager.filter(**{f"{key}__in": page_ids})
        for child in rows.order_by("sort_order", "pk"):
            found[getattr(child, key)].append(child)
        return list(found.values())


async def children_of(info: Info, page: Page, relation: str) -> list[Any]:
    """The children of `page` that may be shown: none of a hidden field, none untranslated."""
    if relation in hidden_fields(page):
        return []
    children = await info.context.loaders.get(ChildrenOf(type(page), relation)).load(page.pk)
    return [child for child in children if not _is_withheld(page, relation, child)]


def _is_withheld(page: Page, relation: str, child: Model) -> bool:
    key = getattr(child, "translation_key", None)  # absent where there is nothing to translate
    return key is not None and is_part_withheld(page, relation, str(key))
