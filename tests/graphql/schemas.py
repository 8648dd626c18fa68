"""Small schemas for the tests of the engine."""

from __future__ import annotations

from cms.graphql.parts import Part
from cms.graphql.schema import Schema, build
from cms.plugin.contributions import Contribution, Queries


def schema_of(*mixins: type, types: tuple[Contribution, ...] = ()) -> Schema:
    """A schema of core alone, with the fields of `mixins` in its Query."""
    part = Part("core", (*(Queries(mixin) for mixin in mixins), *types), is_core=True)
    return build([part], frozenset())
