"""Lists in pages: Relay connections with ``nodes`` and ``totalCount`` over querysets and lists.

Nothing is fetched that was not asked for: rows only for ``edges``, ``nodes`` or ``pageInfo``, a
COUNT only for ``totalCount``, large texts only when they are selected.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import graphene
from django.db.models import Q, QuerySet
from graphene.types.utils import get_type
from graphql import GraphQLResolveInfo
from wagtail.models import Page

from cms.graphql.conf import Conf, conf
from cms.graphql.connections import connection_for
from cms.graphql.context import AskedLocale
from cms.graphql.cost import Price, PriceOf, check_first
from cms.graphql.filters.narrowed import Narrowed, frozen
from cms.graphql.filters.pagefilter import PageFilter, conditions_in, wanted_of
from cms.graphql.partitions import PartitionSlice, Within
from cms.graphql.slices import QuerySlice, SequenceSlice, Slice
from cms.graphql.types.locale import asked_in, fallback_argument, locale_argument
from cms.publishing.composed import composed
from cms.publishing.visibility import live_pages

__all__ = ["ConnectionField", "PageList", "Within"]

CONDITION_COST = 20  # of each condition of a filter: a query over all pages of the type
FALLBACK_FACTOR = 4  # for each page it is looked whether a better language has it

NodeType = Any  # a graphene type, or a callable that returns one
Listed = QuerySet[Any] | Sequence[Any] | Within | Narrowed


class ConnectionField(graphene.Field):
    """A field that pages through what its resolver returns.

    The resolver returns an ordered queryset, a short list, or :class:`Within` for a list below
    every row of another list; it may be async. It gets the field's own arguments; ``first`` and
    ``after`` are the field's business. `node_type` may be a callable, for types that need each
    other.
    """

    def __init__(
        self, node_type: NodeType, *, cost: int = 1, description: str = "", **arguments: Any
    ) -> None:
        self._node_type = node_type
        self.klastr_price: Price | PriceOf = Price(cost)
        limits = conf()
        super().__init__(
            lambda: graphene.NonNull(connection_for(get_type(node_type))),
            description=description or None,
            **arguments,
            first=graphene.Int(
                description=f"How many at most: 0 to {limits.max_first},"
                f" {limits.default_first} unless said."
            ),
            after=graphene.String(description="The cursor after which the page begins."),
        )

    @property
    def node_type(self) -> type:
        """The graphene type of the nodes."""
        found: type = get_type(self._node_type)
        return found

    def wrap_resolve(self, parent_resolver: Callable[..., Any]) -> Callable[..., Any]:
        """The resolver that graphene calls: the author's, its result cut into a page."""
        return partial(self._resolve, super().wrap_resolve(parent_resolver))

    def _resolve(
        self,
        resolver: Callable[..., Any],
        root: object,
        info: GraphQLResolveInfo,
        *,
        first: int | None = None,
        after: str | None = None,
        **arguments: Any,
    ) -> object:
        limits = conf()
        size = _page_size(first, limits)
        listed = self._listed(resolver, root, info, arguments)
        if info.is_awaitable(listed):
            return self._awaited(listed, info, size, after)
        return self._slice(listed, info, size, after)

    async def _awaited(
        self, listed: Any, info: GraphQLResolveInfo, size: int, after: str | None
    ) -> Slice:
        return self._slice(await listed, info, size, after)

    def _listed(
        self,
        resolver: Callable[..., Any],
        root: object,
        info: GraphQLResolveInfo,
        arguments: dict[str, Any],
    ) -> Any:
        """What the author's resolver returns for `arguments`."""
        return resolver(root, info, **arguments)

    def _slice(
        self, listed: Listed, info: GraphQLResolveInfo, size: int, after: str | None
    ) -> Slice:
        if isinstance(listed, Within):
            return PartitionSlice(listed, self.node_type, info, size, after)
        if isinstance(listed, QuerySet | Narrowed):
            return QuerySlice(listed, self.node_type, info, size, after)
        if isinstance(listed, Iterable):
            return SequenceSlice(list(listed), size, after)
        raise TypeError(f"{info.field_name} returned {type(listed).__name__}: not a list.")


