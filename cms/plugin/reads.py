"""What something derived was read from: reading that again tells whether it is still true.

While :func:`recorded` is open, every statement that this thread reads the database with is noted
with a digest of its rows, and so is every lasting fact. All else that resolvers work with is
either in the code or told by the clock, so what they make of equal rows is equal. Reading again is
cheap: statements are compiled already, and nothing is made of the rows.

Whoever reads what the database does not hold calls :func:`volatile`. A statement that writes makes
the reads volatile as well.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections

READING = ("SELECT", "WITH", "(SELECT", "( SELECT", "VALUES")
NEUTRAL = ("SAVEPOINT", "RELEASE", "ROLLBACK TO", "SET", "BEGIN")
DIGEST_BYTES = 16


@dataclass(slots=True)
class Statement:
    """One statement, how many rows were read of its answer, and a digest of them.

    `is_whole` says that there were no more rows.
    """

    sql: str
    params: Any
    rows: int = 0
    is_whole: bool = False
    digest: bytes = b""

    def is_same(self) -> bool:
        """True when the same rows are read now."""
        again = _Digest()
        with connection.cursor() as cursor:
            cursor.execute(self.sql, self.params)
            rows = cursor.fetchmany(self.rows + 1) if self.rows or self.is_whole else []
        more = len(rows) > self.rows
        again.add(rows[: self.rows])
        return (
            len(rows) >= self.rows and not (more and self.is_whole) and again.end() == self.digest
        )

    @property
    def size(self) -> int:
        """About how many bytes of memory it takes."""
        return 300 + len(self.sql) // 4 + len(repr(self.params))  # statements are shared


@dataclass(frozen=True, slots=True)
class Fact:
    """A lasting fact, and what it was."""

    key: Hashable
    value: object
    now: Callable[[], object]

    def is_same(self) -> bool:
        """True when the fact is the same now."""
        return self.now() == self.value

    size = 200


@dataclass(slots=True)
class Values:
    """Values of one kind that many answers share, by key, as they were.

    `now` tells those of some keys anew, comparable and in their order; it reads them together.
    """

    now: Callable[[list[Any]], list[Any]]
    found: dict[Any, Any] = field(default_factory=dict)

    def is_same(self) -> bool:
        """True when all are the same now."""
        return self.now(list(self.found)) == list(self.found.values())

    @property
    def size(self) -> int:
        """About how many bytes of memory they take; what is shared is not counted."""
        return 300 + 150 * len(self.found)


Noted = Statement | Fact | Values


@dataclass(slots=True)
class Reads:
    """What was read, in order; `is_volatile` when that says nothing about what would be now.

    `tags` name it as events name what changes (`cms.publishing.epoch`).
    """

    noted: list[Noted] = field(default_factory=list)
    values: dict[Hashable, Values] = field(default_factory=dict)  # those among `noted`, by kind
    tags: set[str] = field(default_factory=set)
    is_volatile: bool = False

    def are_same(self) -> bool:
        """True when everything would be read the same now."""
        return not self.is_volatile and self.difference() is None

    def difference(self) -> Noted | None:
        """The first that would not be read the same now."""
        return next((each for each in self.noted if not each.is_same()), None)

    @property
    def size(self) -> int:
        """About how many bytes of memory they take."""
        return sum(each.size for each in self.noted) + 80 * len(self.tags)


_open: ContextVar[Reads | None] = ContextVar("klastr_reads", default=None)
_statements: dict[str, str] = {}  # the same text is kept once
MAX_STATEMENTS = 5_000


@contextmanager
def recorded(reads: Reads | None = None) -> Iterator[Reads]:
    """What is read within the block by this thread, added to `reads` if there are any."""
    reads = Reads() if reads is None else reads
    token = _open.set(reads)
    try:
        with _observed():
            yield reads
    finally:
        _open.reset(token)


@contextmanager
def unrecorded() -> Iterator[None]:
    """What is read within the block is left out: something else stands for it."""
    token = _open.set(None)
    try:
        yield
    finally:
        _open.reset(token)


def is_recording() -> bool:
    """True when somebody wants to know what is read."""
    return _open.get() is not None


def note_fact(key: Hashable, value: object, now: Callable[[], object]) -> None:
    """Note that a lasting fact was read; `now` tells it anew."""
    reads = _open.get()
    if reads is not None:
        reads.noted.append(Fact(key, value, now))


def note_value(
    kind: Hashable, key: Hashable, value: object, now: Callable[[list[Any]], list[Any]]
) -> None:
    """Note that the `value` of `key` was taken of those that are shared; `now` tells some anew."""
    reads = _open.get()
    if reads is not None:
        values = reads.values.get(kind)
        if values is None:
            values = reads.values[kind] = Values(now)
            reads.noted.append(values)
        values.found[key] = value


def take(derived_from: Reads) -> None:
    """What is being derived is made of something that was derived from these reads."""
    reads = _open.get()
    if reads is not None:
        reads.noted.extend(derived_from.noted)
        reads.tags |= derived_from.tags
        reads.is_volatile |= derived_from.is_volatile


def touch(tags: Iterable[str]) -> None:
    """What is being derived shows what these tags name: it may differ when one of them grows."""
    reads = _open.get()
    if reads is not None:
        reads.tags.update(tags)


def volatile() -> None:
    """What is being derived also follows from something that reading again does not tell."""
    reads = _open.get()
    if reads is not None:
        reads.is_volatile = True


@contextmanager
def _observed() -> Iterator[None]:
    """Cursors of this thread's connection note what is read through them."""
    wrapper: Any = connections[DEFAULT_DB_ALIAS]
    own = vars(wrapper)
    if "_prepare_cursor" in own:  # an outer block observes already
        yield
        return
    prepare = wrapper._prepare_cursor
    own["_prepare_cursor"] = lambda cursor: _Observed(prepare(cursor))
    try:
        yield
    finally:
        del own["_prepare_cursor"]


