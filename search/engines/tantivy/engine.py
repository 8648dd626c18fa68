"""The six verbs over a folder of tantivy indexes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import unquote

from search.document import Record, Schema
from search.engine import EngineDown, NoIndex, SearchError
from search.engines.tantivy.facets import Counting
from search.engines.tantivy.folder import Folder
from search.engines.tantivy.paging import Pages
from search.engines.tantivy.reading import Reading
from search.engines.tantivy.turns import Turns
from search.engines.tantivy.writing import Change
from search.query import Find
from search.results import Found, Health, Written

NAME = "tantivy"
TIMEOUT = 20.0  # seconds to wait for another writer


class TantivyEngine:
    """An engine in a folder, which any number of processes may open at once."""

    def __init__(self, path: Path, timeout: float = TIMEOUT) -> None:
        """Take the folder; it is made when something is first written."""
        self._folder = Folder(path)
        self._reading = Reading(self._folder)
        self._turns = Turns(self._folder, timeout)

    @classmethod
    def from_url(cls, url: str) -> TantivyEngine:
        """The engine in the folder of `tantivy://PATH`.

        Raises:
            ValueError: When there is no path.
        """
        path = unquote(url.partition("://")[2])
        if not path:
            raise ValueError("A folder is missing: tantivy://PATH.")
        return cls(Path(path).absolute())

    def create(self, schema: Schema) -> str:
        """The name of a new and empty index, built beside the live one until `swap`."""
        with self._locked() as folder:
            return folder.create(schema)

    def put(self, records: Sequence[Record], *, index: str | None = None) -> Written:
        """Write records into the live index and all that are being built, or into one."""
        return self._write([Change(r.id, r.version, r) for r in records], index)

    def remove(self, ids: Iterable[tuple[str, int]], *, index: str | None = None) -> Written:
        """Take documents out; what stays of each is its version."""
        return self._write([Change(id, version) for id, version in ids], index)

    def find(self, question: Find) -> Found:
        """What of the live index answers the question."""
        live = self._reading.live()
        try:
            asked = live.asked(question)
            total, hits = Pages(asked).page()
            counts = Counting(asked).counts()
        except (OSError, ValueError) as failure:
            raise EngineDown(f"The index cannot be searched: {failure}") from failure
        return Found(total, hits, counts)

    def swap(self, index: str) -> None:
        """Make an index the live one, and drop all others."""
        with self._locked() as folder:
            if index not in folder.indexes().all():
                raise NoIndex(f"There is no index “{index}”.")
            folder.swap(index)

    def health(self) -> Health:
        """How the engine is; never raises."""
        building: tuple[str, ...] = ()
        try:
            building = self._folder.indexes().building
            live = self._reading.live()
            documents = live.documents
        except SearchError as failure:
            return Health(NAME, False, str(failure), building=building)
        except (OSError, ValueError, KeyError) as failure:
            return Health(NAME, False, f"The index cannot be read: {failure}")
        fingerprint = live.schema.fingerprint
        return Health(NAME, True, "", live.name, building, fingerprint, documents)

    def close(self) -> None:
        """Let go of files, when merging is over."""
        self._reading.close()
        self._turns.end()

    @contextmanager
    def _locked(self) -> Iterator[Folder]:
        """The folder, in which nobody else writes for now."""
        with _failures(), self._turns.take() as turn:
            turn.finish()  # of what may be dropped
            yield turn.folder

    def _write(self, changes: Sequence[Change], index: str | None) -> Written:
        if not changes:
            return Written()
        taken: set[tuple[str, int]] = set()
        with _failures(), self._turns.take() as turn:
            for name in self._targets(index):
                taken |= turn.writing(name).write(changes)
        return Written(
            tuple(dict.fromkeys(c.id for c in changes if (c.id, c.version) in taken)),
            tuple(dict.fromkeys(c.id for c in changes if (c.id, c.version) not in taken)),
        )

    def _targets(self, index: str | None) -> tuple[str, ...]:
        there = self._folder.indexes().all()
        if index is None and there:
            return there
        if index is None or index not in there:
            raise NoIndex(f"There is no index “{index}”." if index else "There is no index.")
        return (index,)


@contextmanager
def _failures() -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as failure:
        raise EngineDown(f"The index cannot be written: {failure}") from failure
