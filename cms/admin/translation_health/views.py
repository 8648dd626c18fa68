"""The report: a row for each public page or snippet, a column for each language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.models import Page
from wagtail.permissions import page_permission_policy
from wagtail_localize.models import TranslationSource

from cms.admin.translation_health.filters import TranslationHealthFilterSet, type_name
from cms.translation.health import counts_by_locale, public_sources, versions_by_key
from cms.translation.models import StoredProvenance
from cms.translation.state import State


@dataclass(frozen=True, slots=True)
class Version:
    """One object in one language; `state` is None when there is no version."""

    locale: str
    state: State | None
    counts: Sequence[tuple[State, int]] = ()
    edit_url: str = ""
    translate_url: str = ""
    changes_url: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One object with its versions, in the order of the languages."""

    title: str
    type: str
    versions: Sequence[Version]


class TranslationHealthView(ReportView):
    """The number of SQL queries does not depend on how many objects there are."""

    results_template_name = "cms_admin/translation_health/results.html"
    page_title = _("Translation health")
    header_icon = "globe"
    index_url_name = "translation_health"
    index_results_url_name = "translation_health_results"
    filterset_class = TranslationHealthFilterSet
    permission_policy = page_permission_policy
    any_permission_required = ("add", "change", "publish")
    list_export = ("title", "type", "locale", "state")
    is_searchable = False

    def get_queryset(self) -> QuerySet[StoredProvenance]:
        """The objects, by name."""
        return public_sources().defer("memory").order_by("title", "pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Lines for the table; rows as they are for an export."""
        if self.is_export:
            return object_list
        rows = list(object_list)
        keys = [row.translation_key for row in rows]
        versions = versions_by_key(keys)
        synced = dict(
            TranslationSource.objects.filter(object_id__in=keys)
            .order_by("pk")
            .values_list("object_id", "pk")
        )
        may_translate = self.request.user.has_perm("wagtail_localize.submit_translation")
        return [
            Line(
                title=row.title,
                type=type_name(row.type),
                versions=[
                    _version(
                        locale,
                        versions[row.translation_key].get(locale),
                        source=row,
                        synced=synced.get(row.translation_key),
                        may_translate=may_translate,
                    )
                    for locale in get_content_languages()
                ],
            )
            for row in rows
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The table and the summary above it."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        languages = get_content_languages()
        context["languages"] = list(languages.values())
        context["states"] = list(State)
        context["summary"] = [
            (
                languages.get(locale, locale),
                [counts.by_state.get(state, 0) for state in State],
                counts.missing,
            )
            for locale, counts in counts_by_locale().items()
        ]
        return context


def _version(
    locale: str,
    row: StoredProvenance | None,
    *,
    source: StoredProvenance,
    synced: int | None,
    may_translate: bool,
) -> Version:
    if row is None:
        return Version(locale, None, translate_url=_translate_url(source) if may_translate else "")
    is_behind = State.STALE in row.counts
    changes_url = (
        reverse("wagtail_localize:update_translations", args=[synced])
        if may_translate and is_behind and synced
        else ""
    )
    return Version(
        locale,
        State(row.state),
        counts=[(state, row.counts[state]) for state in State if state in row.counts],
        edit_url=_edit_url(row),
        changes_url=changes_url,
    )


def _edit_url(row: StoredProvenance) -> str:
    """The editor of exactly this version; for a synced translation that is localize's."""
    if _is_page(row):
        return reverse("wagtailadmin_pages:edit", args=[row.object_id])
    app_label, model_name = row.type.split(".")
    try:
        return reverse(f"wagtailsnippets_{app_label}_{model_name}:edit", args=[row.object_id])
    except NoReverseMatch:  # edited elsewhere than among the snippets
        return ""


def _translate_url(source: StoredProvenance) -> str:
    if _is_page(source):
        return reverse("wagtail_localize:submit_page_translation", args=[source.object_id])
    app_label, model_name = source.type.split(".")
    return reverse(
        "wagtail_localize:submit_snippet_translation",
        args=[app_label, model_name, source.object_id],
    )


def _is_page(row: StoredProvenance) -> bool:
    return issubclass(apps.get_model(row.model), Page)
