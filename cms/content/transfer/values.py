"""What cells hold: how a value of each kind is written into one, and read from one.

Readers take what offices type: ``24. 3. 2026``, ``1 234,50``, ``ano``, a choice by its key or by
its Czech or English label. Writers have one form for each value.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.admin.rich_text.converters.editor_html import EditorHTMLConverter

from cms.content.transfer.errors import CellRefused
from cms.content.transfer.sheet import Cell

YES = frozenset({"ano", "yes", "true", "1", "a", "y"})
NO = frozenset({"ne", "no", "false", "0", "n"})
SEPARATOR = "; "
MAX_DIGITS = 19  # before the decimal point
MAX_PLACES = 20  # after it; spreadsheets write up to seventeen
_czech_date = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_iso_date = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T]0{1,2}:00(?::00)?)?")
_time = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?")
_spaces = re.compile(r"[\s\u00a0\u202f]")
_tag = re.compile(r"</?[a-zA-Z][^<>]*>")


def as_text(cell: Cell) -> str:
    """What a cell says, as text; numbers of spreadsheets without a needless decimal point."""
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bool():
            return "ano" if cell else "ne"
        case Decimal():
            return f"{cell:f}"
        case datetime.date() | datetime.time():
            return cell.isoformat()
        case _:
            return str(cell)


class Value:
    """One kind of value. `empty` is what an empty cell stands for."""

    empty: Any = None

    def write(self, value: Any) -> Cell:
        """The cell for a value."""
        return None if value is None else str(value)

    def read(self, cell: Cell) -> Any:
        """The value in a cell that is not empty.

        Raises:
            CellRefused: the cell holds something else.
        """
        raise NotImplementedError


@dataclass(frozen=True)
class Text(Value):
    """Words as they are, leading and trailing spaces included."""

    empty = ""

    def read(self, cell: Cell) -> str:
        text = as_text(cell)
        if "\0" in text:
            raise CellRefused(_("The text contains the character NUL."))
        return text


@dataclass(frozen=True)
class RichText(Text):
    """HTML with the formatting that the field allows; text without tags becomes paragraphs."""

    features: tuple[str, ...] = ()

    def read(self, cell: Cell) -> str:
        text = super().read(cell)
        if not _tag.search(text):
            paragraphs = [part.strip() for part in re.split(r"\n\s*\n", text.strip())]
            escaped = (_escape(paragraph) for paragraph in paragraphs if paragraph)
            return "".join(f"<p>{paragraph}</p>" for paragraph in escaped)
        return text

    def sanitised(self, text: str) -> str:
        """`text` without what an editor could not have typed."""
        converter = EditorHTMLConverter(features=[*self.features, "p"])
        return converter.to_database_format(converter.from_database_format(text))


def _escape(text: str) -> str:
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\n", "<br/>")):
        text = text.replace(character, entity)
    return text


@dataclass(frozen=True)
class YesNo(Value):
    """Yes or no; nothing is no."""

    empty = False

    def write(self, value: Any) -> Cell:
        return bool(value)

    def read(self, cell: Cell) -> bool:
        if isinstance(cell, bool):
            return cell
        word = as_text(cell).strip().casefold()
        if word in YES | NO:
            return word in YES
        raise CellRefused(_("“%(cell)s” is neither yes nor no; write ano or ne.") % {"cell": cell})


@dataclass(frozen=True)
class WholeNumber(Value):
    """A whole number."""

    def write(self, value: Any) -> Cell:
        return None if value is None else int(value)

    def read(self, cell: Cell) -> int:
        number = _number(cell)
        if number != number.to_integral_value() or abs(number) >= 2**63:
            raise CellRefused(_("“%(cell)s” is not a whole number.") % {"cell": cell})
        return int(number)


@dataclass(frozen=True)
class DecimalNumber(Value):
    """A number with a decimal comma or point. A single point is a decimal one."""

    def write(self, value: Any) -> Cell:
        if value is None:
            return None
        number = Decimal(value)
        whole = number == number.to_integral_value()
        return number.quantize(Decimal(1)) if whole else number.normalize()

    def read(self, cell: Cell) -> Decimal:
        return _number(cell)


def _number(cell: Cell) -> Decimal:
    if isinstance(cell, int | Decimal) and not isinstance(cell, bool):
        return _bounded(Decimal(cell), cell)
    text = _spaces.sub("", as_text(cell))
    if "," in text and "." in text:
        thousands = "." if text.rindex(",") > text.rindex(".") else ","
        text = text.replace(thousands, "")
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    return _bounded(number, cell)


def _bounded(number: Decimal, cell: Cell) -> Decimal:
    """`number`, unless it is none, or it would take a million digits to write it down."""
    exponent = number.as_tuple().exponent
    shown = {"cell": str(cell)[:40]}
    if not isinstance(exponent, int):
        raise CellRefused(_("“%(cell)s” is not a number.") % shown)
    if exponent < -MAX_PLACES or number.adjusted() >= MAX_DIGITS:
        raise CellRefused(_("“%(cell)s” has too many digits.") % shown)
    return number


@dataclass(frozen=True)
class Day(Value):
    """A day: ``2026-03-24`` or ``24. 3. 2026``."""

    def write(self, value: Any) -> Cell:
        day: datetime.date | None = value
        return day

    def read(self, cell: Cell) -> datetime.date:
        if isinstance(cell, datetime.date):
            return cell
        text = as_text(cell).strip()
        if found := _iso_date.fullmatch(text):
            year, month, day = map(int, found.groups())
        elif found := _czech_date.fullmatch(text):
            day, month, year = map(int, found.groups())
        else:
            raise CellRefused(
                _("“%(cell)s” is not a date; write 2026-03-24 or 24. 3. 2026.") % {"cell": cell}
            )
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise CellRefused(_("There is no day “%(cell)s”.") % {"cell": cell}) from None


@dataclass(frozen=True)
class Hour(Value):
    """A time of day: ``14:30``."""

    def write(self, value: Any) -> Cell:
        time: datetime.time | None = value
        return time

    def read(self, cell: Cell) -> datetime.time:
        if isinstance(cell, datetime.time):
            return cell
        found = _time.fullmatch(as_text(cell).strip())
        try:
            if found:
                return datetime.time(*(int(part) for part in found.groups(default="0")))
        except ValueError:
            pass
        raise CellRefused(_("“%(cell)s” is not a time; write 14:30.") % {"cell": cell})


@dataclass(frozen=True)
class Choice(Value):
    """One of a closed list, by its key or by its label in Czech or English."""

    options: tuple[tuple[Any, Any], ...] = ()
    empty: Any = ""

    def write(self, value: Any) -> Cell:
        return None if value in ("", None) else value

    def read(self, cell: Cell) -> Any:
        word = as_text(cell).strip()
        if word in self._keys:
            return self._keys[word]
        found = self._labels.get(_folded(word))
        if found is None:
            raise CellRefused(
                _("“%(cell)s” is not on offer. There are: %(options)s.")
                % {"cell": word, "options": ", ".join(self._keys)}
            )
        return found

    @cached_property
    def _keys(self) -> Mapping[str, Any]:
        return {str(key): key for key, _label in self.options}

    @cached_property
    def _labels(self) -> Mapping[str, Any]:
        """The keys by label; labels of several keys are of no use."""
        found: dict[str, set[Any]] = {}
        for locale in ("cs", "en"):
            with translation.override(locale):
                for key, label in self.options:
                    found.setdefault(_folded(str(label)), set()).add(key)
        return {label: keys.pop() for label, keys in found.items() if len(keys) == 1}


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


@dataclass(frozen=True)
class Choices(Value):
    """Several of a closed list, separated by semicolons."""

    one: Choice = Choice()

    @property
    def empty(self) -> list[Any]:  # type: ignore[override]  # a list must be a new one each time
        return []

    def write(self, value: Any) -> Cell:
        return SEPARATOR.join(str(key) for key in value or ()) or None

    def read(self, cell: Cell) -> list[Any]:
        chosen = [self.one.read(part) for part in parts(cell)]
        return [key for key, _label in self.one.options if key in chosen]


def parts(cell: Cell) -> Iterable[str]:
    """What a cell with several things holds."""
    return [part for part in (part.strip() for part in as_text(cell).split(";")) if part]
