"""Unions whose members come from plugins."""

from __future__ import annotations

from typing import Any

import graphene


class OpenUnion(graphene.Union):
    """A union that asks for its members whenever a schema is built.

    Define ``types_for(active)``: the object types that the plugins labelled `active` contribute.
    """

    class Meta:
        abstract = True

    @classmethod
    def __init_subclass_with_meta__(cls, **options: Any) -> None:
        """Make the union without members; the schema brings them."""
        options.setdefault("types", (graphene.ObjectType,))
        super().__init_subclass_with_meta__(**options)

    @classmethod
    def types_for(cls, active: frozenset[str]) -> tuple[type[graphene.ObjectType], ...]:
        """The members while the plugins labelled `active` work; at least one."""
        raise NotImplementedError
