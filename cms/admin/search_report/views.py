"""The report: a row for each question, by how often it was asked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import django_filters
from django.db.models import Count, F, Max, Q, QuerySet, Sum
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.views.reports import ReportView
from wagtail.coreutils import get_content_languages
from wagtail.permission_policies import ModelPermissionPolicy

from cms.discovery.models import AskedQuery

DEFAULT_DAYS = "30"
PERIODS = [("7", _("7 days")), ("365", _("A year"))]
UNANSWERED, UNOPENED = "unanswered", "unopened"
SUCCESSES = [(UNANSWERED, _("nothing was found")), (UNOPENED, _("nothing was opened"))]


class SearchReportFilterSet(WagtailFilterSet):
    """Which questions: of a language, of the last days, with what success."""

    locale = django_filters.ChoiceFilter(
        label=_("Language"), choices=lambda: list(get_content_languages().items())
    )
    days = django_filters.ChoiceFilter(label=_("Period"), choices=PERIODS, empty_label=_("30 days"))
    success = django_filters.ChoiceFilter(label=_("Success"), choices=SUCCESSES)

    class Meta:
        model = AskedQuery
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Sums by question of the chosen days, most asked first."""
        chosen: dict[str, Any] = self.form.cleaned_data
        if chosen.get("locale"):
            queryset = queryset.filter(locale=chosen["locale"])
        sums = summed(queryset, int(chosen.get("days") or DEFAULT_DAYS))
        if chosen.get("success") == UNANSWERED:
            return sums.filter(without__gt=0).order_by("-without", "-times", "key", "locale")
        if chosen.get("success") == UNOPENED:
            sums = sums.filter(clicks=0, times__gt=F("without"))
        return sums


def summed(queryset: QuerySet[Any], days: int) -> QuerySet[Any]:
    """A row for each question of the last days, most asked first."""
    since = timezone.localdate() - timedelta(days=days)
    sums = queryset.filter(day__gt=since).values("locale", "key")
    return sums.annotate(
        text=Max("text"),  # an accented letter is greater than a plain one
        times=Sum("asked"),
        without=Sum("unanswered"),
        clicks=Sum("opened"),
        last=Max("day"),
    ).order_by("-times", "key", "locale")


class SearchReportView(ReportView):
    """The number of SQL queries does not depend on how many questions there are."""

    model = AskedQuery
    results_template_name = "cms_admin/search_report/results.html"
    page_title = _("What visitors search for")
    header_icon = "search"
    index_url_name = "search_report"
    index_results_url_name = "search_report_results"
    filterset_class = SearchReportFilterSet
    permission_policy = ModelPermissionPolicy(AskedQuery)
    any_permission_required = ("view",)
    list_export = ("text", "locale", "times", "without", "clicks", "last")
    export_headings = {
        "text": _("Query"),
        "locale": _("Language"),
        "times": _("Asked"),
        "without": _("Without result"),
        "clicks": _("Opened"),
        "last": _("Last asked"),
    }
    is_searchable = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The report. An export is written later, when the language of the office is not set."""
        self.export_headings = {name: str(text) for name, text in self.export_headings.items()}
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> QuerySet[AskedQuery]:
        """All counts; the filters sum them up."""
        return AskedQuery.objects.all()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Sums by question; those without a choice, when what was chosen is not there."""
        if self.filters.is_valid():
            return super().filter_queryset(queryset)
        return summed(queryset, int(DEFAULT_DAYS))

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Rows with the addresses of forms that teach search; rows as they are for an export."""
        if self.is_export:
            return object_list
        names = get_content_languages()
        entry = self._form("thesaurusentry")
        promotion = self._form("promotedresult")
        return [
            {
                **row,
                "language": names.get(row["locale"], row["locale"]),
                "entry_url": entry and f"{entry}?{_prefilled(row)}",
                "promotion_url": promotion and f"{promotion}?{_prefilled(row)}",
            }
            for row in object_list
        ]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The table, and a line for each language above it."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        month_ago = timezone.localdate() - timedelta(days=int(DEFAULT_DAYS))
        names = get_content_languages()
        context["summary"] = [
            {**row, "language": names.get(row["locale"], row["locale"])}
            for row in AskedQuery.objects.filter(day__gt=month_ago)
            .values("locale")
            .annotate(
                times=Sum("asked"),
                without=Sum("unanswered"),
                clicks=Sum("opened"),
                different=Count("key", distinct=True, filter=Q(asked__gt=0)),
            )
            .order_by("locale")
        ]
        return context

    def _form(self, model: str) -> str:
        may = self.request.user.has_perm(f"cms_discovery.add_{model}")
        return reverse(f"wagtailsnippets_cms_discovery_{model}:add") if may else ""


def _prefilled(row: dict[str, Any]) -> str:
    return urlencode({"term": row["text"], "language": row["locale"]})
