"""The file formats: bytes to a sheet, and rows of cells to bytes that are always the same."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from types import ModuleType

from django.utils.translation import gettext as _

from cms.content.transfer.errors import FileRefused
from cms.content.transfer.formats import csv_files
from cms.content.transfer.sheet import MAX_BYTES, Cell, Sheet

ZIP = b"PK\x03\x04"  # how files of these kinds begin
OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class Format:
    """How files of one kind are written."""

    name: str
    content_type: str
    write: Callable[[Sequence[str], Iterable[Sequence[Cell]]], bytes]


def _workbooks() -> ModuleType:
    from cms.content.transfer.formats import xlsx_files  # noqa: PLC0415 -- eight megabytes of modules that most processes never need

    return xlsx_files


def _write_workbook(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    written: bytes = _workbooks().write(header, rows)
    return written


FORMATS = {
    "csv": Format("csv", "text/csv; charset=utf-8", csv_files.write),
    "xlsx": Format(
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _write_workbook,
    ),
}


def read(content: bytes, name: str, *, known: Collection[str]) -> Sheet:
    """The sheet in a file; `known` names columns, which helps to tell what separates them.

    Raises:
        FileRefused: it is too large, damaged, or of another kind.
    """
    check_size(len(content))
    if content.startswith(OLE):
        raise FileRefused(
            _("This is a workbook of the old kind (.xls) or one with a password. Save it as .xlsx.")
        )
    if content.startswith(ZIP):
        sheet: Sheet = _workbooks().read(content)
        return sheet
    if PurePath(name).suffix.lower() in (".xlsx", ".xlsm", ".ods"):
        raise FileRefused(_("The workbook is damaged. Open it, save it again as .xlsx."))
    return csv_files.read(content, known=known)


def check_size(size_bytes: int) -> None:
    """Refuse a file that is too large before it is read."""
    if size_bytes > MAX_BYTES:
        raise FileRefused(
            _("The file has %(size)s MB; at most %(limit)s MB are read. Split it.")
            % {"size": -(-size_bytes // 2**20), "limit": MAX_BYTES // 2**20}
        )
    if size_bytes == 0:
        raise FileRefused(_("The file is empty."))
