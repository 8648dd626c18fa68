"""Redirects of editors over HTTP, without telling where hidden pages are."""

from __future__ import annotations

from urllib.parse import urlparse

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.contrib.redirects.middleware import RedirectMiddleware, get_redirect
from wagtail.contrib.redirects.models import Redirect

from cms.publishing.visibility import live_pages


class PublicRedirectMiddleware(RedirectMiddleware):
    """Wagtail's redirects, but to public pages only: the answer holds the page's path."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The redirect; `response`, a 404, when there is none or its page is not public."""
        answer: HttpResponseBase = super().process_response(request, response)
        if answer is response or _is_public(_redirect_of(request)):
            return answer
        return response


def _redirect_of(request: HttpRequest) -> Redirect | None:
    """What Wagtail found: by the whole address first, then without its query."""
    path = Redirect.normalise_path(request.get_full_path(), decode_unicode=False)
    return get_redirect(request, path) or get_redirect(request, urlparse(path).path)


def _is_public(redirect: Redirect | None) -> bool:
    if redirect is None:  # removed between the two questions
        return False
    page_id = redirect.redirect_page_id
    return page_id is None or live_pages().filter(pk=page_id).exists()
