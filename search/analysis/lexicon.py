"""A table of texts in a file that is looked up where it lies: open at once, shared by processes.

The file is a header, the offsets of the buckets and the buckets one after the other. A key is in
the bucket that its checksum says; a bucket is lines of key, tab and value.
"""

from __future__ import annotations

import mmap
import struct
from array import array
from collections.abc import Mapping
from pathlib import Path
from zlib import crc32

MAGIC = b"KLEX0001"
_HEADER = struct.Struct("=8sI")  # the magic, and how many buckets: a power of two
_PER_BUCKET = 2  # keys: fewer need more offsets, more take longer to look through


class BrokenLexicon(ValueError):
    """The file is none of ours, or not whole."""


class Lexicon:
    """What a file says of keys; without opening anything but the file."""

    def __init__(self, path: Path) -> None:
        """Map the file into memory.

        Raises:
            BrokenLexicon: When it is not a lexicon.
            OSError: When it cannot be read.
        """
        with path.open("rb") as file:
            if path.stat().st_size < _HEADER.size + 4:
                raise BrokenLexicon(path)
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        magic, count = _HEADER.unpack_from(self._map)
        self._lines = _HEADER.size + 4 * (count + 1)
        if magic != MAGIC or len(self._map) < self._lines:
            raise BrokenLexicon(path)
        self._offsets = memoryview(self._map)[_HEADER.size : self._lines].cast("I")
        if self._lines + self._offsets[count] != len(self._map):
            raise BrokenLexicon(path)
        self._mask = count - 1

    def get(self, key: str) -> str | None:
        """What is said of `key`, or None."""
        sought = b"\n%b\t" % key.encode()
        bucket = crc32(sought) & self._mask
        first, last = self._offsets[bucket], self._offsets[bucket + 1]
        lines = self._map[self._lines + first : self._lines + last]
        found = lines.find(sought)
        if found < 0:
            return None
        found += len(sought)
        return lines[found : lines.index(b"\n", found)].decode()


def write(path: Path, entries: Mapping[str, str]) -> None:
    """Write a lexicon; neither keys nor values may hold tabs or line ends."""
    count = 1 << max(0, (len(entries) // _PER_BUCKET).bit_length())
    buckets: list[bytes] = [b""] * count
    for key, value in entries.items():
        sought = b"\n%b\t" % key.encode()
        buckets[crc32(sought) & (count - 1)] += sought + value.encode()
    offsets = array("I", bytes(4))
    end = 0
    for number, lines in enumerate(buckets):
        if lines:
            buckets[number] = lines + b"\n"
            end += len(lines) + 1
        offsets.append(end)
    with path.open("wb") as file:
        file.write(_HEADER.pack(MAGIC, count))
        offsets.tofile(file)
        file.writelines(buckets)
