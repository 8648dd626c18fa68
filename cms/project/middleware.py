"""What holds for every answer: its interface language and the headers that browsers obey."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation

# Answers here are the same whatever language a browser prefers, so that caches can share them.
LANGUAGE_NEUTRAL_PATHS = (
    *("/graphql", "/health/", "/media/", "/static/", "/documents/"),
    "/feeds/",  # theirs stands in the address
)
API_LANGUAGE = "en"

# What Wagtail's admin stands without change; a view may answer with a stricter policy.
DEFAULT_POLICY = "base-uri 'self'; object-src 'none'; frame-ancestors 'self'"


class InterfaceLanguageMiddleware(LocaleMiddleware):
    """Django's choice of language by address or browser, except where answers have none."""

    def process_request(self, request: HttpRequest) -> None:
        """Activate the language of this request."""
        if request.path_info.startswith(LANGUAGE_NEUTRAL_PATHS):
            translation.activate(API_LANGUAGE)
            request.LANGUAGE_CODE = API_LANGUAGE
        else:
            super().process_request(request)

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """The response, varying by language only where it does."""
        if request.path_info.startswith(LANGUAGE_NEUTRAL_PATHS):
            return response
        return super().process_response(request, response)


class ContentSecurityPolicyMiddleware:
    """Adds the default policy to answers that do not bring their own."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", DEFAULT_POLICY)
        return response
