"""Brings the index up to date for some pages: it reads their state anew, so repeating is safe."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from cms.indexing.connection import Place, analyser, engine, places, quick_engine
from cms.indexing.documents import documents_of, with_translations
from cms.indexing.versions import next_version
from cms.plugin.scope import request_scope
from search.document import Document
from search.engine import Engine, EngineDown, NoIndex
from search.query import Find
from search.results import Health, Written

logger = logging.getLogger(__name__)

BATCH = 100


@dataclass(frozen=True, slots=True)
class Indexed:
    """How many documents were put and removed, and how many already were in a newer state."""

    put: int = 0
    removed: int = 0
    outdated: int = 0

    def __add__(self, other: Indexed) -> Indexed:
        return Indexed(
            self.put + other.put, self.removed + other.removed, self.outdated + other.outdated
        )


def index_pages(page_ids: Iterable[int], place: Place = Place.MAIN) -> Indexed:
    """What became of the pages and their translations: put as they are, or removed.

    Does nothing while there is no index at all: whoever builds one reads the pages then. Files that
    nobody has read yet are left to the caller, see ``extraction.later``.

    Raises: EngineDown. Some batches may have been written; all may be written again.
    """
    ids = with_translations(page_ids)
    if not has_index(quick_engine(place)):  # asked first, so that one that hangs is seen at once
        return Indexed()
    asked = quick_engine(place) if len(ids) <= BATCH else engine(place)
    done = Indexed()
    for portion in batches(ids):
        done += _index(portion, asked)
    return done


def index_everywhere(page_ids: Iterable[int]) -> None:
    """Index the pages in each place, whatever becomes of the others.

    Raises: EngineDown, when all places have been tried.
    """
    ids, failure = list(page_ids), None
    for place in places():
        try:
            index_pages(ids, place)
        except EngineDown as down:
            failure = down
    if failure is not None:
        raise failure


def has_index(asked: Engine) -> bool:
    """True when there is an index to write to, live or being built.

    Raises: EngineDown.
    """
    try:
        asked.find(Find(first=0))
    except NoIndex:
        return bool(asked.health().building)
    return True


def health(asked: Engine) -> Health:
    """How the engine is; one without any index is well, too.

    Raises: EngineDown.
    """
    with suppress(NoIndex):
        asked.find(Find(first=0))
    return asked.health()


def _index(ids: Sequence[int], asked: Engine) -> Indexed:
    version, documents = read(ids)
    gone = [(str(pk), version) for pk in ids if pk not in documents]
    records = [document.record(analyser()) for document in documents.values()]
    written = asked.put(records) if records else Written()
    removed = asked.remove(gone) if gone else Written()
    outdated = len(written.outdated) + len(removed.outdated)
    if outdated:
        logger.info("search.outdated", extra={"documents": outdated, "version": version})
    return Indexed(len(written.written), len(removed.written), outdated)


def read(ids: Sequence[int]) -> tuple[int, dict[int, Document]]:
    """A new version, and the documents of the public ones of the pages, read after it was taken."""
    version = next_version()
    with request_scope():  # what holds for all pages of the batch is read once
        return version, documents_of(ids, version)


def batches(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    """`ids` in portions whose documents are read and written together."""
    for start in range(0, len(ids), BATCH):
        yield ids[start : start + BATCH]
