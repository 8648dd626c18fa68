"""Schemas as plain values, which indexes keep beside their documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from types import MappingProxyType
from typing import Any

from search.document import Schema
from search.fields import Field, Keyword, Number, Text

KINDS: Mapping[str, type[Field]] = MappingProxyType(
    {kind.__name__: kind for kind in (Text, Keyword, Number)}
)


def told(schema: Schema) -> dict[str, Any]:
    """The schema as values that JSON knows."""
    fields = {name: [type(f).__name__, asdict(f)] for name, f in schema.fields.items()}
    return {"fields": fields, "analysis": schema.analysis}


def understood(told: Mapping[str, Any]) -> Schema:
    """The schema that was told."""
    fields = {field: KINDS[kind](**values) for field, (kind, values) in told["fields"].items()}
    return Schema(MappingProxyType(fields), told["analysis"])
