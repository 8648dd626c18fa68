"""XLSX: values keep their types, texts stay texts, and the same rows give the same bytes."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils.exceptions import InvalidFileException

from cms.content.transfer.errors import CannotExport, FileRefused
from cms.content.transfer.formats.csv_files import (
    too_long_cell,
    too_many_characters,
    too_many_columns,
    too_many_rows,
)
from cms.content.transfer.formulas import doubled, unguarded
from cms.content.transfer.sheet import (
    MAX_CELL,
    MAX_CHARACTERS,
    MAX_COLUMNS,
    MAX_ROWS,
    Cell,
    Formula,
    Found,
    Row,
    Sheet,
)

MAX_UNPACKED_BYTES = 300 * 2**20
MAX_PARTS = 2000
MAX_OTHER_BYTES = 5 * 2**20  # of a part that holds no cells: thousands of styles take hours
_with_cells = re.compile(r"xl/(worksheets/[^/]+|sharedStrings)\.xml")
MAX_EMPTY_ROWS = 100_000  # of a sheet that somebody formatted down to its end
EXCEL_CELL = 32_767  # characters; Excel's own limit
DAWN = datetime.datetime(1980, 1, 1)
_unsafe = re.compile("[\0-\x08\x0b-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_escaped = re.compile("_x([0-9A-Fa-f]{4})_")


def write(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The workbook, the same bytes for the same cells.

    Raises:
        CannotExport: a text is longer than Excel's cells.
    """
    prepared = [[_prepared(cell) for cell in row] for row in (header, *rows)]
    book = Workbook(write_only=True)
    book.properties.creator = "Klastr"
    book.properties.created = DAWN
    sheet = book.create_sheet("Klastr")
    sheet.freeze_panes = "A2"
    for number, row in enumerate(prepared):
        sheet.append([_cell(sheet, value, is_bold=number == 0) for value in row])
    file = io.BytesIO()
    book.save(file)
    return _timeless(file)


def _prepared(value: Cell) -> Cell:
    """The value as a workbook holds it."""
    if isinstance(value, bool):
        value = "ano" if value else "ne"
    if not isinstance(value, str):
        return value
    text = _unsafe.sub(lambda found: f"_x{ord(found.group()):04X}_", doubled(value))
    if len(text) > EXCEL_CELL:
        raise CannotExport(
            _("A text is longer than a cell of Excel can be (%(limit)s characters). Use CSV.")
            % {"limit": EXCEL_CELL}
        )
    return text


def _cell(sheet: Any, value: Cell, *, is_bold: bool) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet)
    cell._value = value
    cell.data_type = "s"  # a text, even when it looks like a formula
    if is_bold:
        cell.font = Font(bold=True)
    return cell


def _timeless(workbook: io.BytesIO) -> bytes:
    """The same archive without the moment at which it was written."""
    file = io.BytesIO()
    with zipfile.ZipFile(workbook) as source, zipfile.ZipFile(file, "w") as target:
        for name in sorted(source.namelist()):
            content = source.read(name)
            if name == "docProps/core.xml":
                moment = f"{DAWN.isoformat()}Z".encode()
                content = re.sub(rb"\d{4}-\d\d-\d\dT[\d:.]+Z", moment, content)
            entry = zipfile.ZipInfo(name, DAWN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, content)
    return file.getvalue()


def read(content: bytes) -> Sheet:
    """The first sheet of a workbook.

    Raises:
        FileRefused: it is damaged, a bomb, or has too much of something.
    """
    _check_archive(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size may be a lie
        header, rows = _read_rows(sheet.iter_rows())
    except (
        *(InvalidFileException, zipfile.BadZipFile, ParseError, KeyError, IndexError),
        *(ValueError, TypeError, AttributeError, EOFError),  # defusedxml's errors are ValueErrors
    ) as error:
        raise _damaged() from error
    book.close()
    notes = [_("Read from the sheet “%(name)s”.") % {"name": sheet.title}]
    return Sheet(header, rows, notes)


def _check_archive(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise _damaged() from None
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
        raise FileRefused(_("The workbook unpacks to more than can be read. Split it."))
    for part in parts:
        if part.file_size > MAX_OTHER_BYTES and not _with_cells.fullmatch(part.filename):
            raise FileRefused(
                _(
                    "A part of the workbook beside its tables is too large. Copy the table into "
                    "a new workbook."
                )
            )
    if not any(part.filename == "[Content_Types].xml" for part in parts):
        raise FileRefused(_("This is no workbook of Excel. Save the table as .xlsx or CSV."))


def _damaged() -> FileRefused:
    return FileRefused(_("The workbook is damaged. Open it, save it again as .xlsx."))


def _read_rows(found: Iterator[Any]) -> tuple[list[str], list[Row]]:
    header: list[str] = []
    rows: list[Row] = []
    empty = characters = 0
    for number, cells in enumerate(found, start=1):
        if len(cells) > MAX_COLUMNS:
            raise too_many_columns(number)
        values = [_value(cell, number) for cell in cells]
        characters += sum(len(value) for value in values if isinstance(value, str))
        if characters > MAX_CHARACTERS:
            raise too_many_characters()
        if number == 1:
            header = ["" if value is None else str(value).strip() for value in values]
        elif any(value not in (None, "") for value in values):
            if len(rows) == MAX_ROWS:
                raise too_many_rows()
            rows.append(Row(number, values))
            empty = 0
        else:
            empty += 1
            if empty > MAX_EMPTY_ROWS:
                break
    return header, rows


def _value(cell: Any, row: int) -> Found:
    value = cell.value
    if cell.data_type == "f":
        return Formula(str(value))
    match value:
        case str():
            if len(value) > MAX_CELL:
                raise too_long_cell(row)
            text = _escaped.sub(lambda found: chr(int(found.group(1), 16)), value)
            return unguarded(text)
        case float():
            return int(value) if value.is_integer() else Decimal(repr(value))
        case datetime.datetime():
            is_day = value.time() == datetime.time()
            return value.date() if is_day else value.isoformat(" ")
        case _:
            return value if isinstance(value, int | datetime.date | datetime.time) else None
