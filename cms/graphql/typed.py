"""Public pages of any type by id, made of what all pages have and of what their type alone has.

What all pages have is read first, and with it which type each is of. That is enough for most lists:
titles, addresses, dates. Only where a type has columns of its own among those that are asked for,
its table is read as well, without joining the other one again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from wagtail.models import Locale, Page

from cms.graphql.columns import Columns
from cms.publishing.batches import rows_by
from cms.publishing.rows import made_of
from cms.publishing.visibility import live_pages

Row = tuple[Any, ...]

LOCALE = ("id", "language_code")


def public_pages(page_ids: list[int], columns: Columns) -> Iterator[Page]:
    """Those of the pages that are public, in any order, as objects of their own type."""
    names = columns.of_pages()
    by_type: defaultdict[int, dict[int, Row]] = defaultdict(dict)
    locales: dict[int, Locale] = {}
    place, new_locale = names.index("locale_id"), made_of(Locale, LOCALE)

    def of_any_type(ids: list[int]) -> QuerySet[Any, Any]:
        pages = live_pages().filter(pk__in=ids).order_by()
        return pages.values_list("pk", "content_type_id", "locale__language_code", *names)

    for pk, content_type_id, code, *values in rows_by(("pages", names), of_any_type, ids=page_ids):
        by_type[content_type_id][pk] = tuple(values)
        if values[place] not in locales:
            locales[values[place]] = new_locale((values[place], code))
    for content_type_id, rows in by_type.items():
        model = cast("type[Page]", ContentType.objects.get_for_id(content_type_id).model_class())
        for page in _of_type(model, names, rows, columns.of_own(model)):
            cast("Any", page)._state.fields_cache["locale"] = locales[page.locale_id]
            yield page


def _of_type(
    model: type[Page], names: tuple[str, ...], rows: dict[int, Row], own: tuple[str, ...]
) -> Iterator[Page]:
    """Pages of one type, of their `rows` and of their `own` columns, which one statement reads."""
    links = tuple(field.attname for field in model._meta.parents.values() if field)
    make = made_of(cast("Any", model), (*names, *links, *own))

    def of_own_table(ids: list[int]) -> QuerySet[Any, Any]:
        return model._base_manager.filter(pk__in=ids).order_by().values_list("pk", *own)

    found = dict.fromkeys(rows, ())
    if own:
        read = rows_by(("pages.own", model, own), of_own_table, ids=list(rows))
        found = {pk: values for pk, *values in read}
    for pk, values in found.items():
        link = (pk,) * len(links)
        yield make((*rows[pk], *link, *values))
