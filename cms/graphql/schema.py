"""The schema of a set of active plugins, built from what they contribute.

A plugin whose part cannot be built is left out and marked as failed; the rest serves.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Iterable
from threading import RLock

import graphene
from django.db.models import Model
from django.utils import translation
from graphql import GraphQLSchema, assert_valid_schema, print_schema

from cms.graphql.additions import Addition, additions_of, blamed
from cms.graphql.pagination import filters_of
from cms.graphql.parts import Ownership, Part, field_names
from cms.graphql.search.facts import facts_of
from cms.graphql.typemap import KlastrTypeMap
from cms.plugin import contributions as kinds
from cms.plugin.discovery import record_failure
from cms.plugin.registry import registry

logger = logging.getLogger(__name__)

MAX_SCHEMAS = 8

_schemas: OrderedDict[frozenset[str], Schema] = OrderedDict()
_lock = RLock()


class DuplicateFieldError(TypeError):
    """Two plugins contribute a root field of the same name."""


class Schema(graphene.Schema):
    """A built schema that also knows which plugin each of its types and fields came from."""

    def __init__(self, parts: Iterable[Part], active: frozenset[str]) -> None:
        self.parts = tuple(parts)
        self.active = active
        self.models = _models(self.parts)
        self.query = _root("Query", "What can be asked.", self.parts, kinds.Queries)
        self.mutation = _root("Mutation", "What can be sent.", self.parts, kinds.Mutations)
        types = [type_ for part in self.parts for type_ in part.types()]
        additions = additions_of(self.parts, self.models)
        filters = filters_of(self.query)
        self.facts = facts_of(active, filters, self.models)
        type_map = KlastrTypeMap(
            active,
            self.models,
            filters=filters,
            additions=additions,
            facts=self.facts,
            query=self.query,
            mutation=self.mutation,
            types=types,
        )
        self.graphql_schema = GraphQLSchema(
            type_map.query,
            type_map.mutation,
            None,
            type_map.types,
            extensions={
                "models": self.models,
                "relations": _relations(self.parts, self.models),
                "facts": self.facts,
            },
        )
        assert_valid_schema(self.graphql_schema)
        self._owners = Ownership(self.parts, self.graphql_schema, self._added_by_label(additions))
        self.sdl = print_schema(self.graphql_schema) + "\n"

    def _added_by_label(self, additions: Iterable[Addition]) -> dict[str, list[tuple[str, str]]]:
        """The fields (type, field) that each plugin adds to the types that are there."""
        added: dict[str, list[tuple[str, str]]] = {}
        for addition in additions:
            if addition.on in self.graphql_schema.type_map:
                fields = [(addition.on, name) for name in addition.names()]
                added.setdefault(addition.label, []).extend(fields)
        return added

    def owner_of(self, type_name: str, field_name: str) -> str | None:
        """The label of the plugin that supplied a field, None for core's own."""
        return self._owners.of(type_name, field_name)


def schema_for(active: frozenset[str]) -> Schema:
    """The schema of the active plugins, built once and kept while it is used."""
    with _lock:
        schema = _schemas.get(active)
        if schema is None:
            schema = _schemas[active] = build(parts_of(active), active)
        _schemas.move_to_end(active)
        while len(_schemas) > MAX_SCHEMAS:
            _schemas.popitem(last=False)
    return schema


def type_for(model: type[Model], active: frozenset[str]) -> type[graphene.ObjectType] | None:
    """The graphene type that shows `model` in the schema of `active`, None when none does."""
    return schema_for(active).models.get(model)


def parts_of(active: frozenset[str]) -> tuple[Part, ...]:
    """The parts of the active plugins: core first, then by label, the required ones earlier."""
    known = registry().plugins
    parts: dict[str, Part] = {}

    def add(label: str) -> None:
        if label in parts or label not in active or label not in known:
            return
        plugin = known[label]
        for required in plugin.requires:
            add(required)
        parts[label] = Part(label, plugin.contributions, plugin.requires, plugin.is_core)

    for label in sorted(known, key=lambda label: (not known[label].is_core, label)):
        add(label)
    return tuple(parts.values())


def build(parts: Iterable[Part], active: frozenset[str]) -> Schema:
    """The schema of `parts`, without those that cannot be built.

    Raises:
        Exception: Whatever is wrong with core's own part.
    """
    wanted = tuple(parts)
    with translation.override("en"):
        try:
            return Schema(wanted, active)
        except Exception:  # a plugin's types may fail in any way
            return Schema(_working(wanted, active), active)


def _working(parts: tuple[Part, ...], active: frozenset[str]) -> list[Part]:
    """The parts that can be built, found by adding one after the other."""
    failed: set[str] = set()
    while True:
        working: list[Part] = []
        for part in parts:
            if part.label in failed:
                continue
            missing = failed.intersection(part.requires)
            try:
                if missing:
                    raise LookupError(f"requires {', '.join(sorted(missing))}, which failed")
                Schema([*working, part], active)
            except Exception as error:  # as above
                if part.is_core:
                    raise
                label = blamed(error) or _guest(working, part, active) or part.label
                failed.add(label)
                record_failure(label, error)
                logger.exception("plugin.failed", extra={"plugin": label})
                break
            working.append(part)
        else:
            return working


def _guest(working: list[Part], part: Part, active: frozenset[str]) -> str | None:
    """The plugin without which `part` can be built: its fields on types of `part` are wrong."""
    for other in working:
        if not other.is_core and any(other.of(kinds.Fields, kinds.Relation)):
            try:
                Schema([*(one for one in working if one is not other), part], active)
            except Exception:  # noqa: S112 -- the next may be the one; the error is logged above
                continue
            return other.label
    return None


def _relations(
    parts: tuple[Part, ...], models: dict[type[Model], type[graphene.ObjectType]]
) -> tuple[kinds.Relation, ...]:
    """The relations whose both ends are in the schema."""
    shown = {model._meta.label for model in models}
    relations = [item for part in parts for item in part.of(kinds.Relation)]
    return tuple(item for item in relations if {item.source, item.target} <= shown)


def _models(parts: tuple[Part, ...]) -> dict[type[Model], type[graphene.ObjectType]]:
    models: dict[type[Model], type[graphene.ObjectType]] = {}
    for part in parts:
        for item in part.of(kinds.PageType):
            models[item.model] = item.graphql
        for item in part.of(kinds.Snippet):
            if item.graphql is not None:
                models[item.viewset.model] = item.graphql
    return models


def _root(
    name: str,
    description: str,
    parts: tuple[Part, ...],
    kind: type[kinds.Queries] | type[kinds.Mutations],
) -> type[graphene.ObjectType] | None:
    """The root type that mixes all contributions of one kind, None when there are none."""
    mixins: list[type] = []
    owners: dict[str, str] = {}
    for part in parts:
        for item in part.of(kind):
            for field in field_names(item.mixin):
                if field in owners:
                    raise DuplicateFieldError(
                        f"{part.label} and {owners[field]} both contribute {name}.{field}."
                    )
                owners[field] = part.label
            mixins.append(item.mixin)
    if not mixins:
        return None
    meta = type("Meta", (), {"name": name, "description": description})
    return type(name, (*reversed(mixins), graphene.ObjectType), {"Meta": meta})
