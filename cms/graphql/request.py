"""From an HTTP request to the operation it asks for, or to a clear refusal.

Source: GraphQL over HTTP, working draft (https://graphql.github.io/graphql-over-http/draft/).
Nothing here knows the schema; no cookie and no session is read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.http.request import MediaType, UnreadablePostError

from cms.graphql.conf import Conf
from cms.graphql.errors import ErrorCode, RequestError

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
HTML = "text/html"
NUL_ESCAPE = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
NUL_IN_DOCUMENT = re.compile(r"(?<!\\)((?:\\\\)*)\\u(?:0000|\{0+\})")


@dataclass(frozen=True, slots=True)
class Operation:
    """What a client asks: a document, values for its variables, the name of one operation.

    `is_read_only` forbids mutations: the request came by GET.
    """

    query: str
    variables: Mapping[str, Any] | None = None
    operation_name: str | None = None
    is_read_only: bool = False


def media_type_of(request: HttpRequest) -> str:
    """The media type for the answer, by the Accept header; plain JSON when all are welcome.

    Raises:
        RequestError: 406, the client takes neither.
    """
    accept = request.headers.get("Accept", "")
    if not accept.strip():
        return JSON
    best, best_rank = "", 0.0
    for offered in (JSON, RESPONSE_JSON):
        rank = _quality(accept, offered)
        if rank > best_rank:
            best, best_rank = offered, rank
    if not best:
        raise RequestError(
            f"The answer comes as {RESPONSE_JSON} or {JSON} only.",
            ErrorCode.NOT_ACCEPTABLE,
            status=406,
        )
    return best


def prefers_html(request: HttpRequest) -> bool:
    """True when a browser asks for the page, not for data."""
    accept = request.headers.get("Accept", "")
    html = _quality(accept, HTML)
    return html > 0 and html > max(_quality(accept, JSON), _quality(accept, RESPONSE_JSON))


def _quality(accept: str, offered: str) -> float:
    """How welcome `offered` is, a little more when it is named than when a wildcard covers it."""
    quality, specificity = 0.0, -1
    main, sub = offered.split("/")
    for part in accept.split(",")[:50]:
        media = MediaType(part.strip() or "x/x")
        named = int(media.main_type == main) + 2 * int(media.sub_type == sub)
        if media.main_type not in {main, "*"} or media.sub_type not in {sub, "*"}:
            continue
        if str(media.params.get("charset", "utf-8")).lower() not in {"utf-8", "utf8"}:
            continue
        if named > specificity:
            quality, specificity = _float(str(media.params.get("q", "1"))), named
    return quality


def _float(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0


def operation_of(request: HttpRequest, conf: Conf) -> Operation:
    """The operation that a GET or POST request asks for.

    Raises:
        RequestError: With the status that says what is wrong.
    """
    if request.method == "POST":
        return _operation(_posted(request, conf))
    if request.method in {"GET", "HEAD"}:
        return _operation(_url_parameters(request, conf), is_read_only=True)
    raise RequestError(
        "Use GET or POST.",
        ErrorCode.METHOD_NOT_ALLOWED,
        status=405,
        headers={"Allow": "GET, POST"},
    )


def _url_parameters(request: HttpRequest, conf: Conf) -> dict[str, Any]:
    try:
        given = request.GET
    except (SuspiciousOperation, ValueError) as error:
        _refuse("The URL parameters cannot be read.", error)
    parameters: dict[str, Any] = {}
    for name in ("query", "operationName"):
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
    return body


def _json(text: str, where: str, conf: Conf) -> Any:
    """The strict JSON value of `text`; NUL, which no text of ours can hold, becomes U+FFFD."""
    if "\\u0000" in text:
        text = NUL_ESCAPE.sub(r"\1\\ufffd", text)
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
        _check_value(value, conf)
    except (ValueError, RecursionError) as error:
        _refuse(f"{where} is not valid JSON.", error)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON.")


def _check_value(value: Any, conf: Conf) -> None:
    """Refuse what JSON allows and nobody can use: lone surrogates and endless nesting.

    Raises:
        UnicodeEncodeError: A text holds half of a surrogate pair.
        RequestError: Nested deeper than the limit.
    """
    stack = [(value, 0)]
    while stack:
        item, depth = stack.pop()
        if isinstance(item, str):
            if not item.isascii():
                item.encode()
        elif isinstance(item, dict | list):
            if depth > conf.max_value_depth:
                raise RequestError(
                    f"The JSON is nested deeper than {conf.max_value_depth} levels.",
                    ErrorCode.TOO_DEEP,
                    limit=conf.max_value_depth,
                )
            if isinstance(item, dict):
                stack.extend((key, depth) for key in item)
                stack.extend((child, depth + 1) for child in item.values())
            else:
                stack.extend((child, depth + 1) for child in item)


def _operation(parameters: Mapping[str, Any], *, is_read_only: bool = False) -> Operation:
    query = parameters.get("query")
    if not isinstance(query, str) or not query:
        _refuse("The parameter 'query' must be a GraphQL document.")
    for name in ("variables", "extensions"):
        if not isinstance(parameters.get(name), dict | None):
            _refuse(f"The parameter '{name}' must be an object.")
    operation_name = parameters.get("operationName")
    if not isinstance(operation_name, str | None):
        _refuse("The parameter 'operationName' must be a string.")
    return Operation(
        query=NUL_IN_DOCUMENT.sub(r"\1\\uFFFD", query),
        variables=parameters.get("variables"),
        operation_name=operation_name or None,
        is_read_only=is_read_only,
    )


def _refuse(message: str, cause: BaseException | None = None) -> NoReturn:
    raise RequestError(message, ErrorCode.BAD_REQUEST) from cause
