"""A short way to the endpoint: its answers need no session, no language and no form."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import translation

from cms.graphql import view

DOCUMENT = f"{view.ENDPOINT}/d/"


class EndpointMiddleware:
    """Answers operations itself; whatever stands behind it in ``MIDDLEWARE`` is for pages.

    Stands behind what is for every answer: hosts, TLS, CORS. The explorer is a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        path = request.path_info
        if not path.startswith(view.ENDPOINT):
            if path.startswith(f"/{view.ENDPOINT}"):  # from an address with one slash too many
                prepare(request)
                return view.not_found(request)
            return self.get_response(request)
        if path.startswith(DOCUMENT):
            prepare(request)
            return view.document(request, path[len(DOCUMENT) :])
        if path == view.ENDPOINT and not view.wants_explorer(request):
            prepare(request)
            return view.endpoint(request)
        return self.get_response(request)


def prepare(request: HttpRequest) -> None:
    """Do what of the middleware left out is needed here, too: language, and the name of the host.

    Raises:
        DisallowedHost: It is not one of ours.
    """
    translation.activate("en")  # whatever the request before spoke
    request.get_host()
