"""Former addresses and redirects over HTTP, without telling where hidden pages are."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.http.response import HttpResponseBase
from wagtail.models import Site

from cms.publishing.addresses.routing import Moved, route


class PublicRedirectMiddleware:
    """Where nothing is found, the answer that the endpoint gives to this path, if it leads on."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """The answer, or a redirect in place of a 404."""
        response = self.get_response(request)
        if response.status_code != 404 or request.method not in {"GET", "HEAD"}:
            return response
        if request.path_info == "/":  # the browser says which home page it likes best
            return response
        site = Site.find_for_request(request)
        found = route(request.get_full_path()) if site and site.is_default_site else None
        if not isinstance(found, Moved):
            return response
        target = found.path or found.url
        if found.is_permanent:
            return HttpResponsePermanentRedirect(target)
        return HttpResponseRedirect(target)
