"""Columns of a table, derived from the fields of a page type.

A text has a column for each language (``title_cs``, ``title_en``); what is the same in all
languages has one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail_localize.fields import get_translatable_fields

from cms.content.fields import ChoiceListField
from cms.content.models.snippets import Term
from cms.content.relations import PageKey
from cms.content.transfer.related import PageLink, Terms
from cms.content.transfer.values import (
    Choice,
    Choices,
    Day,
    DecimalNumber,
    Hour,
    RichText,
    Text,
    Value,
    WholeNumber,
    YesNo,
)

LOCALES = ("cs", "en")


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a page as columns of a file. `default` stands for an empty cell, if given."""

    name: str
    value: Value
    is_translated: bool = False
    default: Any = None

    @property
    def empty(self) -> Any:
        """What an empty cell stands for."""
        return self.value.empty if self.default is None else self.default

    @property
    def headers(self) -> tuple[tuple[str, str | None], ...]:
        """Names of its columns, each with its language; None for what is the same in all."""
        if self.is_translated:
            return tuple((f"{self.name}_{locale}", locale) for locale in LOCALES)
        return ((self.name, None),)


def columns_of(model: type[Page], *names: str, **values: Value) -> tuple[Column, ...]:
    """Columns for fields of `model`; `values` say what a field holds that does not say it itself.

    Raises:
        TypeError: a field is of a kind that has no place in a table.
    """
    return tuple(_columns(model, names, values))


def _columns(model: type[Page], names: Sequence[str], values: dict[str, Value]) -> Iterator[Column]:
    translated = {
        entry.field_name for entry in get_translatable_fields(model) if entry.is_translated(model)
    }
    for name in (*names, *(name for name in values if name not in names)):
        field = model._meta.get_field(name)
        needs_value = not field.blank and field.has_default()
        default = field.get_default() if needs_value else None
        yield Column(name, values.get(name) or value_of(field), name in translated, default)


def value_of(field: Any) -> Value:
    """What a field of a model holds."""
    match field:
        case StreamField():
            pass
        case ChoiceListField():
            return Choices(Choice(options=field.options))
        case RichTextField():
            return RichText(features=tuple(field.features or ()))
        case ParentalManyToManyField() if issubclass(field.related_model, Term):
            return Terms(field.related_model)
        case PageKey():
            return PageLink(field.models)
        case models.ForeignKey() if issubclass(field.related_model, Page):
            return PageLink(lambda: [field.related_model])
        case models.Field() if field.choices:
            return Choice(options=tuple(field.flatchoices), empty=None if field.null else "")
        case models.BooleanField():
            return YesNo()
        case models.IntegerField():
            return WholeNumber()
        case models.DecimalField():
            return DecimalNumber()
        case models.DateField() if not isinstance(field, models.DateTimeField):
            return Day()
        case models.TimeField():
            return Hour()
        case models.CharField() | models.TextField():
            return Text()
    raise TypeError(f"{field} has no place in a table.")
