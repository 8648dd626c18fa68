"""Bodies: streams of blocks, each shown by the type that its plugin contributed.

Resolvers get the block as it is stored (:class:`ShownBlock`), not as Wagtail's value objects:
those would look up images and pages one stream at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import graphene
from wagtail.models import Page

from cms.graphql.context import AskedLocale
from cms.graphql.shown import asked_of, is_part_withheld, provenance
from cms.graphql.types.page import Info
from cms.plugin import BodyBlock
from cms.plugin.registry import registry


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """A block of a page's body as it is stored: `value` holds ids of images and pages."""

    id: str
    name: str
    value: Mapping[str, Any]
    page: Page

    @property
    def asked(self) -> AskedLocale:
        """The language that the page was asked in."""
        return asked_of(self.page)

    @property
    def locale(self) -> str:
        """The language of the texts in the block."""
        return str(self.page.locale.language_code)


def items_of(stored: object) -> list[Any]:
    """The values in the stored value of a list block."""
    if not isinstance(stored, list):
        return []
    return [item["value"] if isinstance(item, dict) and "value" in item else item for item in stored]


class BlockInterface(graphene.Interface):
    """A part of a page's body."""

    class Meta:
        name = "Block"

    id = graphene.ID(required=True, description="The same in every language version of the page.")


def resolve_stored(
    attname: str, default_value: Any, root: Any, info: Info, **args: Any
) -> Any:
    """The default resolver of block types: what is stored under the field's name, "" as null."""
    stored = root.value if isinstance(root, ShownBlock) else root
    if attname == "id" and isinstance(root, ShownBlock):
        return root.id
    value = stored.get(attname, default_value)
    return None if value == "" else value


_building: ContextVar[frozenset[str]] = ContextVar("klastr_schema_active")


def building(active: frozenset[str]) -> Any:
    """Set, while a schema is built, which plugins it is for; the token to reset it."""
    return _building.set(active)


_unions: dict[frozenset[str], type[graphene.Union]] = {}


def body_block_union() -> type[graphene.Union]:
    """The union of the block types of the plugins that the schema is built for."""
    active = _building.get()
    if active not in _unions:
        types = tuple(
            contributed.graphql for _label, contributed in registry().contributed(BodyBlock, active)
        )

        class Meta:
            name = "BodyBlock"
            description = "One block of a body; every type implements Block."

        Meta.types = types  # type: ignore[attr-defined]  # graphene reads it from Meta
        _unions[active] = type(
            "BodyBlockUnion", (graphene.Union,), {"Meta": Meta, "resolve_type": _block_type}
        )
    return _unions[active]


def _block_type(cls: type[graphene.Union], instance: ShownBlock, info: Info) -> Any:
    return block_types(info.context.active)[instance.name]


def block_types(active: frozenset[str]) -> dict[str, type]:
    """The object types of the active plugins' blocks, by block name."""
    return {c.name: c.graphql for _label, c in registry().contributed(BodyBlock, active)}


class Body(graphene.Field):
    """The field of a page type that shows its ``BodyField`` of the same name."""

    def __init__(self, attname: str = "body", **kwargs: Any) -> None:
        self.attname = attname
        kwargs.setdefault("description", "The body of the page, block by block.")
        super().__init__(
            lambda: graphene.List(graphene.NonNull(body_block_union())), required=True, **kwargs
        )

    def wrap_resolve(self, parent_resolver: Any) -> Any:
        """The blocks of active plugins that the asked language may see."""
        attname = self.attname

        def resolve(page: Page, info: Info) -> list[ShownBlock]:
            return shown_blocks(page, attname, info.context.active)

        return resolve


def shown_blocks(page: Page, attname: str, active: frozenset[str]) -> list[ShownBlock]:
    """The blocks of `page` in its field `attname`, without those of inactive plugins, those that
    are not translated, and all of them when the field is kept from the public.
    """
    known = block_types(active)
    hidden = getattr(page, "hidden_fields", None)
    if hidden is not None and attname in hidden():
        return []
    blocks = [block for block in getattr(page, attname).raw_data if block["type"] in known]
    if not provenance(page).is_source:
        blocks = [b for b in blocks if not is_part_withheld(page, attname, b.get("id") or "")]
    return [
        ShownBlock(block.get("id") or "", block["type"], _as_mapping(block["value"]), page)
        for block in blocks
    ]


def _as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {"value": value}


