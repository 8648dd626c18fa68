"""What a client accepts: media type and content coding of the answer."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest
from django.http.request import MediaType

from cms.graphql.errors import ErrorCode, RequestError
from cms.graphql.http.coding import CODINGS

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"
HTML = "text/html"
MAX_HEADER = 1_000  # characters that are looked at
REMEMBERED = 200  # headers; browsers and libraries send few different ones


def media_type_of(request: HttpRequest) -> str:
    """The media type for the answer, by the Accept header; plain JSON when all are welcome.

    Raises:
        RequestError: 406, the client takes neither.
    """
    best = _media_type(request.headers.get("Accept", "")[:MAX_HEADER])
    if not best:
        raise RequestError(
            f"The answer comes as {RESPONSE_JSON} or {JSON} only.",
            ErrorCode.NOT_ACCEPTABLE,
            status=406,
        )
    return best


def prefers_html(request: HttpRequest) -> bool:
    """True when a browser asks for the page, not for data."""
    accept = request.headers.get("Accept", "")[:MAX_HEADER]
    html = _quality(accept, HTML)
    return html > 0 and html > max(_quality(accept, JSON), _quality(accept, RESPONSE_JSON))


def coding_of(request: HttpRequest) -> str:
    """The content coding for the answer, by the Accept-Encoding header; "" for none."""
    return _coding(request.headers.get("Accept-Encoding", "")[:MAX_HEADER])


@lru_cache(maxsize=REMEMBERED)
def _media_type(accept: str) -> str:
    if not accept.strip():
        return JSON
    best, best_rank = "", 0.0
    for offered in (JSON, RESPONSE_JSON):
        rank = _quality(accept, offered)
        if rank > best_rank:
            best, best_rank = offered, rank
    return best


def _quality(accept: str, offered: str) -> float:
    """How welcome `offered` is, by the part of the header that names it most closely."""
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


@lru_cache(maxsize=REMEMBERED)
def _coding(accept: str) -> str:
    welcome: dict[str, float] = {}
    for part in accept.lower().split(",")[:50]:
        name, _, parameter = part.partition(";")
        key, _, value = parameter.partition("=")
        welcome[name.strip()] = _float(value.strip()) if key.strip() == "q" else 1.0
    other = welcome.get("*", 0.0)
    best = max(CODINGS, key=lambda name: welcome.get(name, other))  # the first of equal ones
    quality = welcome.get(best, other)
    return best if quality > 0 and quality >= welcome.get("identity", 0.0) else ""


def _float(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        return 0.0
    return number if 0 <= number <= 1 else 0.0
