"""Files as offices have them, and as attackers make them."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cms.content.transfer.errors import CannotExport, FileRefused
from cms.content.transfer.formats import FORMATS, check_size, read, xlsx_files
from cms.content.transfer.formulas import doubled, guarded, unguarded
from cms.content.transfer.sheet import MAX_BYTES, Formula
from tests.transfer.files import xlsx_file

KNOWN = ["title_cs", "city_cs"]
CZECH = "Žluťoučký kůň úpěl ďábelské ódy"

nasty = st.text(
    st.one_of(
        st.sampled_from("=+-@\t\r\n'\";, _x0041\u00a0🔬＝＋－＠"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\0"),
    ),
    min_size=1,
    max_size=40,
)


def cells(content: bytes, name: str = "file.csv") -> list[list[object]]:
    return [list(row.cells) for row in read(content, name, known=KNOWN).rows]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(nasty, min_size=2, max_size=2), min_size=1, max_size=4))
@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_any_text_comes_back_as_it_was(format: str, rows: list[list[str]]) -> None:
    content = FORMATS[format].write(KNOWN, rows)

    assert cells(content, f"file.{format}") == rows
    assert FORMATS[format].write(KNOWN, cells(content, f"file.{format}")) == content


@given(nasty)
def test_guarded_text_is_no_formula(text: str) -> None:
    shown = guarded(text)

    assert shown[0] not in "=+-@\t\r\n＝"
    for cell in re.split("[,;\t\r\n]", shown):  # as other separators would divide it
        assert cell.strip('"')[:1] not in tuple("=+-@＝＋－＠")
    assert unguarded(shown) == text
    assert unguarded(doubled(text)) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Praha,=cmd", "Praha,'=cmd"),
        ("Praha;@cmd", "Praha;'@cmd"),
        ("Praha\t+cmd", "Praha\t'+cmd"),
        ("Praha\r\n-cmd", "Praha\r\n'-cmd"),
        ('Praha,"=cmd"', 'Praha,\'"=cmd"'),
        ("Praha,'=cmd", "Praha,''=cmd"),
        ("=a,=b", "'=a,'=b"),
        ("Praha, Brno; a = b - c", "Praha, Brno; a = b - c"),
    ],
)
def test_formula_inside_a_cell_is_guarded(text: str, shown: str) -> None:
    content = FORMATS["csv"].write(KNOWN, [[text, "x"]])

    assert guarded(text) == shown
    assert cells(content) == [[text, "x"]]


def test_workbook_keeps_types_and_texts_that_look_like_formulas() -> None:
    row = ["=1+1", 12, Decimal("49.5"), datetime.date(2026, 3, 24), datetime.time(14, 30), None]

    content = FORMATS["xlsx"].write(["a", "b", "c", "d", "e", "f"], [row])

    assert cells(content, "file.xlsx") == [row[:5]]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")


def test_formula_of_a_workbook_is_told_from_text() -> None:
    content = xlsx_file(["title_cs", "city_cs"], ["=1+1", "Brno"])

    assert cells(content, "file.xlsx") == [[Formula("=1+1"), "Brno"]]


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("cp1250", "Windows-1250"),
        ("iso8859-2", "ISO 8859-2"),
        ("utf-16", "UTF-16"),
    ],
)
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_encoding_and_delimiter_are_found(encoding: str, name: str, delimiter: str) -> None:
    text = f'title_cs{delimiter}city_cs\r\n"{CZECH}; , ."{delimiter}Šumperk\r\n'

    sheet = read(text.encode(encoding), "file.csv", known=KNOWN)

    shown = "TAB" if delimiter == "\t" else delimiter
    assert sheet.notes == [f"Read as {name}, columns separated by “{shown}”."]
    assert [list(row.cells) for row in sheet.rows] == [[f"{CZECH}; , .", "Šumperk"]]


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "")
        for number in range(40):
            archive.writestr(f"xl/{number}.xml", bytes(10 * 2**20))
    return file.getvalue()


def with_sheet(xml: bytes) -> bytes:
    """A workbook whose sheet says something else."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_file(["title_cs"], ["A"]))) as source,
        zipfile.ZipFile(file, "w") as target,
    ):
        for name in source.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            target.writestr(name, xml if is_sheet else source.read(name))
    return file.getvalue()


