"""Bodies: streams of blocks, each shown by the type that its plugin contributed.

Resolvers get the block as it is stored (:class:`ShownBlock`), not as Wagtail's value objects:
those would look up images and pages one stream at a time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import graphene
from wagtail.models import Page

from cms.graphql.context import AskedLocale
from cms.graphql.shown import asked_of, is_part_withheld
from cms.graphql.types.page import Info
from cms.graphql.types.union import OpenUnion
from cms.plugin import BodyBlock
from cms.plugin.registry import Registry, registry
from cms.publishing.visibility import hidden_fields


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
    return [
        item["value"] if isinstance(item, dict) and "value" in item else item for item in stored
    ]


def read_stored(attname: str, default_value: Any, root: Any, info: Info, **args: Any) -> Any:
    """What is stored under the field's name, for fields without a resolver; "" counts as null."""
    if isinstance(root, ShownBlock):
        if attname == "id":
            return root.id
        root = root.value
    value = root.get(attname, default_value)
    return None if value == "" else value


class BlockInterface(graphene.Interface):
    """A part of a page's body."""

    class Meta:
        name = "Block"

    id = graphene.ID(required=True, description="The same in every language version of the page.")

    read_field = staticmethod(read_stored)


class BodyBlockUnion(OpenUnion):
    """One block of a body; every type of it implements Block."""

    class Meta:
        name = "BodyBlock"

    @classmethod
    def types_for(cls, active: frozenset[str]) -> tuple[type[graphene.ObjectType], ...]:
        return tuple(block_types(active).values())

    @classmethod
    def resolve_type(cls, instance: ShownBlock, info: Info) -> Any:
        return block_types(info.context.active)[instance.name]


def block_types(active: frozenset[str]) -> dict[str, type[graphene.ObjectType]]:
    """The object types of the active plugins' blocks, by block name."""
    return _block_types(registry(), active)


@lru_cache(maxsize=50)
def _block_types(table: Registry, active: frozenset[str]) -> dict[str, type[graphene.ObjectType]]:
    return {c.name: c.graphql for _label, c in table.contributed(BodyBlock, active)}


class Body(graphene.Field):
    """The field of a page type that shows its ``BodyField`` of the same name."""

    def __init__(self, attname: str = "body", **kwargs: Any) -> None:
        self.attname = attname
        kwargs.setdefault("description", "The body of the page, block by block.")
        super().__init__(graphene.List(graphene.NonNull(BodyBlockUnion)), required=True, **kwargs)

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
    if attname in hidden_fields(page):
        return []
    blocks = [block for block in getattr(page, attname).raw_data if block["type"] in known]
    blocks = [b for b in blocks if not is_part_withheld(page, attname, b.get("id") or "")]
    return [
        ShownBlock(block.get("id") or "", block["type"], _as_mapping(block["value"]), page)
        for block in blocks
    ]


def _as_mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {"value": value}
