"""The engine in memory: the reference that the others are held to, and enough for tests.

A plain walk over all records, with no index to speak of: what it answers is what `search.query`
says, and can be seen to be.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from search.document import Record, Schema
from search.engine import NoIndex
from search.engines.checks import check
from search.engines.matching import applies, keywords, numbers, score
from search.query import Buckets, Facet, Filter, Find, Position
from search.results import Found, Health, Hit, Written


@dataclass(slots=True)
class _Index:
    schema: Schema
    records: dict[str, Record] = field(default_factory=dict)
    removed: dict[str, int] = field(default_factory=dict)  # versions, so that no late put returns

    def is_outdated(self, id: str, version: int) -> bool:
        """Whether something newer is known of the document."""
        stored = self.records.get(id)
        return version < (stored.version if stored else self.removed.get(id, version))


class MemoryEngine:
    """An engine whose indexes live and end with it."""

    def __init__(self) -> None:
        """Begin with no index."""
        self._indexes: dict[str, _Index] = {}
        self._live = ""
        self._made = 0
        self._lock = threading.RLock()

    @classmethod
    def from_url(cls, url: str) -> MemoryEngine:
        """A new and empty engine: what is in memory has no address."""
        return cls()

    def create(self, schema: Schema) -> str:
        """The name of a new and empty index, built beside the live one until `swap`."""
        with self._lock:
            self._made += 1
            name = str(self._made)
            self._indexes[name] = _Index(schema)
            return name

    def put(self, records: Sequence[Record], *, index: str | None = None) -> Written:
        """Write records into the live index and all that are being built, or into one."""
        with self._lock:
            written: set[tuple[str, int]] = set()
            for into in self._targets(index):
                for record in records:
                    if not into.is_outdated(record.id, record.version):
                        into.records[record.id] = record
                        into.removed.pop(record.id, None)
                        written.add((record.id, record.version))
            return _told([(record.id, record.version) for record in records], written)

    def remove(self, ids: Iterable[tuple[str, int]], *, index: str | None = None) -> Written:
        """Take documents out, and remember the version at which they went."""
        with self._lock:
            asked = list(ids)
            written: set[tuple[str, int]] = set()
            for into in self._targets(index):
                for id, version in asked:
                    if not into.is_outdated(id, version):
                        into.records.pop(id, None)
                        into.removed[id] = version
                        written.add((id, version))
            return _told(asked, written)

    def find(self, question: Find) -> Found:
        """What of the live index answers the question."""
        with self._lock:
            if not self._live:
                raise NoIndex("There is no live index.")
            live = self._indexes[self._live]
            check(question, live.schema)
            records = list(live.records.values())
        scores = _matched(question, records)
        return Found(
            sum(_all_apply(question, record) for record, _ in scores),
            _page(question, scores),
            {facet.name: _counts(facet, question, scores) for facet in question.facets},
        )

    def swap(self, index: str) -> None:
        """Make an index the live one, and drop all others."""
        with self._lock:
            if index not in self._indexes:
                raise NoIndex(f"There is no index “{index}”.")
            self._indexes = {index: self._indexes[index]}
            self._live = index

    def health(self) -> Health:
        """How the engine is."""
        with self._lock:
            building = tuple(sorted(self._indexes.keys() - {self._live}))
            if not self._live:
                return Health("memory", False, "There is no live index.", building=building)
            live = self._indexes[self._live]
            fingerprint, count = live.schema.fingerprint, len(live.records)
            return Health("memory", True, "", self._live, building, fingerprint, count)

    def close(self) -> None:
        """Nothing to let go of."""

    def _targets(self, index: str | None) -> list[_Index]:
        if index is None and self._indexes:
            return list(self._indexes.values())
        if index is None or index not in self._indexes:
            raise NoIndex(f"There is no index “{index}”." if index else "There is no index.")
        return [self._indexes[index]]


def _told(asked: list[tuple[str, int]], written: set[tuple[str, int]]) -> Written:
    return Written(
        tuple(dict.fromkeys(id for id, version in asked if (id, version) in written)),
        tuple(dict.fromkeys(id for id, version in asked if (id, version) not in written)),
    )


def _matched(question: Find, records: list[Record]) -> list[tuple[Record, int]]:
    if question.match is None:
        return [(record, 0) for record in records]
    scored = [(record, score(question.match, record)) for record in records]
    return [(record, found) for record, found in scored if found is not None]


def _all_apply(question: Find, record: Record, but: str = "") -> bool:
    return all(applies(f, record) for name, f in question.where.items() if name != but)


def _page(question: Find, scores: list[tuple[Record, int]]) -> tuple[Hit, ...]:
    field, descending = question.order.removeprefix("-"), question.order.startswith("-")

    def place(position: Position) -> tuple[int, int, str]:
        if not question.order:
            return -position.score, -position.prior, position.id
        return position.prior, -position.score if descending else position.score, position.id

    def hit(record: Record, found: int) -> Hit:
        position = Position(found, record.prior, record.id)
        if question.order:
            found, number = 0, numbers(record, field)
            position = Position(number or 0, int(number is None), record.id)
        return Hit(record.id, record.version, found, position)

    hits = [hit(*scored) for scored in scores if _all_apply(question, scored[0])]
    if question.after is not None:
        hits = [hit for hit in hits if place(hit.position) > place(question.after)]
    return tuple(sorted(hits, key=lambda hit: place(hit.position))[: question.first])


def _counts(
    facet: Facet | Buckets, question: Find, scores: list[tuple[Record, int]]
) -> tuple[tuple[str, int], ...]:
    counted = [record for record, _ in scores if _all_apply(question, record, but=facet.name)]
    if isinstance(facet, Buckets):
        return tuple((label, _count(filter, counted)) for label, filter in facet.buckets)
    counts = Counter(value for record in counted for value in set(keywords(record, facet.field)))
    told = [(value, n) for value, n in counts.items() if value.startswith(facet.prefix)]
    return tuple(sorted(told, key=lambda pair: (-pair[1], pair[0]))[: facet.limit])


def _count(filter: Filter, records: list[Record]) -> int:
    return sum(applies(filter, record) for record in records)
