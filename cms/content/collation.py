"""Alphabetical order as a stored key, so that every database sorts alike.

Czech follows ČSN 97 6030 (``ch`` after ``h``, accented letters after plain ones where the norm
says so); English sorts without regard to accents.
"""

from __future__ import annotations

from typing import Any

from anyascii import anyascii
from czech_sort import bytes_key
from django.db import models

MAX_LENGTH = 600
FOLDED_LENGTH = 255


def collation_key(text: str, locale: str) -> str:
    """Hexadecimal digits that compare as `text` does in the alphabet of `locale`.

    Cut at 600 digits: longer titles with the same beginning tie, and the primary key decides.
    """
    if locale == "cs":
        key = bytes_key(text)
    else:
        key = anyascii(text).casefold().encode() + b"\0" + text.encode()
    return key.hex()[:MAX_LENGTH]


class CollationKeyField(models.CharField):
    """The collation key of another text field, kept by the database layer itself.

    The model must have `locale` (Wagtail's ``TranslatableMixin``).
    """

    def __init__(self, *args: Any, source: str = "title", **kwargs: Any) -> None:
        self.source = source
        kwargs.update(max_length=MAX_LENGTH, editable=False, blank=True, db_index=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The arguments for migrations: only the source."""
        return _with_source(*super().deconstruct(), source=self.source)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the key anew whenever the row is written."""
        key = collation_key(
            getattr(model_instance, self.source), model_instance.locale.language_code
        )
        setattr(model_instance, self.attname, key)
        return key


def fold(text: str) -> str:
    """`text` without accents and case, for comparisons that forgive both."""
    return " ".join(anyascii(text).casefold().split())


class FoldedField(models.CharField):
    """Another text field without accents and case, kept by the database layer itself."""

    def __init__(self, *args: Any, source: str = "title", **kwargs: Any) -> None:
        self.source = source
        kwargs.update(max_length=FOLDED_LENGTH, editable=False, blank=True, db_index=True)
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The arguments for migrations: only the source."""
        return _with_source(*super().deconstruct(), source=self.source)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Fold anew whenever the row is written."""
        folded = fold(getattr(model_instance, self.source))[:FOLDED_LENGTH]
        setattr(model_instance, self.attname, folded)
        return folded


def _with_source(
    name: str, path: str, args: list[Any], kwargs: dict[str, Any], *, source: str
) -> tuple[str, str, list[Any], dict[str, Any]]:
    for fixed in ("max_length", "editable", "blank", "db_index"):
        kwargs.pop(fixed, None)
    return name, path, args, {**kwargs, "source": source}
