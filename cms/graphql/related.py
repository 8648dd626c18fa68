"""Pages that name other pages: what follows from a plugin's ``Relation`` on both sides.

Pages are matched by translation key: a Czech article that names the Czech page of a member has the
English version of that member when it is asked for in English, and the other way round. Both sides
show public pages only, in the asked language or in one that may stand in for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

import graphene
from django.apps import apps
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from wagtail.models import Page

from cms.graphql.columns import UNTOLD
from cms.graphql.context import AskedLocale
from cms.graphql.pages import in_asked_language, with_locale
from cms.graphql.pagination import ConnectionField, Within
from cms.graphql.shown import asked_of, show
from cms.graphql.types.page import Info
from cms.plugin.contributions import PageType, Relation
from cms.plugin.registry import registry
from cms.publishing.batches import rows_by
from cms.publishing.visibility import hidden_fields, hides_q, live_pages

TARGET = "_target"
VIA = "_via"
UNLISTED = graphene.Argument(
    graphene.NonNull(graphene.Boolean),
    default_value=False,
    description="Also those that lists leave out unless they are asked for.",
)

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


def fields_of(relations: Iterable[Relation], types: Types) -> Iterator[tuple[str, type]]:
    """Pairs of a type's name and a mixin with its field, for both sides of `relations`.

    Those that share a reverse side make one field there.
    """
    shared: dict[tuple[str, str, str], list[Relation]] = {}
    for relation in relations:
        if relation.name:
            yield types[relation.source]._meta.name, _forward(relation, types[relation.target])
        if relation.reverse:
            ends = (relation.source, relation.target, relation.reverse)
            shared.setdefault(ends, []).append(relation)
    for (source, target, _reverse_name), group in shared.items():
        yield types[target]._meta.name, _reverse(tuple(group), types[source])


def _forward(relation: Relation, target: type[graphene.ObjectType]) -> type:
    """A mixin with the field that shows what a page names."""
    described = relation.description or "What it names."
    many = graphene.List(graphene.NonNull(target), required=True, description=described)
    field = graphene.Field(target, description=described) if relation.is_single else many

    async def resolve(page: Page, info: Info) -> object:
        pages = await named_pages(relation, page, info)
        return next(iter(pages), None) if relation.is_single else pages

    return type("Forward", (), {relation.name: field, f"resolve_{relation.name}": resolve})


def _reverse(relations: tuple[Relation, ...], source: type[graphene.ObjectType]) -> type:
    """A mixin with the connection that shows which pages name a page along one of `relations`."""
    first = relations[0]
    described = first.reverse_description or "The pages that name it."
    order = first.order or ((f"-{first.dated}",) if first.dated else ("title",))

    def resolve(page: Page, info: Info, *, include_unlisted: bool = False) -> Within:
        asked = asked_of(page)
        key = ("relations", relations, asked, include_unlisted)
        naming = info.context.facts.get(key)
        if naming is None:
            conditions = [SourceCondition(relation, include_unlisted) for relation in relations]
            naming = info.context.facts[key] = naming_querysets(conditions, asked, order)
        return Within(naming[0], TARGET, page.translation_key, asked, also=naming[1:])

    asks = {"include_unlisted": UNLISTED} if any(one.listed for one in relations) else {}
    field = ConnectionField(source, cost=2 * len(relations), description=described, **asks)
    return type("Reverse", (), {first.reverse: field, f"resolve_{first.reverse}": resolve})


@dataclass(frozen=True)
class NamedBy:
    """Fetches by page id the translation keys of the pages named along `path`, in the order of the
    rows.
    """

    model: type[Page]
    path: str

    def __call__(self, page_ids: list[int]) -> list[list[UUID]]:
        found: dict[int, list[UUID]] = {page_id: [] for page_id in page_ids}
        for page_id, named in rows_by(self, self._named, ids=page_ids):
            if named is not None:
                found[page_id].append(named)
        return list(found.values())

    def _named(self, ids: list[int]) -> QuerySet[Any, Any]:
        rows = self.model._default_manager.filter(pk__in=ids).order_by(*self._order())
        return rows.values_list("pk", f"{self.path}__translation_key")

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


@dataclass(frozen=True)
class NamedPages:
    """Fetches public pages of a type by translation key, each in the asked language or a fallback
    one; one query.
    """

    model: type[Page]
    asked: AskedLocale

    def __call__(self, keys: list[UUID]) -> list[Page | None]:
        wanted = (self.asked.locale, *self.asked.fallback)
        learned = frozenset(UNTOLD.learned(self.model))
        rows = rows_by((self, learned), self._public, keys=keys, codes=wanted)
        chosen: dict[UUID, Page] = {}
        for page in sorted(rows, key=lambda page: wanted.index(page.locale.language_code)):
            chosen.setdefault(page.translation_key, page)
        show(chosen.values(), self.asked, UNTOLD)
        return [chosen.get(key) for key in keys]

    def _public(self, keys: list[UUID], codes: list[str]) -> QuerySet[Any]:
        rows = with_locale(live_pages(self.model))
        return UNTOLD(rows.filter(translation_key__in=keys, locale__language_code__in=codes))


async def named_pages(relation: Relation, page: Page, info: Info) -> list[Page]:
    """The public pages that `page` names, each once, in the language that it was asked in."""
    if relation.path.split("__")[0] in hidden_fields(page):
        return []
    loaders, target = info.context.loaders, page_model(relation.target)
    keys = await loaders.get(NamedBy(type(page), relation.path)).load(page.pk)
    named = await loaders.get(NamedPages(target, asked_of(page))).load_many(dict.fromkeys(keys))
    return [found for found in named if found is not None]


@dataclass(frozen=True, slots=True)
class SourceCondition:
    """A relation, and which of its sources count.

    A source that hides the field with the link never does, nor one that hides or lacks the date,
    where it is asked for by it.
    """

    relation: Relation
    include_unlisted: bool
    is_dated: bool = False

    def condition(self) -> Q:
        """The condition on sources at this moment."""
        relation = self.relation
        condition = Q()
        if self.is_dated:
            condition &= Q(**{f"{relation.dated}__isnull": False})
        if relation.listed is not None and not self.include_unlisted:
            condition &= relation.listed()
        carriers = [relation.path.split("__")[0], *([relation.dated] if self.is_dated else [])]
        hidden = hides_q(page_model(relation.source), carriers)
        return condition & ~hidden if hidden else condition


def naming_querysets(
    several: Iterable[SourceCondition], asked: AskedLocale, order: Sequence[str] = ()
) -> tuple[QuerySet[Any], ...]:
    """For each of the relations, which share their source, the pages that name some page.

    A page stands in one of them only once for each page it names: in that of the first relation
    by which it does; ``TARGET`` has the translation key of what it names.
    """
    found: list[QuerySet[Any]] = []
    earlier: list[tuple[str, Q]] = []
    for sources in several:
        condition = sources.condition()
        pages = _pages_naming(sources.relation, asked).filter(condition)
        itself = pages.model._default_manager.filter(pk=OuterRef("pk"))
        for path, other in earlier:
            same = Q(**{f"{path}__translation_key": OuterRef(TARGET)})
            pages = pages.exclude(Exists(itself.filter(other, same)))
        earlier.append((sources.relation.path, condition))
        found.append(pages.order_by(*order))
    return tuple(found)


def _pages_naming(relation: Relation, asked: AskedLocale) -> QuerySet[Any]:
    """The public sources of `relation`, once for each page they name."""
    model = page_model(relation.source)
    way, _, _last = relation.path.rpartition("__")
    steps = {TARGET: F(f"{relation.path}__translation_key")} | (
        {VIA: F(f"{way}__pk")} if way else {}
    )
    pages = in_asked_language(live_pages(model), asked).annotate(**steps)
    if way:  # several rows may name one page; the first of them stands for all
        itself = model._default_manager.filter(pk=OuterRef("pk"))
        earlier = itself.annotate(_also=steps[TARGET], _first=steps[VIA])
        pages = pages.exclude(
            Exists(earlier.filter(_also=OuterRef(TARGET), _first__lt=OuterRef(VIA)))
        )
    return pages


def page_model(label: str) -> type[Page]:
    """The page model of a label such as "members.MemberPage". Raises: LookupError."""
    model: type[Page] = apps.get_model(label)
    return model
