"""The report: deliveries that were given up, newest first, each with its last error."""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from cms.publishing import delivery
from cms.publishing.events import Kind
from cms.publishing.models import Delivery

PK = re.compile(r"[0-9]{1,18}")
KINDS = {
    Kind.PUBLISHED: pgettext_lazy("what happened to pages", "published"),
    Kind.UNPUBLISHED: pgettext_lazy("what happened to pages", "unpublished"),
    Kind.MOVED: pgettext_lazy("what happened to pages", "moved"),
    Kind.DELETED: pgettext_lazy("what happened to pages", "deleted"),
    Kind.RESTRICTED: pgettext_lazy("what happened to pages", "access changed"),
    Kind.EDITED: pgettext_lazy("what happened to pages", "what they show changed"),
    Kind.SWITCHED: pgettext_lazy("what happened to pages", "add-on switched"),
}


class UndeliveredView(ReportView):
    """What is on the page comes in one query, however many rows it has."""

    model = Delivery
    results_template_name = "cms_admin/undelivered/results.html"
    page_title = _("Undelivered changes")
    header_icon = "warning"
    index_url_name = "undelivered"
    index_results_url_name = "undelivered_results"
    permission_policy = ModelPermissionPolicy(Delivery)
    any_permission_required = ("view",)
    list_export = ("handler", "event__created_at", "dead_at", "attempts", "error")
    export_headings = {
        "handler": _("For"),
        "event__created_at": _("Changed"),
        "dead_at": _("Given up"),
        "attempts": _("Attempts"),
        "error": _("Last error"),
    }
    is_searchable = False
    paginate_by = 50

    def get_queryset(self) -> QuerySet[Delivery]:
        """Those given up."""
        dead = Delivery.objects.filter(dead_at__isnull=False)
        return dead.select_related("event").order_by("-dead_at", "-pk")

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """Rows that say what happened, in words."""
        if not self.is_export:
            for row in object_list:
                kinds = (str(KINDS[Kind(kind)]) for kind in row.event.kinds)
                row.what = capfirst(", ".join(kinds))
        return object_list

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The table, and whether there are buttons in it."""
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        context["may_try_again"] = self.request.user.has_perm("cms_publishing.change_delivery")
        return context


@require_POST
def try_again(request: HttpRequest) -> HttpResponse:
    """Have one delivery, or all that were given up, made again; back to the report."""
    if not request.user.has_perm("cms_publishing.change_delivery"):
        raise PermissionDenied
    dead = Delivery.objects.filter(dead_at__isnull=False)
    if "delivery" in request.POST:
        chosen = request.POST["delivery"]
        dead = dead.filter(pk=int(chosen) if PK.fullmatch(chosen) else None)
    events = dict(dead.values_list("pk", "event_id"))
    revived = delivery.retry_dead(events)
    told = delivery.deliver_here(events.values())
    if revived and told.delivered >= revived:
        messages.success(request, gettext("It is delivered now."))
    elif revived:
        text = ngettext(
            "%(count)d change will be delivered again in a while.",
            "%(count)d changes will be delivered again in a while.",
            revived,
        )
        messages.info(request, text % {"count": revived})
    return redirect("undelivered")
