"""The list behind a feed: its GraphQL document, run in process as any visitor could run it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from cms.graphql.answer import answer
from cms.graphql.conf import conf
from cms.graphql.context import Context
from cms.graphql.errors import ErrorCode, GraphQLError
from cms.graphql.filters.flat import (
    ParameterError,
    Problem,
    texts_of,
    unflattened,
    variable_type,
)
from cms.graphql.request import Operation
from cms.graphql.schema import schema_for
from cms.plugin.contributions import Feed
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.website.feeds.entries import FeedEntry

logger = logging.getLogger(__name__)

PAGE_SIZE = 100
SITE = "query ($locale: Locale!) { site(locale: $locale) { name } }"
FAULTS = frozenset({ErrorCode.PLUGIN_FAILED, ErrorCode.INTERNAL_SERVER_ERROR})

Pairs = Sequence[tuple[str, str]]


class BrokenFeed(Exception):
    """A feed cannot be made through no fault of who asks; the log says more under `error_id`."""

    def __init__(self, label: str, error_id: str) -> None:
        super().__init__(f"{label}: {error_id}")
        self.label = label
        self.error_id = error_id

    @classmethod
    def of(cls, source: Source, error: Exception) -> BrokenFeed:
        """The failure, after it was logged with the plugin whose fault it is."""
        broken = cls(source.label, token_hex(8))
        logger.error(
            "feed.failed",
            exc_info=(type(error), error, error.__traceback__),
            extra={
                "error_id": broken.error_id,
                "feed": source.feed.name,
                "plugin": source.label,
            },
        )
        return broken


@dataclass(frozen=True, slots=True)
class Source:
    """A feed, the plugin that it comes from, and the language that it is asked in."""

    label: str
    feed: Feed
    locale: str


@dataclass(frozen=True, slots=True)
class EntryPage:
    """Entries in the order of the list, and the cursor behind which there are more."""

    entries: tuple[FeedEntry, ...]
    next_cursor: str | None = None


def find(name: str, format: str, locale: str) -> Source | None:
    """The feed of an active plugin that is called `name` and comes in `format`."""
    for label, feed in registry().contributed(Feed, active_labels()):
        if feed.name == name and format in feed.formats:
            return Source(label, feed, locale)
    return None


def entries_of(source: Source, parameters: Pairs, *, after: str | None = None) -> EntryPage:
    """One page of the entries that the parameters find.

    Raises:
        ParameterError: A parameter is wrong.
        BrokenFeed: The document or an entry failed, or what it asks cannot answer now.
    """
    schema = schema_for(active_labels())
    document = document_of(source.feed)
    variables: dict[str, Any] = {
        "locale": source.locale.upper(),
        "first": min(PAGE_SIZE, conf().max_first),
        "after": after,
    }
    try:
        filter_type = variable_type(schema.graphql_schema, document, "filter")
        texts = texts_of(document)
    except GraphQLError as error:
        raise BrokenFeed.of(source, error) from error
    variables |= _texts(parameters, texts)
    parameters = [pair for pair in parameters if pair[0] not in texts]
    if filter_type is not None:
        variables["filter"] = unflattened(parameters, filter_type)
    elif parameters:
        raise ParameterError(parameters[0][0], Problem.UNKNOWN)
    connection = next(iter(_asked(source, document, variables).values()))
    if isinstance(connection, dict) and connection.get(
        "degraded"
    ):  # no entries now are not no entries
        error_id = token_hex(8)
        facts = {"error_id": error_id, "feed": source.feed.name, "plugin": source.label}
        logger.warning("feed.degraded", extra=facts)
        raise BrokenFeed(source.label, error_id)
    try:
        return _made(source, connection)
    except Exception as error:  # a plugin's code may fail in any way
        raise BrokenFeed.of(source, error) from error


def _texts(parameters: Pairs, names: frozenset[str]) -> dict[str, str]:
    """The parameters that are variables of their own.

    Raises:
        ParameterError: One is given twice.
    """
    found: dict[str, str] = {}
    for name, value in parameters:
        if name in names and value:
            if name in found:
                raise ParameterError(name, Problem.REPEATED)
            found[name] = value
    return found


def _made(source: Source, connection: dict[str, Any]) -> EntryPage:
    """The nodes of a connection as entries."""
    entries = tuple(source.feed.entry(node, source.locale) for node in connection["nodes"])
    for entry in entries:
        if not isinstance(entry, FeedEntry):
            raise TypeError(f"An entry of the feed is {type(entry).__name__}.")
    page_info = connection["pageInfo"]
    return EntryPage(entries, page_info["endCursor"] if page_info["hasNextPage"] else None)


def all_entries_of(source: Source, parameters: Pairs, limit: int) -> tuple[FeedEntry, ...]:
    """The first `limit` entries that the parameters find, page by page.

    Raises:
        ParameterError: A parameter is wrong.
        BrokenFeed: The document or an entry failed.
    """
    page = entries_of(source, parameters)
    found = page.entries
    while page.next_cursor is not None and len(found) < limit:
        page = entries_of(source, parameters, after=page.next_cursor)
        found += page.entries
    return found[:limit]


def site_name(locale: str) -> str:
    """What the site is called in `locale`."""
    given = answer(Operation(SITE, {"locale": locale.upper()}), Context(active_labels()))
    site = (given.payload.get("data") or {}).get("site") or {}
    return str(site.get("name", ""))


def document_of(feed: Feed) -> str:
    """The text of the feed's document."""
    if isinstance(feed.document, str):
        return feed.document
    return feed.document.read_text(encoding="utf-8")


def _asked(source: Source, document: str, variables: dict[str, Any]) -> dict[str, Any]:
    """The data that the document brings.

    Raises:
        ParameterError: The list refuses a value.
        BrokenFeed: It failed otherwise.
    """
    operation = Operation(document, variables, is_read_only=True)
    payload = answer(operation, Context(active_labels()), is_own=True).payload
    for error in payload.get("errors", ()):
        extensions = error["extensions"]
        if extensions["code"] == ErrorCode.INVALID_CURSOR:
            raise ParameterError("after", Problem.WRONG)
        if "argument" in extensions:
            raise ParameterError(str(extensions["argument"]), Problem.WRONG)
        if extensions["code"] in FAULTS:
            raise BrokenFeed(source.label, extensions["id"])
        raise BrokenFeed.of(source, ValueError(error["message"]))
    data: dict[str, Any] = payload["data"]
    return data
