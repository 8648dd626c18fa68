"""The endpoint over HTTP: data for clients, the explorer for browsers, the schema as text."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from cms.graphql.answer import Answer, answer, failure, refusal
from cms.graphql.cache.answers import cached_answer
from cms.graphql.conf import Conf, conf
from cms.graphql.context import Context
from cms.graphql.errors import ErrorCode, RequestError
from cms.graphql.explorer import explorer_page
from cms.graphql.http.authorization import viewer_of
from cms.graphql.http.negotiation import JSON, media_type_of, prefers_html
from cms.graphql.http.repeated import repeatable
from cms.graphql.http.responses import response_to, text_response
from cms.graphql.http.spending import Spending
from cms.graphql.persisted.registered import registered
from cms.graphql.request import Operation, named_operation_of, operation_of
from cms.graphql.schema import schema_for
from cms.graphql.usage import count
from cms.graphql.viewer import Viewer, seen_by
from cms.plugin.state import active_labels
from cms.publishing.clock import current_stamp

ENDPOINT = "/graphql"


@csrf_exempt  # only application/json is read, which no foreign form can send
def endpoint(request: HttpRequest) -> HttpResponseBase:
    """The answer to an operation, or the explorer for a browser that asks without one."""
    if wants_explorer(request):
        return explorer_page(request)
    limits = conf()
    return _answered(request, limits, lambda: operation_of(request, limits))


@csrf_exempt  # nothing is changed by it
def document(request: HttpRequest, document_id: str) -> HttpResponseBase:
    """The answer to an operation of the document that the address names."""
    limits = conf()
    return _answered(request, limits, lambda: named_operation_of(request, limits, document_id))


def schema_text(request: HttpRequest) -> HttpResponseBase:
    """The schema of the active plugins in the schema definition language."""
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405, headers={"Allow": "GET"}, content_type="text/plain")
    return text_response(request, schema_for(active_labels()).sdl, conf())


def is_api(request: HttpRequest) -> bool:
    """True for the endpoint's address and all below it: what answers there is never a page."""
    return request.path_info == ENDPOINT or request.path_info.startswith(f"{ENDPOINT}/")


def refused(request: HttpRequest, message: str, *, status: int) -> HttpResponseBase:
    """The answer to a request that no view takes."""
    given = refusal(RequestError(message, ErrorCode.BAD_REQUEST, status=status))
    return response_to(request, given, conf())


def not_found(request: HttpRequest) -> HttpResponseBase:
    """The answer where there is no endpoint, though somebody looks for it."""
    return refused(request, f"The endpoint is {ENDPOINT}.", status=404)


def failed(request: HttpRequest, error: BaseException) -> HttpResponseBase:
    """The answer when something failed before or after the view."""
    return response_to(request, failure(error), conf())


def wants_explorer(request: HttpRequest) -> bool:
    """True when a browser asks for the page on which one tries queries."""
    limits = conf()
    parameters = request.META.get("QUERY_STRING", "")
    return (
        request.method == "GET"
        and limits.explorer
        and not limits.trusted_only
        and not any(f"{name}=" in parameters for name in ("query", "documentId", "extensions"))
        and prefers_html(request)
    )


def _answered(
    request: HttpRequest, limits: Conf, asked: Callable[[], Operation]
) -> HttpResponseBase:
    """The response to what `asked` reads from the request, whatever happens."""
    media_type = JSON
    is_repeatable = False
    document: tuple[str, str | None] = "", None
    try:
        media_type = media_type_of(request)
        viewer = viewer_of(request)
        operation = asked()
        given = _given(request, limits, operation, viewer)
        is_repeatable = given.is_kept and not operation.register_as
        if given.status == 200:
            document = operation.query, operation.operation_name
            count(request.META, *document, token=viewer.token)
    except RequestError as error:
        given = refusal(error)
    except Exception as error:  # no database, or a value that JSON cannot hold: still JSON
        given = failure(error)
    response = response_to(request, given, limits, media_type)
    if is_repeatable:
        repeatable(response, current_stamp(), document)
    return response


def _given(request: HttpRequest, limits: Conf, operation: Operation, viewer: Viewer) -> Answer:
    """The answer, kept or new.

    Raises:
        RequestError: It is too large to be sent.
    """
    context = Context(
        active_labels(),
        request,
        spend=Spending(request, limits),
        shows_cost=viewer.shows_cost,
        viewer=viewer,
    )
    if viewer.is_anybody:
        given = cached_answer(operation, context)
    else:
        with seen_by(viewer):
            given = answer(operation, context)
        given.headers["X-Robots-Tag"] = "noindex"
    if len(given.content) > limits.max_answer_bytes:
        raise RequestError(
            f"The answer is larger than {limits.max_answer_bytes} bytes: ask for less at once.",
            ErrorCode.ANSWER_TOO_LARGE,
            limit=limits.max_answer_bytes,
        )
    if operation.register_as and given.status == 200:
        registered.register(operation.register_as, operation.query)
    return given
