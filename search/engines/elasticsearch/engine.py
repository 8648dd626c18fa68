"""The six verbs over a cluster."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence

from elasticsearch import ApiError, NotFoundError

from search.document import Record, Schema
from search.engine import EngineDown, NoIndex, SearchError, WrongQuestion
from search.engines.checks import check
from search.engines.elasticsearch.address import HURRIED, PATIENT, Address, Limits, failures
from search.engines.elasticsearch.indexes import Indexes, Names
from search.engines.elasticsearch.queries import not_removed
from search.engines.elasticsearch.reading import ask
from search.engines.elasticsearch.writing import Change, write
from search.query import Find
from search.results import Found, Health, Written

NAME = "elasticsearch"
SWAPS = 5  # that may happen while one batch is written
WAITS = (0.02, 0.05, 0.1, 0.2, 0.4)  # seconds, until all nodes know of a swap


class ElasticsearchEngine:
    """An engine in a cluster, which any number of processes on any machine may use at once."""

    def __init__(self, address: Address, limits: Limits = PATIENT) -> None:
        """Take the address; nothing is asked there yet."""
        self._limits = limits
        self._client = address.client(limits)
        self._indexes = Indexes(self._client, address.prefix)

    @classmethod
    def from_url(cls, url: str, *, is_hurried: bool = False) -> ElasticsearchEngine:
        """The engine at `elasticsearch://[USER:PASSWORD@]HOST[:PORT][,HOST…][/PREFIX]`.

        With `is_hurried`, a cluster that does not answer within about two seconds is down.

        Raises:
            ValueError: When there is no host, or indexes cannot be named so.
        """
        return cls(Address.of(url), HURRIED if is_hurried else PATIENT)

    def create(self, schema: Schema) -> str:
        """The name of a new and empty index, built beside the live one until `swap`."""
        with failures():
            return self._indexes.create(schema)

    def put(self, records: Sequence[Record], *, index: str | None = None) -> Written:
        """Write records into the live index and all that are being built, or into one."""
        return self._write([Change(r.id, r.version, r) for r in records], index)

    def remove(self, ids: Iterable[tuple[str, int]], *, index: str | None = None) -> Written:
        """Take documents out; what stays of each is its version."""
        return self._write([Change(id, version) for id, version in ids], index)

    def find(self, question: Find) -> Found:
        """What of the live index answers the question."""
        with failures():
            live = self._indexes.live()
            for wait in WAITS:
                try:
                    check(question, live.schema)
                    return ask(self._client, live.name, question)
                except (ApiError, WrongQuestion) as failure:  # perhaps because of a swap just now
                    before, live = live, self._indexes.live(anew=True)
                    if live.name == before.name and not _may_be_swapping(failure):
                        raise
                    time.sleep(wait if live.name == before.name else 0)
            return ask(self._client, live.name, question)

    def swap(self, index: str) -> None:
        """Make an index the live one, and drop all others."""
        with failures():
            self._indexes.swap(index)

    def health(self) -> Health:
        """How the engine is; never raises."""
        building: tuple[str, ...] = ()
        try:
            with failures():
                building = self._indexes.names().building
                live = self._indexes.live(anew=True)
                found = self._client.count(index=live.name, query=not_removed().to_dict())
        except SearchError as failure:
            return Health(NAME, False, str(failure), building=building)
        documents, fingerprint = int(found["count"]), live.schema.fingerprint
        return Health(NAME, True, "", live.name, building, fingerprint, documents)

    def close(self) -> None:
        """Let go of connections."""
        self._client.close()

    def _write(self, changes: Sequence[Change], index: str | None) -> Written:
        if not changes:
            return Written()
        with failures():
            for _ in range(SWAPS):
                names = self._indexes.names()
                targets = _targets(names, index)
                try:
                    schemas = {name: self._indexes.schema(name) for name in targets}
                    written = write(self._client, schemas, changes, self._limits)
                except (NotFoundError, NoIndex):
                    if index is not None:
                        raise
                    continue  # a swap dropped one of them: look again which there are
                # What is being built and was named is filled in many batches, and made ready to
                # be asked by the swap; anything else may be live by now.
                if index is None or index == names.live:
                    writing = self._client.options(request_timeout=self._limits.writing)
                    writing.indices.refresh(index=targets, ignore_unavailable=True)
                return written
        raise EngineDown("The live index changes too often to be written.")


def _may_be_swapping(failure: Exception) -> bool:
    """Whether an index looks as it does while a node drops it and still calls it the live one."""
    return isinstance(failure, ApiError) and failure.status_code in (404, 503)


def _targets(names: Names, index: str | None) -> tuple[str, ...]:
    there = names.all()
    if index is None and there:
        return there
    if index is None or index not in there:
        raise NoIndex(f"There is no index “{index}”." if index else "There is no index.")
    return (index,)
