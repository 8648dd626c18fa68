"""A site with public content of every installed plugin, and everything that can be asked of it."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.apps import apps
from django.db.models import Model
from django.test import Client
from wagtail.models import Page

from cms.content.models import Menu
from cms.graphql.schema import Schema, schema_for
from cms.plugin import lifecycle
from cms.plugin.contributions import PageType
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.publishing.paths import path_of
from cms.publishing.visibility import live_pages
from tests.content.factories import make_menu, menu_item
from tests.graphql.operations import Writer
from tests.graphql.site import Site
from tests.graphql.test_constant_sql import ASKED
from tests.public_rows import bundled
from tests.servers.indexes import unindexed

CHANGES_BY_ITSELF = frozenset({"cms_plugin", "sessions", "wagtailsearch", "modelsearch", "admin"})
INTROSPECTION = "{ __schema { types { name fields { name } possibleTypes { name } } } }"

PLUGINS = tuple(label for label, plugin in registry().plugins.items() if not plugin.is_core)


@dataclass
class Showcase:
    """The site; what was public and what was answered while all plugins were active."""

    site: Site
    paths: dict[str, list[str]] = field(default_factory=dict)

    @cached_property
    def answers(self) -> dict[str, bytes]:
        """What each field of Query answers while all plugins are active."""
        return self.asked()

    @cached_property
    def rows(self) -> dict[str, list[Any]]:
        """All rows of the database while all plugins are active."""
        return stored_rows()

    def asked(self) -> dict[str, bytes]:
        """The body of the answer to each field of Query, everything selected that there is now."""
        schema = schema_for(active_labels())
        query = schema.graphql_schema.query_type
        assert query is not None
        return {
            name: post(Writer(schema.graphql_schema, 0).operation(name), self._variables(name))
            for name in query.fields
        }

    def _variables(self, name: str) -> dict[str, Any]:
        tables = [ASKED, *self.site.parts.read("ASKED").values()]
        found = next((table[name](self.site) for table in tables if name in table), None)
        return {"locale": "CS"} if found is None else found


def make_showcase() -> Showcase:
    """Two rows of everything, a menu that leads to all of it, and all plugins active."""
    for label in PLUGINS:
        lifecycle.activate(label)
    site = Site()
    site.grow(2)
    with unindexed():
        for label in set(PLUGINS) - set(bundled()):
            for model in page_models(label):
                make_anything(model, site.homes.cs)
    showcase = Showcase(site)
    links = []
    for label in PLUGINS:
        pages = [page for model in page_models(label) for page in live_pages(model)]
        showcase.paths[label] = [path for page in pages if (path := path_of(page))]
        links += [menu_item(page=page) for page in pages]
    Menu.objects.all().delete()
    make_menu("main", site.homes.czech, *links)
    return showcase


def page_models(label: str) -> list[type[Page]]:
    """The page types of a plugin."""
    contributed = registry().contributed(PageType, frozenset({label}))
    return [page_type.model for _label, page_type in contributed]


def make_anything(model: type[Page], parent: Page) -> Page:
    """A public page of a type that nothing is known of: what must be filled in has some value."""
    values: dict[str, Any] = {}
    for column in model._meta.local_concrete_fields:
        is_needed = not (column.blank or column.null or column.has_default() or column.primary_key)
        if is_needed and column.get_internal_type() in {"CharField", "TextField"}:
            values[column.name] = column.choices[0][0] if column.choices else "Word"
        elif is_needed and column.get_internal_type().endswith("IntegerField"):
            values[column.name] = 1
    page = model(title=model.__name__, slug=model.__name__.lower(), locale=parent.locale, **values)
    return Page.objects.get(pk=parent.pk).add_child(instance=page)


def stored_rows() -> dict[str, list[Any]]:
    """All rows of the database by model, without what no answer and no editor sees."""
    models = [m for m in apps.get_models() if m._meta.app_label not in CHANGES_BY_ITSELF]
    return {model._meta.label: _rows_of(model) for model in models if model._meta.managed}


def _rows_of(model: type[Model]) -> list[Any]:
    return list(model._base_manager.order_by("pk").values_list())


def post(document: str, variables: dict[str, Any] | None = None) -> bytes:
    """The body of the answer over HTTP."""
    body = json.dumps({"query": document, "variables": variables or {}})
    response = Client().post("/graphql", body, content_type="application/json")
    return response.content


def introspected() -> dict[str, set[str]]:
    """The fields and the possible types of each type that introspection tells of."""
    types = json.loads(post(INTROSPECTION))["data"]["__schema"]["types"]
    found: dict[str, set[str]] = defaultdict(set)
    for type_ in types:
        members = [*(type_["fields"] or []), *(type_["possibleTypes"] or [])]
        found[type_["name"]] = {member["name"] for member in members}
    return dict(found)


def owned(schema: Schema, label: str) -> set[tuple[str, str]]:
    """The fields (type, field) of the schema that are of a plugin."""
    return {
        (type_name, field_name)
        for type_name, type_ in schema.graphql_schema.type_map.items()
        for field_name in getattr(type_, "fields", {})
        if schema.owner_of(type_name, field_name) == label
    }
