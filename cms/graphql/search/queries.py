"""The fields of ``Query`` and ``Mutation`` that search adds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import graphene

from cms.discovery.answering import Question, ask, suggest
from cms.discovery.log import query_log
from cms.graphql.conf import conf
from cms.graphql.cost import Price, check_first, priced
from cms.graphql.errors import ApiError
from cms.graphql.pages import PagesById, page_id
from cms.graphql.pagination import CONDITION_COST
from cms.graphql.search.answers import SearchAnswer, decoded, digest_of
from cms.graphql.search.facts import Fact
from cms.graphql.search.filter import SearchFilter
from cms.graphql.search.narrowing import conditions, facet_questions, moment
from cms.graphql.search.suggesting import Offered, offered
from cms.graphql.search.types import Kind, Order, SearchOrder, SearchResults, Suggestion
from cms.graphql.types.locale import LocaleCode, asked_in, locale_argument
from cms.graphql.types.page import Info
from cms.plugin.reads import volatile
from cms.publishing.visibility import live_pages
from search.engine import WrongQuestion

COST = 60  # about what an answer of the engine takes, in plain fields
MAX_TEXT = 10_000
MAX_FACETS = 30
MAX_SUGGESTIONS = 20


def _price(given: Mapping[str, Any]) -> Price:
    conditions = sum(value is not None for value in (given.get("filter") or {}).values())
    facets = len(set(given.get("facets") or ()))
    return Price(COST + CONDITION_COST * (conditions + facets))


class SearchQueries:
    """Questions in the words of visitors."""

    search = priced(
        graphene.Field(
            graphene.NonNull(SearchResults),
            text=graphene.String(
                required=True,
                description="What a visitor typed, in Czech or English, with or without accents:"
                " quotes for words in a row, a minus before what must not be there.",
            ),
            locale=locale_argument(),
            filter=graphene.Argument(SearchFilter, description="Which pages."),
            order=graphene.Argument(
                SearchOrder, default_value=Order.BEST, description="What comes first."
            ),
            facets=graphene.List(
                graphene.NonNull(graphene.String),
                description="Names of fields of the filter whose values are counted.",
            ),
            first=graphene.Int(description="How many at most: 0 to 100, 20 unless said."),
            after=graphene.String(description="The cursor after which the page begins."),
            verbatim=graphene.Boolean(
                default_value=False,
                description="True to search for the text as it is, uncorrected.",
            ),
            typing=graphene.Boolean(
                default_value=False,
                description="True while the visitor is still typing: the question is not counted.",
            ),
            description="Public pages that have what is asked for: the best first, those in the"
            " asked language before those that are public in another language only.",
        ),
        by=_price,
    )
    suggest = priced(
        graphene.List(
            graphene.NonNull(Suggestion),
            required=True,
            text=graphene.String(required=True, description="What is typed so far."),
            locale=locale_argument(),
            first=graphene.Int(
                default_value=8, description=f"How many pages at most, 0 to {MAX_SUGGESTIONS}."
            ),
            description="Pages with names that begin like what is being typed, terms and names of"
            " organisations that do, and longer texts.",
        ),
        cost=COST,
        size=8,
    )

    @staticmethod
    def resolve_search(
        root: object,
        info: Info,
        *,
        text: str,
        locale: LocaleCode,
        filter: Any = None,
        order: Order = Order.BEST,
        facets: list[str] | None = None,
        first: int | None = None,
        after: str | None = None,
        verbatim: bool = False,
        typing: bool = False,
    ) -> SearchAnswer:
        volatile()  # of the index, which follows the database in its own time
        size = _size(first)
        known: Mapping[str, Fact] = info.schema.extensions["facts"]
        code, given = str(locale.value), dict(filter or {})
        digest = partial(digest_of, text[:MAX_TEXT], code, {**given, "order": order.name})
        position = None if after is None else decoded(after, digest())
        now = moment()
        question = Question(
            text[:MAX_TEXT],
            code,
            conditions(given, known, now),
            facet_questions(_few(facets or []), known, now),
            order.value,
            first=size,
            after=position,
            is_verbatim=verbatim,
            is_typing=typing,
        )
        try:
            answer = ask(question)
        except WrongQuestion as error:
            raise ApiError(str(error)) from error
        return SearchAnswer(answer, digest, code, given, known, position is not None)

    @staticmethod
    async def resolve_suggest(
        root: object, info: Info, *, text: str, locale: LocaleCode, first: int = 8
    ) -> list[dict[str, Any]]:
        if not 0 <= first <= MAX_SUGGESTIONS:
            raise ApiError(f"“first” is 0 to {MAX_SUGGESTIONS}.", argument="first")
        volatile()
        facts: Mapping[str, Fact] = info.schema.extensions["facts"]
        now = moment()
        listed = conditions({}, facts, now)
        found = suggest(text[:MAX_TEXT], str(locale.value), listed, first=first)
        ids = [int(hit.id) for hit in found.hits]
        pages = await info.context.loaders.get(PagesById(None)).load_many(ids)
        models = info.schema.extensions["models"]
        asked = asked_in(locale, [code for code in LocaleCode if code is not locale])
        return [
            *(_page(page, models[type(page)]._meta.name) for page in pages if page is not None),
            *map(_filter, offered(text[:MAX_TEXT], asked, facts, now) if first else ()),
            *({"kind": Kind.TEXT, "text": text} for text in found.texts),
        ]


def _page(page: Any, type_name: str) -> dict[str, Any]:
    is_organisation = getattr(page, "is_organisation", False)
    kind = Kind.ORGANISATION if is_organisation else Kind.PAGE
    return {"kind": kind, "text": page.title, "page": page, "type": type_name}


def _filter(value: Offered) -> dict[str, Any]:
    kind = Kind.ORGANISATION if value.is_organisation else Kind.TERM
    shown = {
        "field": value.field,
        "value": value.value,
        "label": value.name,
        "count": value.count,
    }
    return {"kind": kind, "text": value.label, "filter": shown}


class SearchMutations:
    """What the search learns from."""

    record_search_click = graphene.Field(
        graphene.NonNull(graphene.Boolean),
        text=graphene.String(required=True, description="What was searched for."),
        locale=locale_argument(),
        page=graphene.ID(required=True, description="The page that was opened."),
        description="Count that a page was opened from the results of a question; nothing about the"
        " visitor is kept. True when there is such a public page.",
    )

    @staticmethod
    def resolve_record_search_click(
        root: object, info: Info, *, text: str, locale: LocaleCode, page: str
    ) -> bool:
        number = page_id(page)
        is_public = number is not None and live_pages().filter(pk=number).exists()
        if is_public and number is not None:
            query_log.opened(text[:MAX_TEXT], str(locale.value), number)
        return is_public


def _size(first: int | None) -> int:
    limits = conf()
    if first is None:
        return limits.default_first
    check_first(first, limits)
    return first


def _few(facets: list[str]) -> list[str]:
    if len(facets) > MAX_FACETS:
        raise ApiError(f"At most {MAX_FACETS} facets can be asked for.", argument="facets")
    return facets