class _Digest:
    def __init__(self) -> None:
        self._hash = blake2b(digest_size=DIGEST_BYTES)

    def add(self, rows: Iterable[Sequence[object]]) -> None:
        for row in rows:
            self._hash.update(repr(row).encode("utf-8", "surrogatepass"))

    def end(self) -> bytes:
        return self._hash.digest()


class _Observed:
    """A cursor that notes what is read through it."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._statement: Statement | None = None
        self._digest = _Digest()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._cursor, name)

    def __enter__(self) -> _Observed:
        self._cursor.__enter__()
        return self

    def __exit__(self, *failure: object) -> Any:
        return self._cursor.__exit__(*failure)

    def execute(self, sql: Any, params: Any = None) -> Any:
        self._statement = None
        reads = _open.get()
        if reads is not None and not _is_neutral(sql):
            if _is_reading(sql):
                self._digest = _Digest()
                self._statement = Statement(_shared(sql), params, digest=self._digest.end())
                reads.noted.append(self._statement)
            else:
                reads.is_volatile = True
        return self._cursor.execute(sql, params)

    def executemany(self, sql: Any, param_list: Any) -> Any:
        volatile()
        return self._cursor.executemany(sql, param_list)

    def callproc(self, *args: Any, **kwargs: Any) -> Any:
        volatile()
        return self._cursor.callproc(*args, **kwargs)

    def fetchone(self) -> Any:
        row = self._cursor.fetchone()
        self._read([] if row is None else [row], is_whole=row is None)
        return row

    def fetchmany(self, size: int | None = None) -> Any:
        rows = self._cursor.fetchmany() if size is None else self._cursor.fetchmany(size)
        wanted = self._cursor.arraysize if size is None else size
        self._read(rows, is_whole=len(rows) < wanted)
        return rows

    def fetchall(self) -> Any:
        rows = self._cursor.fetchall()
        self._read(rows, is_whole=True)
        return rows

    def __iter__(self) -> Iterator[Any]:
        for row in self._cursor:
            self._read([row], is_whole=False)
            yield row
        self._read([], is_whole=True)

    def _read(self, rows: Sequence[Any], *, is_whole: bool) -> None:
        statement = self._statement
        if statement is not None:
            self._digest.add(rows)
            statement.rows += len(rows)
            statement.is_whole |= is_whole
            statement.digest = self._digest.end()


def _is_reading(sql: object) -> bool:
    return isinstance(sql, str) and sql.startswith(READING) and " FOR UPDATE" not in sql


def _is_neutral(sql: object) -> bool:
    return isinstance(sql, str) and sql.startswith(NEUTRAL)


def _shared(sql: str) -> str:
    if len(_statements) >= MAX_STATEMENTS:
        _statements.clear()
    return _statements.setdefault(sql, sql)
