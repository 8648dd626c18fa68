"""CSV: written as Czech Excel opens it, read as Czech offices have it."""

from __future__ import annotations

import codecs
import csv
import datetime
import io
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from cms.content.transfer.errors import FileRefused
from cms.content.transfer.formats.encodings import decode
from cms.content.transfer.formulas import guarded, unguarded
from cms.content.transfer.sheet import (
    MAX_CELL,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Row,
    Sheet,
)

DELIMITERS = (";", ",", "\t")
DELIMITER_NAMES = {";": ";", ",": ",", "\t": "TAB"}


def write(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The file: UTF-8 with a mark, so that Excel sees it, semicolons, lines as in RFC 4180."""
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([_text(cell) for cell in row])
    return codecs.BOM_UTF8 + file.getvalue().encode()


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return guarded(cell)
        case bool():
            return "ano" if cell else "ne"
        case Decimal():
            return f"{cell:f}"
        case datetime.time():
            return cell.isoformat("minutes" if cell.second == cell.microsecond == 0 else "auto")
        case datetime.date():
            return cell.isoformat()
        case _:
            return str(cell)


def read(content: bytes, *, known: Collection[str]) -> Sheet:
    """The sheet in a CSV file of any usual encoding and delimiter.

    Raises:
        FileRefused: it is no text, not well-formed, or has too much of something.
    """
    text, encoding = decode(content)
    delimiter = _delimiter(text, known)
    header: list[str] = []
    rows: list[Row] = []
    for number, cells in enumerate(_records(text, delimiter), start=1):
        if len(cells) > MAX_COLUMNS:
            raise too_many_columns(number)
        if number == 1:
            header = [cell.strip() for cell in cells]
        elif any(cells):
            if len(rows) == MAX_ROWS:
                raise too_many_rows()
            rows.append(Row(number, [unguarded(cell) for cell in cells]))
    note = _("Read as %(encoding)s, columns separated by “%(delimiter)s”.")
    names = {"encoding": encoding, "delimiter": DELIMITER_NAMES[delimiter]}
    return Sheet(header, rows, [note % names])


def _records(text: str, delimiter: str) -> Iterable[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        yield from reader
    except csv.Error as error:
        if "field larger" in str(error):
            raise too_long_cell(reader.line_num) from None
        raise FileRefused(
            _("Line %(line)s of the file is damaged: quotation marks do not match.")
            % {"line": reader.line_num}
        ) from None


def _delimiter(text: str, known: Collection[str]) -> str:
    """What separates the columns: with it the first line has most of the names that are known."""
    first = text.partition("\n")[0]

    def recognised(delimiter: str) -> tuple[int, int]:
        names = [name.strip().strip('"') for name in first.split(delimiter)]
        return sum(name in known for name in names), len(names)

    return max(DELIMITERS, key=recognised)


def too_many_columns(row: int) -> FileRefused:
    """The error of a file that is too wide."""
    message = _("Row %(row)s has more than %(limit)s columns.")
    return FileRefused(message % {"row": row, "limit": MAX_COLUMNS})


def too_many_rows() -> FileRefused:
    """The error of a file that is too long."""
    message = _("The file has more than %(limit)s rows. Split it.")
    return FileRefused(message % {"limit": MAX_ROWS})


def too_long_cell(row: int) -> FileRefused:
    """The error of a file with an endless cell."""
    message = _("A cell near row %(row)s has more than %(limit)s characters.")
    return FileRefused(message % {"row": row, "limit": MAX_CELL})


def too_many_characters() -> FileRefused:
    """The error of a file whose cells hold more text than memory should."""
    message = _("The cells hold more than %(limit)s million characters. Split the file.")
    return FileRefused(message % {"limit": MAX_CHARACTERS // 10**6})
