"""In which encoding a text file is: Czech offices have three, and no file says which.

UTF-8 proves itself, for other text is hardly ever valid UTF-8. Windows-1250 and ISO 8859-2 differ
in š, ť and ž alone; the one that makes more Czech letters is the one.
"""

from __future__ import annotations

import codecs

from django.utils.translation import gettext as _

from cms.content.transfer.errors import FileRefused

BOMS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "cp1250": "Windows-1250",
    "iso8859-2": "ISO 8859-2",
}
CZECH = frozenset("áčďéěíňóřšťúůýžÁČĎÉĚÍŇÓŘŠŤÚŮÝŽ")


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file, and the name of the encoding that it is in.

    Raises:
        FileRefused: it is no text, or in an encoding that Czech offices do not have.
    """
    text, encoding = _decode(content)
    if "\0" in text:
        raise FileRefused(_("This is no text file: it contains the character NUL."))
    return text, NAMES[encoding]


def _decode(content: bytes) -> tuple[str, str]:
    for bom, encoding in BOMS.items():
        if content.startswith(bom):
            try:
                return content[len(bom) :].decode(encoding), encoding
            except UnicodeDecodeError:
                raise _broken() from None
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    found = []
    for encoding in ("cp1250", "iso8859-2"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not any("\x80" <= character <= "\x9f" for character in text):
            found.append((sum(character in CZECH for character in text), text, encoding))
    if not found:
        raise _broken()
    # The first of equals: offices have Windows.
    _letters, text, encoding = max(found, key=lambda each: each[0])
    return text, encoding


def _broken() -> FileRefused:
    return FileRefused(
        _("The text of the file cannot be read. Save it as “CSV UTF-8” and try again.")
    )
