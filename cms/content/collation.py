"""Alphabetical order as a stored key, so that every database sorts alike."""

from __future__ import annotations

from typing import Any

from django.db import models

from cms.translation.alphabet import MAX_LENGTH, collation_key, fold

__all__ = ["CollationKeyField", "FoldedField", "collation_key", "fold"]

FOLDED_LENGTH = 255


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
