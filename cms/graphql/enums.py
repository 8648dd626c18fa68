"""Closed lists in GraphQL: each value is described by the label that editors see, in English."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
from django.db.models import Choices
from django.utils.text import capfirst


def described(description: str) -> Callable[[Any], str]:
    """What the schema says of an enum of choices and of its values, for ``Meta.description``."""

    def describe(value: Choices | None) -> str:
        return description if value is None else f"{capfirst(str(value.label))}."

    return describe


def enum_of(choices: type[Choices], description: str, *, name: str = "") -> type[graphene.Enum]:
    """The GraphQL enum of `choices`, called like them unless `name` says otherwise."""
    meta = {
        "enum": choices,
        "name": name or choices.__name__,
        "description": described(description),
    }
    return type(f"{choices.__name__}Enum", (graphene.Enum,), {"Meta": type("Meta", (), meta)})
