"""Everything that the database holds, in a form in which two ways of writing can be compared."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Revision
from wagtail_localize.models import String, Template, TranslationContext

from cms.translation.models import StoredProvenance

Row = dict[str, Any]

# Columns of the page that Wagtail keeps in revisions, too, and never reads there.
OF_THE_PAGE = {
    "draft_title",
    "live",
    "has_unpublished_changes",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "first_published_at",
    "last_published_at",
}
# The id of a log entry; a running mean that the search backend keeps.
MOMENTARY = {"uuid", "title_norm"}
KEYS = {"pk", "id", "page_ptr", "member", "page"}


def snapshot() -> dict[str, list[Row]]:
    """All rows by model. Keys became names, moments became “then”."""
    names: dict[type[models.Model], dict[Any, str]] = defaultdict(dict)
    for page in Page.objects.select_related("locale"):
        names[Page][page.pk] = f"{page.locale.language_code}{page.url_path}"
    revisions = _current_revisions()
    for revision in Revision.objects.filter(pk__in=revisions):
        names[Revision][revision.pk] = f"of {names[Page][int(revision.object_id)]}"
    for locale in Locale.objects.all():
        names[Locale][locale.pk] = locale.language_code
    for content_type in ContentType.objects.all():
        names[ContentType][content_type.pk] = content_type.model
    for model, column in ((String, "data"), (TranslationContext, "path"), (Template, "uuid")):
        names[model] = {pk: str(name) for pk, name in model.objects.values_list("pk", column)}
    return {
        model._meta.label: sorted(
            (
                _row(instance, names)
                for instance in model._base_manager.all()
                if model is not Revision or instance.pk in revisions
            ),
            key=repr,
        )
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed
    }


def _current_revisions() -> set[int]:
    """Those that pages point to; Wagtail writes others on the way to them."""
    found = Page.objects.values_list("latest_revision_id", "live_revision_id")
    return {pk for pair in found for pk in pair if pk is not None}


def _row(instance: models.Model, names: dict[type[models.Model], dict[Any, str]]) -> Row:
    row: Row = {}
    for field in instance._meta.concrete_fields:
        value = getattr(instance, field.attname)
        if field.primary_key or field.name in MOMENTARY or value is None:
            continue
        if field.name in ("object_id", "to_object_id", "source_id"):
            value = names[Page].get(int(value)) if _is_of_page(instance, field.name) else "?"
        elif isinstance(field, models.ForeignKey):
            related = field.remote_field.model
            related = Page if issubclass(related, Page) else related
            value = names[related].get(value, related.__name__)
        elif isinstance(value, datetime.datetime):
            value = "then"
        elif isinstance(field, StreamField):
            value = field.get_prep_value(value)
        elif field.name in ("content", "content_json", "data"):
            value = _plain(field.to_python(value))
        row[field.name] = value
    return row


def _is_of_page(instance: models.Model, column: str) -> bool:
    if isinstance(instance, StoredProvenance):
        return instance.model == "wagtailcore.page"
    key = "to_content_type" if column.startswith("to_") else "content_type"
    of = getattr(instance, key, None)
    return of is not None and issubclass(of.model_class(), Page)


def _plain(value: Any) -> Any:
    """JSON without what differs by the moment and the number of a row."""
    if isinstance(value, str) and value.startswith(("{", "[{")):
        return _plain(json.loads(value))
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items() if k not in OF_THE_PAGE | KEYS}
    if isinstance(value, list):
        return [_plain(entry) for entry in value]
    return value


class Rollback(Exception):
    """Ends one of two attempts."""


def rows_after(write: Callable[[], object]) -> dict[str, list[dict[str, Any]]]:
    """All rows after `write`, which is undone."""
    try:
        with transaction.atomic():
            write()
            rows = snapshot()
            raise Rollback
    except Rollback:
        return rows


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, Any]:
    """The rows that are only in one of two snapshots, by model."""
    return {
        model: (
            [r for r in rows if r not in other[model]],
            [r for r in other[model] if r not in rows],
        )
        for model, rows in one.items()
        if rows != other[model]
    }
