"""What a field of a document is: text to be found by words, or a fact to filter and count by."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

MAX_BOOST = 10


@dataclass(frozen=True, slots=True)
class Text:
    """Text in the document's language, found by its words whatever their endings.

    A word found here counts `boost` times (1 to 10). With `completes`, its words are suggested
    while a visitor types.
    """

    boost: int = 1
    completes: bool = False

    def __post_init__(self) -> None:
        """Refuse a boost that scores are not made for.

        Raises:
            ValueError: When it is not a whole number from 1 to 10.
        """
        if self.boost not in range(1, MAX_BOOST + 1):
            raise ValueError(f"A boost is a whole number from 1 to {MAX_BOOST}, not {self.boost}.")


@dataclass(frozen=True, slots=True)
class Keyword:
    """Codes that are filtered and counted as they stand; a document may have several."""

    def values(self, given: str | Iterable[str]) -> tuple[str, ...]:
        """The codes in `given`, each once, in order."""
        return tuple(dict.fromkeys([given] if isinstance(given, str) else given))


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number to filter and order by; a document has one or none."""

    def number(self, given: int | date | datetime) -> int:
        """`given` as it is stored: a day as its ordinal, an instant as seconds since 1970 in UTC.

        Raises:
            ValueError: When an instant has no time zone.
        """
        if isinstance(given, datetime):
            if given.tzinfo is None:
                raise ValueError(f"An instant needs a time zone: {given}.")
            return round(given.astimezone(UTC).timestamp())
        return given.toordinal() if isinstance(given, date) else int(given)


Field = Text | Keyword | Number
