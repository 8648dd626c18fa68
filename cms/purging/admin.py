"""The page “Caches” under Settings: what the caches in front of the site wait for, and a button
that empties them.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.publishing.models import Delivery
from cms.purging.caches import By, Cache, CannotDropEverything, Wanted
from cms.purging.calls import PurgeFailed
from cms.purging.conf import caches

logger = logging.getLogger(__name__)

# Of those who look after what is told of changes, see the report “Undelivered changes”.
VIEW, CHANGE = "cms_publishing.view_delivery", "cms_publishing.change_delivery"
WAYS = {By.TAGS: _("tags"), By.URLS: _("addresses")}


@dataclass(frozen=True, slots=True)
class Row:
    """A cache on the page: how it is told, and of how many changes it has not been."""

    name: str
    kind: str
    ways: str
    can_be_emptied: bool
    waiting: int = 0
    given_up: int = 0


class CachesView(WagtailAdminTemplateMixin, TemplateView):
    """All caches of the settings, in one query. No cache is asked anything."""

    template_name = "cms_purging/caches.html"
    page_title = _("Caches")
    header_icon = "rotate"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those who may see it."""
        if not request.user.has_perm(VIEW):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Home, and this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": str(self.page_title)}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, and whether there are buttons."""
        return super().get_context_data(
            rows=rows(), may_change=self.request.user.has_perm(CHANGE), **kwargs
        )


def rows() -> list[Row]:
    """The caches with what they wait for, in the order of the settings."""
    untold = Delivery.objects.filter(delivered_at=None, handler__contains=".purge-")
    counts = untold.values_list("handler").annotate(
        waiting=Count("pk", filter=Q(dead_at=None)), given_up=Count("dead_at")
    )
    by_name = {handler.partition(".purge-")[2]: numbers for handler, *numbers in counts}
    return [_row(cache, *by_name.get(cache.name, ())) for cache in caches()]


def _row(cache: Cache, waiting: int = 0, given_up: int = 0) -> Row:
    backend: str = settings.KLASTR_PURGE[cache.name]["BACKEND"]
    ways = ", ".join(str(text) for way, text in WAYS.items() if way in cache.by)
    can_be_emptied = any(True for _call in cache.everything())
    return Row(cache.name, backend.rpartition(".")[2], ways, can_be_emptied, waiting, given_up)


@require_POST
def empty(request: HttpRequest) -> HttpResponse:
    """Have one cache, or all, drop everything; back to the page, which says how it went."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    chosen = request.POST.get("cache")
    for cache in caches():
        if chosen in {None, cache.name}:
            _empty(request, cache)
    return redirect("caches")


def _empty(request: HttpRequest, cache: Cache) -> None:
    facts = {"name": cache.name}
    try:
        cache.tell(cache.calls(Wanted(is_everything=True), by=cache.ways))
    except CannotDropEverything:
        text = gettext("%(name)s cannot be told to drop everything.")
        messages.warning(request, text % facts)
    except PurgeFailed as failure:
        text = gettext("%(name)s is not emptied: %(problem)s")
        messages.error(request, text % {**facts, "problem": failure})
    else:
        logger.info("purging.emptied", extra={"cache": cache.name})
        messages.success(request, gettext("%(name)s is empty now.") % facts)


class CachesMenuItem(MenuItem):
    """Shown to those who look after the site."""

    def is_shown(self, request: HttpRequest) -> bool:
        """True for administrators, and for those to whom they gave the permission."""
        return request.user.has_perm(VIEW)


def menu_item() -> MenuItem:
    """For the hook ``register_settings_menu_item``."""
    return CachesMenuItem(
        _("Caches"), reverse("caches"), name="caches", icon_name="rotate", order=710
    )


def register_urls() -> Iterable[URLPattern]:
    """For the hook ``register_admin_urls``."""
    return [
        path("caches/", CachesView.as_view(), name="caches"),
        path("caches/empty/", empty, name="caches_empty"),
    ]
