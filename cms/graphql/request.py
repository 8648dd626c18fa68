"""From an HTTP request to the operation it asks for, or to a clear refusal.

Source: GraphQL over HTTP, working draft (https://graphql.github.io/graphql-over-http/draft/).
Nothing here knows the schema; no cookie and no session is read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import UnreadablePostError

from cms.graphql.conf import Conf
from cms.graphql.errors import ErrorCode, RequestError
from cms.graphql.http import strict_json
from cms.graphql.http.negotiation import JSON
from cms.graphql.persisted.lookup import document_of

NUL_IN_DOCUMENT = re.compile(r"(?<!\\)((?:\\\\)*)\\u(?:0000|\{0+\})")


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client asks: a document, values for its variables, the name of one operation.

    `is_read_only` forbids mutations: the request came by GET. `is_trusted` says that the document
    is one of the manifest. `register_as` is the hash under which the client will ask for it from
    now on, if it is a valid one.
    """

    query: str
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    is_read_only: bool = False
    is_trusted: bool = False
    register_as: str = ""


def operation_of(request: HttpRequest, conf: Conf) -> Operation:
    """The operation that a GET or POST request asks for.

    Raises:
        RequestError: With the status that says what is wrong.
    """
    if request.method == "POST":
        return _operation(_posted(request, conf), conf)
    if request.method in {"GET", "HEAD"}:
        return _operation(_url_parameters(request, conf), conf, is_read_only=True)
    raise _other_method("Use GET or POST.", "GET, POST")


def named_operation_of(request: HttpRequest, conf: Conf, document_id: str) -> Operation:
    """The operation of a GET request whose address names the document.

    Raises:
        RequestError: With the status that says what is wrong; 404 when there is no such document.
    """
    if request.method not in {"GET", "HEAD"}:
        raise _other_method("Use GET.", "GET")
    given = _url_parameters(request, conf)
    parameters = {name: given[name] for name in given.keys() & {"variables", "operationName"}}
    try:
        return _operation({**parameters, "documentId": document_id}, conf, is_read_only=True)
    except RequestError as error:
        if error.code is not ErrorCode.PERSISTED_QUERY_NOT_FOUND:
            raise
        raise RequestError(
            "No document is known by this id: the manifest does not have it,"
            " and no client has registered it.",
            error.code,
            status=404,
        ) from error


def _other_method(message: str, allowed: str) -> RequestError:
    return RequestError(
        message, ErrorCode.METHOD_NOT_ALLOWED, status=405, headers={"Allow": allowed}
    )


def _url_parameters(request: HttpRequest, conf: Conf) -> dict[str, Any]:
    try:
        given = request.GET
    except (SuspiciousOperation, ValueError) as error:
        _refuse("The URL parameters cannot be read.", error)
    parameters: dict[str, Any] = {}
    for name in ("query", "operationName", "documentId"):
        if given.get(name):
            parameters[name] = given[name]
    for name in ("variables", "extensions"):
        if given.get(name):
            parameters[name] = _json(given[name], f"The URL parameter '{name}'", conf)
    return parameters


def _posted(request: HttpRequest, conf: Conf) -> dict[str, Any]:
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if request.content_type != JSON or charset not in {"utf-8", "utf8"}:
        raise RequestError(
            f"Send the request as {JSON} in UTF-8.",
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            status=415,
            headers={"Accept": JSON},
        )
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise RequestError(
            "Send the request without a content encoding.",
            ErrorCode.UNSUPPORTED_MEDIA_TYPE,
            status=415,
            headers={"Accept-Encoding": "identity"},
        )
    try:
        text = _body(request, conf).decode()
    except UnicodeDecodeError as error:
        _refuse("The request body is not UTF-8.", error)
    parameters = _json(text, "The request body", conf)
    if not isinstance(parameters, dict):
        _refuse("The request body must be a JSON object; batches are not accepted.")
    return parameters


def _body(request: HttpRequest, conf: Conf) -> bytes:
    """The bytes of the body, never more than the limit, whatever Content-Length says."""
    declared = request.META.get("CONTENT_LENGTH") or "0"
    if "Transfer-Encoding" in request.headers:  # WSGI does not say where such a body ends
        raise RequestError(
            "Send the request with a Content-Length, not in chunks.",
            ErrorCode.BAD_REQUEST,
            status=411,
        )
    body = b""
    is_too_large = declared.isdecimal() and (
        len(declared) > 18 or int(declared) > conf.max_body_bytes
    )
    if not is_too_large:
        try:
            body = request.read(conf.max_body_bytes + 1)
        except UnreadablePostError as error:
            _refuse("The request body broke off.", error)
    if is_too_large or len(body) > conf.max_body_bytes:
        raise RequestError(
            f"The request body is larger than {conf.max_body_bytes} bytes.",
            ErrorCode.REQUEST_TOO_LARGE,
            status=413,
            limit=conf.max_body_bytes,
        )
    if declared.isdecimal() and len(body) < int(declared):
        _refuse("The request body broke off.")
    return body


def _json(text: str, where: str, conf: Conf) -> Any:
    """The strict JSON value of `text`, nested within the limit."""
    try:
        value = strict_json.read(text)
    except ValueError as error:
        _refuse(f"{where} is not valid JSON.", error)
    if strict_json.is_deeper(value, conf.max_value_depth):
        raise RequestError(
            f"The JSON is nested deeper than {conf.max_value_depth} levels.",
            ErrorCode.TOO_DEEP,
            limit=conf.max_value_depth,
        )
    return value


def _operation(
    parameters: Mapping[str, Any], conf: Conf, *, is_read_only: bool = False
) -> Operation:
    for name in ("variables", "extensions"):
        if not isinstance(parameters.get(name), dict | None):
            _refuse(f"The parameter '{name}' must be an object.")
    operation_name = parameters.get("operationName")
    if not isinstance(operation_name, str | None):
        _refuse("The parameter 'operationName' must be a string.")
    found = document_of(parameters, conf)
    query = found.source
    if "\\u" in query:
        query = NUL_IN_DOCUMENT.sub(r"\1\\uFFFD", query)
    return Operation(
        query=query,
        variables=parameters.get("variables"),
        operation_name=operation_name or None,
        is_read_only=is_read_only,
        is_trusted=found.is_trusted,
        register_as=found.register_as if query == found.source else "",
    )


def _refuse(message: str, cause: BaseException | None = None) -> NoReturn:
    raise RequestError(message, ErrorCode.BAD_REQUEST) from cause
