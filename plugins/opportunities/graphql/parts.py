"""How parts of an opportunity are read for an answer: texts, lines, children, the state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cms.graphql.shown import is_part_withheld, is_withheld
from cms.graphql.types.page import Info
from plugins.opportunities.models import OpportunityPage, State, state_expression


def text_of(page: OpportunityPage, attribute: str) -> str | None:
    """The text in `attribute`; None when it is empty or must not be shown."""
    return None if is_withheld(page, attribute) else getattr(page, attribute) or None


def lines_of(page: OpportunityPage, attribute: str) -> list[str]:
    """The lines of the text in `attribute`, without the empty ones."""
    lines = (text_of(page, attribute) or "").splitlines()
    return [line.strip() for line in lines if line.strip()]


@dataclass(frozen=True)
class PartsOf:
    """Fetches the children of one model by opportunity; one query for any number of them."""

    model: type[Any]

    def __call__(self, page_ids: list[int]) -> list[list[Any]]:
        found: dict[int, list[Any]] = {page_id: [] for page_id in page_ids}
        rows = self.model._default_manager.filter(opportunity_id__in=page_ids)
        for part in rows.order_by("sort_order", "pk"):
            found[part.opportunity_id].append(part)
        return list(found.values())


async def parts_of(info: Info, page: OpportunityPage, field: str, model: type[Any]) -> list[Any]:
    """The children of `page` in `field`, without those that nobody has translated."""
    if is_withheld(page, field) and not hasattr(model, "translation_key"):
        return []
    parts = await info.context.loaders.get(PartsOf(model)).load(page.pk)
    return [
        part
        for part in parts
        if not hasattr(part, "translation_key")
        or not is_part_withheld(page, field, str(part.translation_key))
    ]


def states_of(page_ids: list[int]) -> list[State | None]:
    """The states of opportunities by id at this moment, aligned; the database computes them."""
    rows = OpportunityPage.objects.filter(pk__in=page_ids).annotate(current=state_expression())
    found = dict(rows.values_list("pk", "current"))
    return [State(found[pk]) if pk in found else None for pk in page_ids]
