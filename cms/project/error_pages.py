"""What stands in for a view that cannot answer: JSON for the API, Django's page elsewhere."""

from __future__ import annotations

import sys

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views import defaults

from cms.graphql.view import failed, is_api, refused
from cms.graphql.view import not_found as endpoint_not_found


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """400, as for a host that is not ours."""
    if is_api(request):
        return refused(request, "This request cannot be answered.", status=400)
    return defaults.bad_request(request, exception)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """404; below the endpoint with the address of the endpoint."""
    if is_api(request):
        return endpoint_not_found(request)
    return defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponseBase:
    """500; the API names the id under which the log has the exception."""
    error = sys.exc_info()[1]
    if is_api(request) and error is not None:
        return failed(request, error)
    return defaults.server_error(request)
