"""What ``search`` and ``suggest`` answer with."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

import graphene
from graphene.relay import PageInfo
from wagtail.models import Page

from cms.graphql.columns import selected_columns
from cms.graphql.cost import priced
from cms.graphql.filters.facets import COST, Facet
from cms.graphql.pages import PagesById
from cms.graphql.search.answers import (
    HighlightValue,
    SearchAnswer,
    SearchHitValue,
    documents,
    highlights,
)
from cms.graphql.search.labels import facet
from cms.graphql.slices import PageFacts
from cms.graphql.types.locale import Locale
from cms.graphql.types.page import Info, PageInterface

HIGHLIGHTS = 5  # texts of a page that can have marks


class Order(StrEnum):
    """The orders, as engines are asked for them."""

    BEST = ""
    NEWEST = "-last_published_at"

    @property
    def description(self) -> str:
        """What the schema says about the value."""
        return _ORDERS[self]


_ORDERS = {
    Order.BEST: "What fits the question best.",
    Order.NEWEST: "What was published last, for feeds: only pages that have all the words, and"
    " nothing promoted.",
}


class SearchOrder(graphene.Enum):
    class Meta:
        enum = Order
        description = "What comes first."


class HighlightRange(graphene.ObjectType):
    """A part of a text: what was asked for."""

    start = graphene.Int(required=True, description="Where it begins, in Unicode code points.")
    end = graphene.Int(required=True, description="Where it ends: the place behind it.")


class Highlight(graphene.ObjectType):
    """A text of a page, or the part of it that shows most of what was asked for."""

    field = graphene.String(
        required=True,
        description="Which text: “title”, “names”, “summary”, “body” or “attachments”.",
    )
    text = graphene.String(required=True, description="The text.")
    html = graphene.String(
        required=True, description="The same as safe HTML: only “mark” around what was asked for."
    )
    ranges = graphene.List(
        graphene.NonNull(HighlightRange), required=True, description="The marked parts of `text`."
    )

    @staticmethod
    def resolve_text(highlight: HighlightValue, info: Info) -> str:
        return highlight.marked.text

    @staticmethod
    def resolve_html(highlight: HighlightValue, info: Info) -> str:
        return highlight.marked.html()

    @staticmethod
    def resolve_ranges(highlight: HighlightValue, info: Info) -> list[dict[str, int]]:
        return [{"start": start, "end": end} for start, end in highlight.marked.ranges]


class SearchHit(graphene.ObjectType):
    """A page that was found."""

    page = graphene.Field(PageInterface, required=True, description="The page.")
    matched_locale = graphene.Field(
        Locale, required=True, description="The language of the page, maybe not the asked one."
    )
    promoted = graphene.Boolean(
        required=True, description="True when editors put it first for this question."
    )
    highlights = priced(
        graphene.List(
            graphene.NonNull(Highlight),
            required=True,
            description="The texts in which something was found, each once.",
        ),
        cost=10,
        size=HIGHLIGHTS,
    )

    @staticmethod
    def resolve_page(hit: ShownHit, info: Info) -> Page:
        return hit.page

    @staticmethod
    def resolve_matched_locale(hit: ShownHit, info: Info) -> str:
        return str(hit.page.locale.language_code)

    @staticmethod
    def resolve_promoted(hit: ShownHit, info: Info) -> bool:
        return hit.value.is_promoted

    @staticmethod
    async def resolve_highlights(hit: ShownHit, info: Info) -> list[HighlightValue]:
        if not hit.value.highlighter:
            return []
        document = await info.context.loaders.get(documents).load(hit.page.pk)
        if document is None:
            return []
        return highlights(document, hit.value.highlighter)


class ShownHit:
    """A hit with its page, which is public now."""

    def __init__(self, value: SearchHitValue, page: Any) -> None:
        self.value = value
        self.page = page


class SearchResults(graphene.ObjectType):
    """What was found."""

    total_count = graphene.Int(
        required=True, description="How many pages there are in all, whatever the page of results."
    )
    degraded = graphene.Boolean(
        required=True,
        description="True when the search engine could not be asked: what is here, if anything,"
        " comes from an index that stands in for it.",
    )
    is_partial = graphene.Boolean(
        required=True, description="True when no page has all the words, but some have one."
    )
    did_you_mean = graphene.String(
        description="A likelier text for which something would be found; null when there is none."
    )
    corrected_from = graphene.String(
        description="What was asked, when a mistyped word was corrected and that was searched for."
    )
    searched_for = graphene.String(
        required=True, description="The text that was searched for, corrected or not."
    )
    page_info = graphene.Field(
        PageInfo, required=True, name="pageInfo", description="How to go on from here."
    )
    nodes = graphene.List(
        graphene.NonNull(SearchHit), required=True, description="The pages, the best first."
    )
    facets = priced(
        graphene.List(
            graphene.NonNull(Facet),
            required=True,
            description="The facets that were asked for, each under all conditions but its own.",
        ),
        cost=COST,
    )

    @staticmethod
    def resolve_total_count(found: SearchAnswer, info: Info) -> int:
        return found.answer.total

    @staticmethod
    def resolve_degraded(found: SearchAnswer, info: Info) -> bool:
        return found.answer.is_degraded

    @staticmethod
    def resolve_is_partial(found: SearchAnswer, info: Info) -> bool:
        return found.answer.results is not None and found.answer.results.is_partial

    @staticmethod
    def resolve_did_you_mean(found: SearchAnswer, info: Info) -> str | None:
        return found.answer.did_you_mean or None

    @staticmethod
    def resolve_corrected_from(found: SearchAnswer, info: Info) -> str | None:
        results = found.answer.results
        return (results.corrected_from or None) if results else None

    @staticmethod
    def resolve_searched_for(found: SearchAnswer, info: Info) -> str:
        return found.answer.results.text if found.answer.results else ""

    @staticmethod
    def resolve_page_info(found: SearchAnswer, info: Info) -> PageFacts:
        return PageFacts(
            has_next_page=found.has_next_page,
            has_previous_page=found.is_continued,
            start_cursor=None,
            end_cursor=found.end_cursor,
        )

    @staticmethod
    async def resolve_nodes(found: SearchAnswer, info: Info) -> list[ShownHit]:
        """Hits whose pages are public now: an index may be late, but tells nothing."""
        hits = list(found.hits())
        fetch = PagesById(None, selected_columns(info, "page"))
        pages = await info.context.loaders.get(fetch).load_many(hit.page_id for hit in hits)
        return [ShownHit(hit, page) for hit, page in zip(hits, pages, strict=True) if page]

    @staticmethod
    def resolve_facets(found: SearchAnswer, info: Info) -> list[Facet]:
        results = found.answer.results
        return [
            facet(name, counts, found.facts, found.given, found.locale, info.context.active)
            for name, counts in (results.facets if results else {}).items()
        ]


class Kind(StrEnum):
    """What suggestions are."""

    PAGE = "page"
    ORGANISATION = "organisation"
    TERM = "term"
    TEXT = "text"

    @property
    def description(self) -> str:
        """What the schema says about the value."""
        return _KINDS[self]


_KINDS = {
    Kind.PAGE: "A page.",
    Kind.ORGANISATION: "An organisation: its page, or a filter for what is of one without a page.",
    Kind.TERM: "A term that pages are sorted by, such as a topic: a filter.",
    Kind.TEXT: "A longer text to search for.",
}


class SuggestionKind(graphene.Enum):
    class Meta:
        enum = Kind
        description = "What a suggestion is."


class SuggestedFilter(graphene.ObjectType):
    """A condition that narrows a search, such as “Topic: Lasers”."""

    field = graphene.String(required=True, description="The name of the field in SearchFilter.")
    value = graphene.String(required=True, description="The value as the filter takes it.")
    label = graphene.String(
        required=True, description="What people call the field, in the asked language."
    )
    count = graphene.Int(required=True, description="How many pages there are with it.")


class Suggestion(graphene.ObjectType):
    """What may come of a text that is being typed: a page, a term, a name, or a longer text."""

    kind = graphene.Field(SuggestionKind, required=True, description="What it is.")
    text = graphene.String(
        required=True,
        description="The title of the page, the name of the term or of the organisation in the"
        " asked language, or the whole text.",
    )
    page = graphene.Field(PageInterface, description="The page; null for what is none.")
    type = graphene.String(description="The name of the type of the page.")
    filter = graphene.Field(
        SuggestedFilter, description="What to narrow by instead of searching for the text."
    )