class PageList(ConnectionField):
    """A field that lists pages of one type in the asked language.

    Adds ``locale``, ``fallback``, ``first`` and ``after`` to its own arguments. The resolver gets
    `locale` as a code ("cs") and returns an ordered queryset in that language; with ``fallback``
    it is called once for each language, and pages that are not public in an earlier language
    come from the next. A filter that is a :class:`PageFilter` is applied here; the resolver gets
    it, too, and may leave it alone.
    """

    def __init__(
        self,
        node_type: NodeType,
        *,
        filter: type[graphene.InputObjectType] | None = None,
        order: type[graphene.Enum] | graphene.Argument | None = None,
        cost: int = 20,  # queries over the whole site
        description: str = "",
        **arguments: Any,
    ) -> None:
        own: dict[str, Any] = {
            "locale": locale_argument(),
            "fallback": fallback_argument(),
        }
        if filter is not None:
            own["filter"] = graphene.Argument(filter, description="Which of them.")
        is_declared = filter is not None and issubclass(filter, PageFilter)
        self.filter_type: type[PageFilter] | None = filter if is_declared else None
        if order is not None:
            own["order"] = (
                order
                if isinstance(order, graphene.Argument)
                else graphene.Argument(order, description="In which order.")
            )
        super().__init__(node_type, cost=cost, description=description, **own, **arguments)
        self.klastr_price = lambda given: Price(
            (cost + CONDITION_COST * conditions_in(given.get("filter")))
            * (FALLBACK_FACTOR if given.get("fallback") else 1)
        )

    def _listed(
        self,
        resolver: Callable[..., Any],
        root: object,
        info: GraphQLResolveInfo,
        arguments: dict[str, Any],
    ) -> Any:
        # Whoever asks for the same list under several names gets one list, with what it has found.
        facts = info.context.facts
        key = ("list", info.parent_type.name, info.field_name, id(root), frozen(arguments))
        if key not in facts:
            found = self._kept_list(resolver, root, info, arguments)
            if info.is_awaitable(found):
                return found
            facts[key] = (found, root)  # a root that is kept has an id of its own
        return facts[key][0]

    def _kept_list(
        self,
        resolver: Callable[..., Any],
        root: object,
        info: GraphQLResolveInfo,
        arguments: dict[str, Any],
    ) -> Any:
        """The list, put together anew only when something public has changed; may be awaitable.

        What resolvers return follows from their arguments and from public state, as answers do.
        """
        context = info.context
        if root is not None or not context.viewer.is_anybody:
            return self._narrowed_list(resolver, root, info, arguments)
        fallback = tuple(arguments.get("fallback") or ())  # in this order
        key = (self, context.active, frozen(arguments), fallback)

        def compose() -> Narrowed:
            found = self._narrowed_list(resolver, root, info, arguments)
            if info.is_awaitable(found):
                raise _LaterError(found)
            return found.again({}, key)

        try:
            return composed(("list", key), compose).again(context.facts, key)
        except _LaterError as later:
            return later.awaitable

    def _narrowed_list(
        self,
        resolver: Callable[..., Any],
        root: object,
        info: GraphQLResolveInfo,
        arguments: dict[str, Any],
    ) -> Any:
        """The list in the asked languages, its filter beside it; may be awaitable."""
        asked = asked_in(arguments.pop("locale"), arguments.pop("fallback", None))
        listed = [
            resolver(root, info, locale=code, **arguments)
            for code in (asked.locale, *asked.fallback)
        ]
        wanted = arguments.get("filter")
        if any(info.is_awaitable(part) for part in listed):
            return self._gathered(listed, info, asked, wanted)
        return self._narrowed(listed, info, asked, wanted)

    async def _gathered(
        self, listed: list[Any], info: GraphQLResolveInfo, asked: AskedLocale, wanted: Any
    ) -> Narrowed:
        rows = list(await info.context.loaders.gather(listed))
        return self._narrowed(rows, info, asked, wanted)

    def _narrowed(
        self, listed: list[Any], info: GraphQLResolveInfo, asked: AskedLocale, wanted: Any
    ) -> Narrowed:
        rows, facts = _combined(listed, asked), info.context.facts
        if self.filter_type is None:
            return Narrowed(rows, None, {}, asked, facts)
        return Narrowed(rows, self.filter_type, wanted_of(self.filter_type, wanted), asked, facts)


class _LaterError(Exception):
    """A resolver must be awaited: what it returns is not kept."""

    def __init__(self, awaitable: Any) -> None:
        super().__init__()
        self.awaitable = awaitable


class DuplicateFilterError(TypeError):
    """Two lists of the same type have different filters."""


def filters_of(query: type[graphene.ObjectType] | None) -> dict[type, type[PageFilter]]:
    """The filter that lists of each object type have, by the fields of `query`."""
    found: dict[type, type[PageFilter]] = {}
    for field in query._meta.fields.values() if query else ():
        wanted = field.filter_type if isinstance(field, PageList) else None
        if wanted is None:
            continue
        known = found.setdefault(field.node_type, wanted)
        if known is not wanted:
            raise DuplicateFilterError(
                f"Lists of {field.node_type.__name__} have two filters:"
                f" {known.__name__} and {wanted.__name__}."
            )
    return found


def _page_size(first: int | None, limits: Conf) -> int:
    if first is None:
        return limits.default_first
    check_first(first, limits)
    return first


def _combined(listed: list[QuerySet[Any]], asked: AskedLocale) -> QuerySet[Any]:
    """The first queryset, and from each further one the pages that no earlier language has."""
    combined = listed[0]
    if not isinstance(combined, QuerySet):
        raise TypeError("The resolver of a list of pages must return a queryset.")
    earlier = [asked.locale]
    for code, queryset in zip(asked.fallback, listed[1:], strict=True):
        combined = combined | queryset.exclude(_public_in(queryset.model, earlier))
        earlier.append(code)
    return combined


def _public_in(model: type[Page], locales: list[str]) -> Q:
    """The condition that a page is public in one of `locales`."""
    public = live_pages(model).filter(locale__language_code__in=locales)
    return Q(translation_key__in=public.order_by().values("translation_key"))
