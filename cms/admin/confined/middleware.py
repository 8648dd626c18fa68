"""Asks, before any view of the admin runs, whether it is open to a confined user."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.admin.auth import permission_denied
from wagtail.models import Site

from cms.accounts.guests import is_over
from cms.admin.confined.addresses import TO_HOME, is_open, is_open_itself
from cms.plugin.confinement import reach_of

View = Callable[..., HttpResponseBase]


class ConfinementMiddleware:
    """Shuts the admin's addresses to confined users but for a few; ends sessions of guests."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """None, so that the view runs, or the refusal."""
        if not request.path_info.startswith(reverse("wagtailadmin_home")):
            return None  # the session is not even read: public answers do not vary by it
        if is_over(request):
            logout(request)
        reach = reach_of(request.user)
        if reach is None:
            return None
        match = request.resolver_match
        name = match.view_name if match else ""
        if name in TO_HOME:
            return redirect("wagtailadmin_home")
        if not (is_open(request, reach, name, kwargs) or is_open_itself(request, view)):
            return permission_denied(request)
        if name == "wagtailadmin_choose_page":  # else it begins at a page that may be hidden
            site = Site.find_for_request(request)
            return view(request, parent_page_id=site.root_page_id) if site else None
        return None
