"""The folder: numbered indexes side by side, and a small file that names the live one.

`live.json` holds two numbers: the live index's, and the highest there was at the swap. What is
numbered higher is being built; all else was dropped by the swap, and is cleared away by the next
writer when the swap itself was interrupted.
"""

from __future__ import annotations

import json
import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import tantivy

from search.document import Schema
from search.engines.schemas import told, understood
from search.engines.tantivy.documents import tantivy_schema
from search.engines.tantivy.lock import WriteLock

LIVE, SCHEMA, META = "live.json", "klastr.json", "meta.json"
UNFINISHED = ".new-"

Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Indexes:
    """What is in the folder: the live index's name or "", and those that are being built."""

    live: str
    building: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        """The names of all that can be written."""
        return (self.live, *self.building) if self.live else self.building


class Folder:
    """Where the indexes are; to write anything, hold its lock."""

    def __init__(self, path: Path) -> None:
        """Look at nothing yet."""
        self.path = path

    def lock(self, timeout: float) -> WriteLock:
        """The lock that writers hold; the folder is made when it is not there."""
        self.path.mkdir(parents=True, exist_ok=True)
        return WriteLock(self.path / "write.lock", timeout)

    def stamp(self, name: str = "") -> Stamp | None:
        """What changes when another index goes live, or with `name`, when that one is written."""
        try:
            found = os.stat(f"{self.path}/{name}/{META}" if name else f"{self.path}/{LIVE}")
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def indexes(self) -> Indexes:
        """What is live, and what is being built."""
        live, through = self._live()
        building = [n for n in self._numbers() if n > through]
        return Indexes(str(live or ""), tuple(map(str, building)))

    def create(self, schema: Schema) -> str:
        """The name of a new and empty index, complete or not there at all."""
        self._clear()
        number = max([self._live()[1], *self._numbers()]) + 1
        new = self.path / f"{UNFINISHED}{number}"
        new.mkdir()
        tantivy.Index(tantivy_schema(schema), str(new))
        _write(new / SCHEMA, told(schema))
        new.rename(self.path / str(number))
        _sync(self.path)
        return str(number)

    def swap(self, name: str) -> None:
        """Make an index the live one, and drop the others."""
        _write(self.path / LIVE, {"live": int(name), "through": max(self._numbers())})
        self._clear()

    def schema(self, name: str) -> Schema:
        """The schema with which an index was made."""
        return understood(json.loads((self.path / name / SCHEMA).read_text()))

    def open(self, name: str) -> tantivy.Index:
        """An index as it is now."""
        index = tantivy.Index.open(str(self.path / name))
        index.config_reader("manual")
        return index

    def _live(self) -> tuple[int, int]:
        try:
            numbers = json.loads((self.path / LIVE).read_text())
        except FileNotFoundError:
            return 0, 0
        return numbers["live"], numbers["through"]

    def _numbers(self) -> list[int]:
        if not self.path.is_dir():
            return []
        return sorted(int(entry.name) for entry in self.path.iterdir() if entry.name.isdecimal())

    def _clear(self) -> None:
        live, through = self._live()
        for entry in list(self.path.iterdir()):
            number = int(entry.name) if entry.name.isdecimal() else None
            is_dropped = number is not None and number <= through and number != live
            if is_dropped or entry.name.startswith(UNFINISHED):
                shutil.rmtree(entry)


def _write(path: Path, value: Any) -> None:
    """Replace a file for good, so that others see it whole, before or after."""
    new = path.with_name(f".{path.name}.new")
    with new.open("w") as file:
        json.dump(value, file)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    _sync(path.parent)


def _sync(folder: Path) -> None:
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
