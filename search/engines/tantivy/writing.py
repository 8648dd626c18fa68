"""Writes batches of changes into one index: the newest state of each document stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import tantivy
from tantivy import Order, Query

from search.document import Record, Schema
from search.engines.tantivy.documents import ID, VERSION, Documents, tombstone

HEAP = 64 * 2**20  # bytes of postings that a writer holds before it writes them to a file
SMALL_HEAP = 15 * 2**20  # the least that tantivy takes; enough for a few documents
FEW = 100
MANY = 8  # parts of about one size that tantivy makes into one
MORE = 4  # than those that it leaves as they are, until it is asked again
# A writer that was killed leaves files that no commit knows, under names that the next one wants.
LEFT_BEHIND = "FileAlreadyExists"

_rightly_many: dict[str, int] = {}  # by place: how many parts there are that are left as they are


@dataclass(frozen=True, slots=True)
class Change:
    """A new state of a document; without a record, that it is gone."""

    id: str
    version: int
    record: Record | None = None


class Writing:
    """What is written into one index, by whoever holds the folder's lock until `finish`."""

    def __init__(self, index: tantivy.Index, schema: Schema, place: str) -> None:
        """Open no writer yet; `place` is where the index stands."""
        self._index, self._schema, self._place = index, schema, place
        self._writer: tantivy.IndexWriter | None = None
        self._heap = 0

    def write(self, changes: Sequence[Change]) -> set[tuple[str, int]]:
        """Write what comes in time, for good; returned is what that was, by id and version."""
        stored = _versions(self._index, changes)
        taken, latest = _in_time(changes, stored)
        if latest:
            try:
                self._commit(list(latest.values()), stored)
            except BaseException:
                self.finish()
                raise
            self._index.reload()
        return taken

    @property
    def is_merging(self) -> bool:
        """True while parts of the index may be merging in the background."""
        is_open = self._writer is not None
        return is_open and self._index.searcher().num_segments >= MANY

    def finish(self) -> None:
        """Wait until parts of the index are merged that have become many."""
        writer, self._writer = self._writer, None
        if writer is None:
            return
        writer.wait_merging_threads()
        left = self._parts()
        if left >= max(MANY, _rightly_many.get(self._place, 0) + MORE):
            # When all documents of a part are replaced while it is merged with others, tantivy
            # drops the part, and then the merged one, too. A commit of nothing lets it merge again.
            writer = self._index.writer(SMALL_HEAP, 1)
            writer.commit()
            writer.wait_merging_threads()
            now = self._parts()
            _rightly_many[self._place] = now if now >= left else 0

    def _parts(self) -> int:
        self._index.reload()
        return int(self._index.searcher().num_segments)

    def _commit(self, changes: Sequence[Change], stored: Mapping[str, int]) -> None:
        heap = SMALL_HEAP if len(changes) <= FEW else HEAP
        if heap > self._heap:
            self.finish()
        if self._writer is None:
            self._writer, self._heap = self._index.writer(heap, 1), heap
        try:
            _write(self._writer, self._schema, changes, stored)
        except ValueError as error:
            if LEFT_BEHIND not in str(error):
                raise
            self.finish()
            self._writer, self._heap = self._index.writer(heap, 1), heap
            self._writer.garbage_collect_files()
            _write(self._writer, self._schema, changes, stored)


def _write(
    writer: tantivy.IndexWriter,
    schema: Schema,
    changes: Iterable[Change],
    stored: Mapping[str, int],
) -> None:
    documents = Documents(schema)
    for change in changes:
        if change.id in stored:
            writer.delete_documents_by_term(ID, change.id)
        if change.record is None:
            writer.add_document(tombstone(change.id, change.version))
        else:
            writer.add_document(documents.document(change.record))
    writer.commit()


def _versions(index: tantivy.Index, changes: Sequence[Change]) -> dict[str, int]:
    """The versions of what is stored of these documents, removed ones with them, by id."""
    searcher = index.searcher()
    if not searcher.num_docs:
        return {}
    ids = {change.id for change in changes}
    query = Query.term_set_query(index.schema, ID, list(ids))
    hits = searcher.search(query, len(ids), count=False, order_by_field=ID, order=Order.Asc).hits
    versions = searcher.fast_field_values(VERSION, [address for _, address in hits])
    return {id: int(v or 0) for (id, _), v in zip(hits, versions, strict=True)}


def _in_time(
    changes: Sequence[Change], stored: Mapping[str, int]
) -> tuple[set[tuple[str, int]], dict[str, Change]]:
    """Which changes are not too late, one after the other, and the last of each document."""
    taken: set[tuple[str, int]] = set()
    latest: dict[str, Change] = {}
    versions = dict(stored)
    for change in changes:
        if change.version >= versions.get(change.id, change.version):
            versions[change.id] = change.version
            latest[change.id] = change
            taken.add((change.id, change.version))
    return taken, latest
