"""The program that reads one file: from standard input to standard output, within limits.

It is started anew for each file (``python -I -m cms.indexing.extraction.program FORMAT``) and knows
nothing of Django, of the database or of settings. Whatever a hostile file does to the readers, it
does here, where memory and time are limited and no file can be written. It ends with 0 and the
text, or with one of the codes below.
"""

from __future__ import annotations

import io
import sys
import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO

CPU_SECONDS = 20
MEMORY_BYTES = 1024 * 1024 * 1024
MAX_CHARACTERS = 200_000
MAX_PAGES = 500
MAX_UNPACKED_BYTES = 64 * 1024 * 1024  # of all parts of an Office file that are read
READ_BYTES = 64 * 1024

Reader = Callable[[bytes], Iterator[str]]

ENCRYPTED, BROKEN, TOO_LARGE, OUT_OF_MEMORY = 10, 11, 12, 13


class Refused(Exception):
    """The file is not read; `code` says why."""

    def __init__(self, code: int) -> None:
        self.code = code
        super().__init__(code)


def main(format: str) -> int:
    """The exit code, after the text was written to standard output."""
    _limit_resources()
    try:
        content = sys.stdin.buffer.read()
        text = shortened(READERS[format](content))
    except Refused as refused:
        return refused.code
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception:  # a reader that meets what it did not expect; nothing else is running here
        return BROKEN
    sys.stdout.buffer.write(text.encode("utf-8", "ignore"))
    sys.stdout.buffer.flush()
    return 0


def shortened(parts: Iterable[str]) -> str:
    """The parts as lines, without empty ones, up to the most that is kept."""
    lines: list[str] = []
    length = 0
    for part in parts:
        for line in part.splitlines():
            words = " ".join(line.replace("\0", " ").split())
            if words:
                lines.append(words[: MAX_CHARACTERS - length])
                length += len(lines[-1]) + 1
            if length >= MAX_CHARACTERS:
                return "\n".join(lines)
    return "\n".join(lines)


def _limit_resources() -> None:
    import resource  # noqa: PLC0415 -- only in this program

    for name, most in (
        ("RLIMIT_CPU", CPU_SECONDS),
        ("RLIMIT_AS", MEMORY_BYTES),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
    ):
        limit = getattr(resource, name, None)
        if limit is not None:
            hard = resource.getrlimit(limit)[1]
            least = most if hard == resource.RLIM_INFINITY else min(most, hard)
            resource.setrlimit(limit, (least, least))


def pages_of_pdf(content: bytes) -> Iterator[str]:
    """The text of each page of a PDF."""
    import pypdfium2  # noqa: PLC0415 -- only for a PDF

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        raise Refused(ENCRYPTED if "assword" in str(error) else BROKEN) from error
    for number in range(min(len(document), MAX_PAGES)):
        page = document[number]
        text = page.get_textpage()
        yield text.get_text_bounded()
        text.close()
        page.close()


def texts_in(names: tuple[str, ...], breaks: set[str], words_in: str = "") -> Reader:
    """A reader of those XML parts of a zipped document whose names begin so.

    All words between the ends of elements called as in `breaks` are one line. With `words_in`,
    only elements called so hold words; others hold formulas, codes of fields and the like.
    """

    def read(content: bytes) -> Iterator[str]:
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
        except zipfile.BadZipFile as error:
            # An Office file with a password is another kind of file altogether.
            is_compound = content.startswith(b"\xd0\xcf\x11\xe0")
            raise Refused(ENCRYPTED if is_compound else BROKEN) from error
        left = MAX_UNPACKED_BYTES
        for entry in archive.infolist():
            if not (entry.filename.startswith(names) and entry.filename.endswith(".xml")):
                continue
            if entry.flag_bits & 1:
                raise Refused(ENCRYPTED)
            with archive.open(entry) as part:
                source = Limited(part, left)
                yield from _lines(source, breaks, words_in)
                left -= source.taken

    return read


class Limited:
    """A part of an archive that says no more than so many bytes, whatever its header promises."""

    def __init__(self, part: IO[bytes], most: int) -> None:
        self._part = part
        self._most = most
        self.taken = 0

    def read(self, size: int = READ_BYTES) -> bytes:
        """The next bytes. Raises: Refused."""
        chunk = self._part.read(min(size, READ_BYTES) if size > 0 else READ_BYTES)
        self.taken += len(chunk)
        if self.taken > self._most:
            raise Refused(TOO_LARGE)
        return chunk


def _lines(part: Limited, breaks: set[str], words_in: str) -> Iterator[str]:
    """The lines of an XML document; entities are refused, elements forgotten as they end."""
    from defusedxml.ElementTree import iterparse  # noqa: PLC0415 -- only for Office files

    words: list[str] = []
    for _event, element in iterparse(part, events=("end",), forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if name in TABS:
            words.append(" ")
        if element.text and words_in in {"", name}:
            words.append(element.text)
        if name in breaks:
            yield "".join(words)
            words = []
        if element.tail and not words_in:
            words.append(element.tail)
        element.clear()
    yield "".join(words)


TABS = frozenset({"tab", "br", "s", "line-break", "c"})
READERS: dict[str, Reader] = {
    "pdf": pages_of_pdf,
    "docx": texts_in(
        ("word/document", "word/footnotes", "word/header", "word/footer"), {"p"}, words_in="t"
    ),
    "pptx": texts_in(("ppt/slides/slide", "ppt/notesSlides/notesSlide"), {"p"}, words_in="t"),
    "xlsx": texts_in(("xl/sharedStrings", "xl/worksheets/sheet"), {"si", "is"}, words_in="t"),
    **dict.fromkeys(("odt", "ods", "odp"), texts_in(("content",), {"p", "h"})),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