def with_part(name: str, size_bytes: int) -> bytes:
    """A workbook with a part of this size, packed to next to nothing."""
    file = io.BytesIO(xlsx_file(["title_cs"], ["A"]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, bytes(size_bytes))
    return file.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>
<row r="1"><c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>"""
DAMAGED = "The workbook is damaged. Open it, save it again as .xlsx."


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.csv", "The file is empty."),
        (b"title_cs\r\nA\0B\r\n", "a.csv", "This is no text file: it contains the character NUL."),
        (b'title_cs\r\n"A" B\r\n', "a.csv", "Line 2 of the file is damaged: "),
        (b"title_cs;" + b"x;" * 10_000, "a.csv", "Row 1 has more than 500 columns."),
        (b"title_cs\r\n" + b"A\r\n" * 20_001, "a.csv", "The file has more than 20000 rows."),
        (b"title_cs\r\n" + b"A" * 131_073, "a.csv", "A cell near row 2 has more than 131072"),
        (b"\x81\x83\xff\x90", "a.csv", "The text of the file cannot be read."),
        (b"\xff\xfea", "a.csv", "The text of the file cannot be read."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "a.xls", "This is a workbook of the old kind (.xls)"),
        (b"PK\x03\x04 and no more", "a.xlsx", DAMAGED),
        (b"no archive", "a.xlsx", DAMAGED),
        (with_sheet(b"<worksheet><row>"), "a.xlsx", DAMAGED),
        (with_sheet(LAUGHS), "a.xlsx", DAMAGED),
        (xlsx_file(["title_cs"] * 501, []), "a.xlsx", "Row 1 has more than 500 columns."),
    ],
)
def test_file_that_cannot_be_read_is_refused(content: bytes, name: str, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        read(content, name, known=KNOWN)

    assert str(refused.value).startswith(reason)


def test_archives_that_are_no_workbooks_are_refused() -> None:
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive:
        archive.writestr("photo.jpg", "")

    for content, reason in (
        (plain.getvalue(), "This is no workbook of Excel."),
        (bomb(), "The workbook unpacks to more than can be read."),
    ):
        with pytest.raises(FileRefused, match=reason):
            read(content, "a.xlsx", known=KNOWN)


def test_part_without_cells_that_unpacks_to_much_is_refused() -> None:
    reason = "A part of the workbook beside its tables is too large."

    with pytest.raises(FileRefused, match=reason):
        read(with_part("xl/other.xml", 5 * 2**20 + 1), "a.xlsx", known=KNOWN)
    assert cells(with_part("xl/worksheets/other.xml", 6 * 2**20), "a.xlsx") == [["A"]]


def test_one_text_in_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_files, "MAX_CHARACTERS", 100_000)  # else it takes three seconds
    content = xlsx_file(["title_cs"], ["x" * 25_000] * 2, ["x" * 25_000] * 3)

    with pytest.raises(FileRefused, match="The cells hold more than 50 million characters."):
        read(content, "a.xlsx", known=KNOWN)


def test_file_of_50_megabytes_is_refused_by_its_size() -> None:
    with pytest.raises(FileRefused, match="The file has 50 MB; at most 20 MB are read."):
        check_size(50 * 2**20)
    check_size(MAX_BYTES)


def test_text_that_excel_would_cut_is_not_exported_to_it() -> None:
    with pytest.raises(CannotExport, match="Use CSV"):
        FORMATS["xlsx"].write(["a"], [["x" * 32_768]])
