"""The report “Use of the API”: which client asked for which field, how often, and when last."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import django_filters  # type: ignore[import-untyped]  # it has no types
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.graphql.models import DocumentUse
from cms.graphql.schema import schema_for
from cms.graphql.usage.counting import OTHER, UNKNOWN
from cms.graphql.usage.report import DEFAULT_DAYS, Usage, Use, usage_of
from cms.plugin.state import active_labels

DEPRECATED, UNUSED = "deprecated", "unused"
PERIODS = [("7", _("7 days")), ("100", _("100 days"))]
KINDS = [(DEPRECATED, _("deprecated, and still in use")), (UNUSED, _("used by nobody"))]
PERMISSION = "cms_graphql.view_documentuse"
NAMELESS = {UNKNOWN: _("without a name"), OTHER: _("others")}


def _clients() -> list[tuple[str, str]]:
    names = DocumentUse.objects.order_by("client").values_list("client", flat=True).distinct()
    return [(name, shown(name)) for name in names]


def shown(client: str) -> str:
    """What the office calls a client."""
    return str(NAMELESS.get(client, client))


class UsageFilterSet(WagtailFilterSet):
    """What is shown: of a client, of the last days, only what deserves a look."""

    client = django_filters.ChoiceFilter(label=_("Client"), choices=_clients)
    days = django_filters.ChoiceFilter(label=_("Period"), choices=PERIODS, empty_label=_("30 days"))
    kind = django_filters.ChoiceFilter(label=_("Fields"), choices=KINDS)

    class Meta:
        model = DocumentUse
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """All rows: the view sums them up."""
        return queryset


class UsageView(ReportView):
    """The number of SQL queries does not depend on how many clients and documents there are."""

    model = DocumentUse
    results_template_name = "cms_graphql/usage/results.html"
    page_title = _("Use of the API")
    header_icon = "code"
    index_url_name = "api_usage"
    index_results_url_name = "api_usage_results"
    filterset_class = UsageFilterSet
    permission_policy = ModelPermissionPolicy(DocumentUse)
    any_permission_required = ("view",)
    list_export = ("place", "times", "last", "clients")
    export_headings: dict[str, Any] = {  # of strings, as soon as the language is known
        "place": _("Field"),
        "times": _("Asked"),
        "last": _("Last asked"),
        "clients": _("Clients"),
    }
    is_searchable = False

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The report. An export is written later, when the language of the office is not set."""
        self.export_headings = {name: str(text) for name, text in self.export_headings.items()}
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        return answer

    def get_queryset(self) -> QuerySet[DocumentUse]:
        """All counts."""
        return DocumentUse.objects.all()

    def filter_queryset(self, queryset: QuerySet[Any]) -> Any:
        """A row for each place of the schema, most asked first."""
        kind = self._chosen.get("kind")
        if kind == UNUSED:
            rows = [(place, Use(), "") for place in self._usage.unused()]
        elif kind == DEPRECATED:
            rows = [(place, use, why) for place, (use, why) in self._usage.deprecated().items()]
        else:
            rows = [(place, use, "") for place, use in self._usage.named.items() if "." in place]
        rows.sort(key=lambda row: (-row[1].times, row[0]))
        return [_line(*row) for row in rows]

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The table of places, and the one of clients above it."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        clients = sorted(self._usage.clients.items(), key=lambda each: (-each[1].times, each[0]))
        shortened = clients[: self.paginate_by]
        context["summary"] = [(shown(name), use) for name, use in shortened]
        context["uncounted"] = self._usage.uncounted
        context["has_uses"] = bool(clients)
        return context

    @cached_property
    def _chosen(self) -> dict[str, Any]:
        chosen: dict[str, Any] = self.filters.form.cleaned_data if self.filters.is_valid() else {}
        return chosen

    @cached_property
    def _usage(self) -> Usage:
        return usage_of(
            schema_for(active_labels()).graphql_schema,
            days=int(self._chosen.get("days") or DEFAULT_DAYS),
            client=self._chosen.get("client") or "",
        )


def _line(place: str, use: Use, reason: str) -> dict[str, Any]:
    clients: Iterable[str] = (f"{shown(name)} ({times})" for name, times in use.by_client)
    return {
        "place": place,
        "parts": place.split("."),
        "times": use.times,
        "last": use.last,
        "clients": ", ".join(clients),
        "reason": reason,
    }


class UsageMenuItem(MenuItem):
    """Shown to those who look after frontends."""

    def is_shown(self, request: HttpRequest) -> bool:
        """True for administrators, and for those to whom they gave the permission."""
        return request.user.has_perm(PERMISSION)


def menu_item() -> MenuItem:
    """For the hook ``register_reports_menu_item``."""
    return UsageMenuItem(
        _("Use of the API"), reverse("api_usage"), name="api-usage", icon_name="code", order=1210
    )


def register_urls() -> list[URLPattern]:
    """For the hook ``register_admin_urls``."""
    return [
        path("reports/api-usage/", UsageView.as_view(), name="api_usage"),
        path(
            "reports/api-usage/results/",
            UsageView.as_view(results_only=True),
            name="api_usage_results",
        ),
    ]


def permissions() -> QuerySet[Permission]:
    """For the hook ``register_permissions``: who may see the report."""
    return Permission.objects.filter(
        content_type__app_label="cms_graphql", codename="view_documentuse"
    )
