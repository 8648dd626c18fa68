"""Files to extract texts from, made as small as they can be; some of them are hostile."""

from __future__ import annotations

import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf(*lines: str, pages: int = 1) -> bytes:
    """A PDF with the same lines on each page; ASCII only."""
    shown = " ".join(f"({line}) Tj T*" for line in lines)
    return pdf_of(f"BT /F1 12 Tf 14 TL 72 720 Td {shown} ET".encode(), pages=pages)


def pdf_of(stream: bytes, *, pages: int = 1, extra: str = "") -> bytes:
    """A PDF whose pages all show the content stream `stream`."""
    kids = " ".join(f"{number} 0 R" for number in range(5, 5 + pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(stream)} {extra} >>\nstream\n".encode() + stream + b"\nendstream",
        *[
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>"
        ]
        * pages,
    ]
    return assembled(objects)


def assembled(objects: list[bytes], trailer: bytes = b"") -> bytes:
    """A PDF file of these objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{offset:010} 00000 n \n".encode() for offset in offsets)
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R ".encode() + trailer + b" >>\n"
    return bytes(out + f"startxref\n{start}\n%%EOF\n".encode())


def encrypted_pdf() -> bytes:
    """A PDF that opens with a password only."""
    encryption = (
        b"<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <" + b"42" * 32 + b"> >>"
    )
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [] /Count 0 >>"]
    trailer = b"/Encrypt 3 0 R /ID [<00> <00>]"
    return assembled([*objects, encryption], trailer)


def bomb_pdf() -> bytes:
    """A PDF whose page is a gigabyte of text when it is unpacked twice."""
    text = b"BT /F1 12 Tf " + b"(bomb) Tj " * 50_000_000 + b" ET"
    once = zlib.compress(text, 9)
    return pdf_of(zlib.compress(once, 9), extra="/Filter [/FlateDecode /FlateDecode]")


def zipped(**parts: bytes | str) -> bytes:
    """An archive of these parts; ``__`` in a name is a slash, the last ``_`` a full stop."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            path = ".".join(name.replace("__", "/").rsplit("_", 1))
            archive.writestr(path, content)
    return file.getvalue()


def docx(*paragraphs: str, prolog: str = "") -> bytes:
    """A Word file with these paragraphs."""
    body = "".join(
        f"<w:p><w:r><w:instrText>LINK</w:instrText><w:t>{text}</w:t></w:r></w:p>"
        for text in paragraphs
    )
    document = f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return zipped(word__document_xml=document, word__styles_xml="<styles>not shown</styles>")


def bomb_docx() -> bytes:
    """A Word file of a few hundred kilobytes that unpacks to 200 MB."""
    paragraph = b"<w:p><w:r><w:t>bomb</w:t></w:r></w:p>" * 5_500_000
    start = f'<w:document xmlns:w="{WORD}"><w:body>'.encode()
    return zipped(word__document_xml=start + paragraph + b"</w:body></w:document>")


def pptx(*lines: str) -> bytes:
    """A presentation with one slide."""
    namespace = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    body = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in lines)
    return zipped(ppt__slides__slide1_xml=f"<slide {namespace}>{body}</slide>")


def xlsx(*cells: str) -> bytes:
    """A workbook with one row."""
    book = openpyxl.Workbook()
    book.active.append(list(cells))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def odt(*paragraphs: str) -> bytes:
    """An OpenDocument text."""
    namespace = 'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    body = "".join(f"<text:p>{text}</text:p>" for text in paragraphs)
    return zipped(content_xml=f"<document {namespace}>{body}</document>")
