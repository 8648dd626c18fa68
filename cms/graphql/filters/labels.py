"""What people call the fields of a filter and their values, in the active language."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.graphql.context import AskedLocale
from cms.graphql.filters.closed import Choices, Flag
from cms.graphql.filters.fields import FilterField, column_of
from cms.graphql.filters.pagefilter import PageFilter, fields_of
from cms.graphql.filters.ranges import Dates, Numbers
from cms.graphql.filters.related import Pages
from cms.graphql.filters.values import Integers, Prefix, Texts

COMMON = {
    "id": gettext_lazy("Page"),
    "pillar": gettext_lazy("Pillar"),
    "topic": gettext_lazy("Topic"),
    "language": gettext_lazy("Language"),
    "country": gettext_lazy("Country"),
    "date": gettext_lazy("Date"),
    "year": gettext_lazy("Year"),
    "state": gettext_lazy("State"),
    "published": gettext_lazy("Published"),
    "period": gettext_lazy("Period"),
    "organiser": gettext_lazy("Organiser"),
    "partner": gettext_lazy("Partner"),
    "author": gettext_lazy("Author"),
    "text_prefix": gettext_lazy("Begins with"),
}


def label_of(filter_type: type[PageFilter], name: str) -> str:
    """What people call the field `name`.

    What the filter says in ``labels``, else what all filters have in common, else the name of the
    column.
    """
    label = filter_type.labels.get(name) or COMMON.get(name)
    if label is None:
        field = fields_of(filter_type)[name]
        column = column_of(filter_type._meta.model, field.path or name)[0]
        label = getattr(column, "verbose_name", "") or name.replace("_", " ")
    return str(capfirst(str(label)))


def values_of(
    filter_type: type[PageFilter], name: str, given: Any, asked: AskedLocale
) -> list[str]:
    """What people call the values that are asked for, given as in GraphQL variables.

    A value that is not public, or that there is not, is what was given.
    """
    field, model = fields_of(filter_type)[name], filter_type._meta.model
    if isinstance(field, Dates | Numbers):
        return [range_of(given)]
    if isinstance(field, Texts | Prefix):
        return [quoted(text) for text in as_list(given)]
    values = as_list(given)
    shown = shown_of(field, model, values, asked)
    return [shown.get(value, str(value)) for value in values]


def shown_of(
    field: FilterField, model: Any, values: Sequence[Any], asked: AskedLocale
) -> dict[Any, str]:
    """The labels of values of a closed list, of terms, pages, numbers, by the value given."""
    keys: Mapping[Any, Hashable] = {value: value for value in values}
    if isinstance(field, Choices):
        members = field.values.__members__
        keys = {name: members[name].value for name in values if name in members}
    elif isinstance(field, Pages):
        keys = field.keys_of(values)
    elif not isinstance(field, Flag | Integers) and type(field).shown is FilterField.shown:
        return {}
    found = field.shown(model, list(keys.values()), asked)
    return {value: found[key].label for value, key in keys.items() if key in found}


def range_of(given: Mapping[str, Any]) -> str:
    """A range as people write it."""
    since, until = (_end(given.get(name)) for name in ("since", "until"))
    if since and until:
        return f"{since} – {until}"
    return _("from %(start)s") % {"start": since} if since else _("until %(end)s") % {"end": until}


def quoted(text: str) -> str:
    """A text that somebody typed, in quotation marks."""
    return _("“%(text)s”") % {"text": text}


def as_list(given: Any) -> list[Any]:
    """What was given, as a list."""
    return list(given) if isinstance(given, list | tuple) else [given]


def _end(end: Any) -> str:
    """The end of a range: days come as ISO text, numbers as numbers or decimal text."""
    if end is None:
        return ""
    if isinstance(end, str) and end.count("-") == 2:
        return date_format(date.fromisoformat(end), "DATE_FORMAT")
    return str(number_format(end))
