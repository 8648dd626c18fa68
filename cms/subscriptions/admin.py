"""The report: how many follow which list, and whom letters do not reach.

Addresses are shown to superusers only: who looks after the site need not know who reads it.
"""

from __future__ import annotations

import re
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.subscriptions.models import Digest, FeedAddress, Frequency, Subscription
from cms.subscriptions.reading import title_of
from cms.subscriptions.sending import try_again

REPORT = "cms_subscriptions_admin:report"
VIEW = "cms_subscriptions.view_subscription"
CHANGE = "cms_subscriptions.change_subscription"
SHOWN = 200
PK = re.compile(r"[0-9]{1,18}")


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """Counts by list and language, then what fails; two queries, however much there is."""

    template_name = "cms_subscriptions/admin/report.html"
    page_title = _("Subscriptions")
    header_icon = "mail"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those who may see it."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The two tables, and what the user may do with them."""
        user = self.request.user
        return super().get_context_data(
            lines=_lines(),
            failing=_failing()[:SHOWN],
            shows_addresses=user.is_superuser,
            may_try_again=user.has_perm(CHANGE),
            **kwargs,
        )


def _lines() -> list[dict[str, Any]]:
    """A line for each feed and language that somebody follows."""
    is_confirmed = Q(subscriptions__confirmed_at__isnull=False)
    rows = FeedAddress.objects.values("feed", "locale").annotate(
        filters=Count("pk", distinct=True),
        daily=Count("subscriptions", is_confirmed & Q(subscriptions__frequency=Frequency.DAILY)),
        weekly=Count("subscriptions", is_confirmed & Q(subscriptions__frequency=Frequency.WEEKLY)),
        waiting=Count("subscriptions", Q(subscriptions__confirmed_at=None)),
        paused=Count("subscriptions", Q(subscriptions__paused_at__isnull=False)),
    )
    return [
        {**row, "title": title_of(FeedAddress(feed=row["feed"], locale=row["locale"]))}
        for row in rows.order_by("feed", "locale")
    ]


def _failing() -> QuerySet[Subscription]:
    """Those whose digest was refused, with the last error; given up ones first."""
    failed = Digest.objects.filter(subscription=OuterRef("pk"), sent_at=None, failures__gt=0)
    unsent = Q(digests__sent_at=None)
    return (
        Subscription.objects.filter(Exists(failed))
        .select_related("address")
        .annotate(
            failures=Max("digests__failures", filter=unsent),
            error=Max("digests__error", filter=unsent),
        )
        .order_by("paused_at", "pk")
    )


@require_POST
def again(request: HttpRequest) -> HttpResponse:
    """Have one digest, or all that fail, tried again at the next run; back to the report."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    wanted = Subscription.objects.all()
    if "subscription" in request.POST:
        chosen = request.POST["subscription"]
        wanted = wanted.filter(pk__in=[int(chosen)] if PK.fullmatch(chosen) else [])
    count = try_again(wanted)
    text = ngettext(
        "%(count)d digest will be tried again at the next run.",
        "%(count)d digests will be tried again at the next run.",
        count,
    )
    messages.info(request, text % {"count": count})
    return redirect(REPORT)


class SubscriptionsMenuItem(MenuItem):
    """The entry of the main menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To those who may see the report."""
        return bool(request.user.has_perm(VIEW))


menu_item = SubscriptionsMenuItem(
    _("Subscriptions"), reverse_lazy(REPORT), name="subscriptions", icon_name="mail", order=260
)

urls = [
    path("", ReportView.as_view(), name="report"),
    path("again/", again, name="again"),
]
