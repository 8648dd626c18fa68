"""Pages that name other pages: what follows from a plugin's ``Relation`` on both sides.

Pages are matched by translation key: a Czech article that names the Czech page of a member has the
English version of that member when it is asked for in English, and the other way round. Both sides
show public pages only, in the asked language or in one that may stand in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast

import graphene
from django.apps import apps
from django.db.models import Exists, F, OuterRef, QuerySet
from wagtail.models import Page

from cms.graphql.context import AskedLocale
from cms.graphql.pages import VersionsOf, in_asked_language
from cms.graphql.pagination import ConnectionField, Within
from cms.graphql.shown import asked_of
from cms.graphql.types.page import Info
from cms.plugin.contributions import PageType, Relation
from cms.plugin.registry import registry
from cms.publishing.visibility import hidden_fields, live_pages

TARGET = "_target"
VIA = "_via"

Types = dict[str, type[graphene.ObjectType]]


def type_of(label: str) -> Callable[[], type[graphene.ObjectType]]:
    """The GraphQL type of the page model `label` ("members.MemberPage"), when it is needed.

    For fields of types that go with another plugin: ``graphene.Field(type_of("…"))``. Such a
    field belongs into ``Fields(requires=…)``, or the schema would have types of inactive plugins.
    """

    def found() -> type[graphene.ObjectType]:
        for _plugin, item in registry().contributed(PageType):
            if item.model._meta.label == label:
                return cast("type[graphene.ObjectType]", item.graphql)
        raise LookupError(f"No installed plugin has the page type {label}.")

    return found


def fields_of(relation: Relation, types: Types) -> Iterator[tuple[str, type]]:
    """Pairs of a type's name and a mixin with its field, for both sides of `relation`."""
    source, target = types[relation.source], types[relation.target]
    if relation.name:
        yield source._meta.name, _forward(relation, target)
    if relation.reverse:
        yield target._meta.name, _reverse(relation, source)


def _forward(relation: Relation, target: type[graphene.ObjectType]) -> type:
    """A mixin with the field that shows what a page names."""
    described = relation.description or "What it names."
    many = graphene.List(graphene.NonNull(target), required=True, description=described)
    field = graphene.Field(target, description=described) if relation.is_single else many

    async def resolve(page: Page, info: Info) -> object:
        pages = await named_pages(relation, page, info)
        return next(iter(pages), None) if relation.is_single else pages

    return type("Forward", (), {relation.name: field, f"resolve_{relation.name}": resolve})


def _reverse(relation: Relation, source: type[graphene.ObjectType]) -> type:
    """A mixin with the connection that shows which pages name a page."""
    described = relation.reverse_description or "The pages that name it."

    def resolve(page: Page, info: Info) -> Within:
        asked = asked_of(page)
        key = ("relation", relation, asked)
        naming = info.context.facts.get(key)
        if naming is None:
            order = relation.order or ((f"-{relation.dated}",) if relation.dated else ("title",))
            naming = info.context.facts[key] = pages_naming(relation, asked).order_by(*order)
        return Within(naming, TARGET, page.translation_key, asked)

    field = ConnectionField(source, cost=2, description=described)
    return type("Reverse", (), {relation.reverse: field, f"resolve_{relation.reverse}": resolve})


@dataclass(frozen=True)
class NamedBy:
    """Fetches by page id the ids of the pages named along `path`, in the order of the rows."""

    model: type[Page]
    path: str

    def __call__(self, page_ids: list[int]) -> list[list[int]]:
        found: dict[int, list[int]] = {page_id: [] for page_id in page_ids}
        rows = self.model._default_manager.filter(pk__in=page_ids).order_by(*self._order())
        for page_id, named in rows.values_list("pk", self.path):
            if named is not None:
                found[page_id].append(named)
        return list(found.values())

    def _order(self) -> list[str]:
        """The place of each row on the way, as editors arranged them."""
        order, model, steps = list[str](), cast("Any", self.model), self.path.split("__")
        for end, step in enumerate(steps[:-1], start=1):
            model = model._meta.get_field(step).related_model
            way = "__".join(steps[:end])
            if any(field.name == "sort_order" for field in model._meta.get_fields()):
                order.append(f"{way}__sort_order")
            order.append(f"{way}__pk")
        return order


async def named_pages(relation: Relation, page: Page, info: Info) -> list[Page]:
    """The public pages that `page` names, each once, in the language that it was asked in."""
    if relation.path.split("__")[0] in hidden_fields(page):
        return []
    ids = await info.context.loaders.get(NamedBy(type(page), relation.path)).load(page.pk)
    pages = await info.context.loaders.get(VersionsOf(asked_of(page))).load_many(ids)
    target = page_model(relation.target)
    named = [found for found in pages if isinstance(found, target)]
    return list({found.pk: found for found in named}.values())


def pages_naming(
    relation: Relation, asked: AskedLocale, *, but_not_by: Sequence[str] = ()
) -> QuerySet[Any]:
    """The public sources of `relation`, once for each page they name; ``TARGET`` has its
    translation key.

    Without those that name the same page along one of the paths `but_not_by`.
    """
    model = page_model(relation.source)
    way, _, _last = relation.path.rpartition("__")
    steps = {TARGET: F(f"{relation.path}__translation_key")} | (
        {VIA: F(f"{way}__pk")} if way else {}
    )
    pages = in_asked_language(live_pages(model), asked).annotate(**steps)
    itself = model._default_manager.filter(pk=OuterRef("pk"))
    if way:  # several rows may name one page; the first of them stands for all
        earlier = itself.annotate(_also=steps[TARGET], _first=steps[VIA])
        pages = pages.exclude(
            Exists(earlier.filter(_also=OuterRef(TARGET), _first__lt=OuterRef(VIA)))
        )
    for path in but_not_by:
        also = itself.filter(**{f"{path}__translation_key": OuterRef(TARGET)})
        pages = pages.exclude(Exists(also))
    return pages


def page_model(label: str) -> type[Page]:
    """The page model of a label such as "members.MemberPage". Raises: LookupError."""
    model: type[Page] = apps.get_model(label)
    return model
