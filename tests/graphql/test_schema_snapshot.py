"""The committed schema is the schema, and all of it is described."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.utils import translation
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)

from cms.graphql.management.commands.schema import SNAPSHOT, full_schema


def undescribed(schema: GraphQLSchema) -> Iterator[str]:
    """Places of the schema without a description."""
    for name, type_ in schema.type_map.items():
        if name.startswith("__"):
            continue
        if not type_.description:
            yield name
        if isinstance(type_, GraphQLEnumType):
            yield from (f"{name}.{v}" for v, value in type_.values.items() if not value.description)
        if isinstance(type_, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for field_name, field in type_.fields.items():
                if not field.description:
                    yield f"{name}.{field_name}"
                for argument_name, argument in getattr(field, "args", {}).items():
                    if not argument.description:
                        yield f"{name}.{field_name}({argument_name})"


def test_schema_snapshot_is_current(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("schema", check=True)

    call_command("schema")
    assert capsys.readouterr().out == SNAPSHOT.read_text(encoding="utf-8")


def test_schema_is_the_same_in_every_language() -> None:
    with translation.override("cs"):
        assert full_schema() == SNAPSHOT.read_text(encoding="utf-8")


def test_everything_in_the_schema_is_described() -> None:
    assert sorted(undescribed(build_schema(full_schema()))) == []
