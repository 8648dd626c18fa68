"""The endpoint over HTTP: data for clients, the explorer for browsers, the schema as text."""

from __future__ import annotations

import json
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response
from django.views.decorators.csrf import csrf_exempt

from cms.graphql.answer import Answer, answer, failure, refusal
from cms.graphql.conf import Conf, conf
from cms.graphql.context import Context
from cms.graphql.errors import ErrorCode, RequestError
from cms.graphql.explorer import explorer_page
from cms.graphql.request import JSON, media_type_of, operation_of, prefers_html
from cms.graphql.schema import schema_for
from cms.plugin.state import active_labels

ENDPOINT = "/graphql"
REVALIDATE = "public, max-age=0, must-revalidate"


@csrf_exempt  # only application/json is read, which no foreign form can send
def endpoint(request: HttpRequest) -> HttpResponseBase:
    """The answer to an operation, or the explorer for a browser that asks without one."""
    limits = conf()
    if _wants_explorer(request, limits):
        return explorer_page(request)
    media_type = JSON
    try:
        media_type = media_type_of(request)
        operation = operation_of(request, limits)
        given = answer(operation, Context(active=active_labels(), request=request))
        content = _encoded(given)
    except RequestError as error:
        given = refusal(error)
        content = _encoded(given)
    except Exception as error:  # no database, or a value that JSON cannot hold: still JSON
        given = failure(error)
        content = _encoded(given)
    return _response(request, given, content, media_type)


def schema_text(request: HttpRequest) -> HttpResponseBase:
    """The schema of the active plugins in the schema definition language."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET"}, content_type="text/plain")
    content = schema_for(active_labels()).sdl.encode()
    response = HttpResponse(content, content_type="text/plain; charset=utf-8")
    return _revalidated(request, response)


def is_api(request: HttpRequest) -> bool:
    """True for the endpoint's address and all below it: what answers there is never a page."""
    return request.path_info == ENDPOINT or request.path_info.startswith(f"{ENDPOINT}/")


def refused(request: HttpRequest, message: str, *, status: int) -> HttpResponseBase:
    """The answer to a request that no view takes."""
    given = refusal(RequestError(message, ErrorCode.BAD_REQUEST, status=status))
    return _response(request, given, _encoded(given), JSON)


def failed(request: HttpRequest, error: BaseException) -> HttpResponseBase:
    """The answer when something failed before or after the view."""
    given = failure(error)
    return _response(request, given, _encoded(given), JSON)


def _wants_explorer(request: HttpRequest, limits: Conf) -> bool:
    return (
        limits.explorer
        and request.method == "GET"
        and "query=" not in request.META.get("QUERY_STRING", "")
        and prefers_html(request)
    )


def _encoded(given: Answer) -> bytes:
    """The payload as compact, strict JSON in UTF-8."""
    text = json.dumps(given.payload, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode()


def _response(
    request: HttpRequest, given: Answer, content: bytes, media_type: str
) -> HttpResponseBase:
    response = HttpResponse(
        content,
        content_type=f"{media_type}; charset=utf-8",
        status=given.plain_status if media_type == JSON else given.status,
        headers=given.headers,
    )
    response["Vary"] = "Accept"
    if request.method == "POST" or "errors" in given.payload:
        response["Cache-Control"] = "no-store"
        return response
    return _revalidated(request, response)


def _revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponseBase:
    """The response, or 304 when the client has it already."""
    etag = f'"{sha256(response.content).hexdigest()[:32]}"'
    response["ETag"] = etag
    response["Cache-Control"] = REVALIDATE
    return get_conditional_response(request, etag=etag, response=response) or response
