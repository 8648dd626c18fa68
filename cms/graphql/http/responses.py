"""The HTTP response to a client: status, headers, and how long caches may keep it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags

from cms.graphql.answer import Answer
from cms.graphql.conf import Conf
from cms.graphql.http.authorization import PREVIEW_HEADER
from cms.graphql.http.coding import CODINGS
from cms.graphql.http.negotiation import JSON, coding_of
from cms.graphql.http.packing import Packed, packed
from cms.publishing.audience import Audience, audience
from cms.publishing.clock import Stamp, current_stamp
from cms.publishing.epoch import EVERYTHING

NOT_KEPT = "no-store"
NOT_SHARED = "private, no-store"
PERSONAL = ("Authorization", PREVIEW_HEADER)


def response_to(
    request: HttpRequest, given: Answer, limits: Conf, media_type: str = JSON
) -> HttpResponse:
    """The response with this answer; 304 when the client has it already."""
    sent = packed(
        given,
        coding_of(request),
        from_bytes=limits.compress_from_bytes,
        max_tag_bytes=limits.max_cache_tag_bytes,
    )
    response = HttpResponse(
        sent.content,
        content_type=f"{media_type}; charset=utf-8",
        status=given.plain_status if media_type == JSON else given.status,
        headers=given.headers,
    )
    _describe(response, sent)
    kept = _kept(request, given, limits)
    response["Cache-Control"] = kept
    if kept in {NOT_KEPT, NOT_SHARED}:
        return response
    response["Cache-Tag"] = sent.cache_tag
    return _revalidated(request, response, sent.etag)


def text_response(request: HttpRequest, text: str, limits: Conf) -> HttpResponse:
    """The response with a public text; 304 when the client has it already."""
    sent = packed(
        Answer(None, content=text.encode(), tags=frozenset({EVERYTHING})),
        coding_of(request),
        from_bytes=limits.compress_from_bytes,
        max_tag_bytes=limits.max_cache_tag_bytes,
    )
    response = HttpResponse(sent.content, content_type="text/plain; charset=utf-8")
    _describe(response, sent)
    response["Cache-Control"] = _kept_for(limits)
    response["Cache-Tag"] = sent.cache_tag
    return _revalidated(request, response, sent.etag)


def _revalidated(request: HttpRequest, response: HttpResponse, etag: str) -> HttpResponse:
    """The response under `etag`, or 304 without a body when the client has it already."""
    response["ETag"] = etag
    known = _known(request, etag)
    if not known:
        return response
    unchanged = HttpResponseNotModified()
    for name in ("Cache-Control", "Cache-Tag", "Vary"):
        if name in response:
            unchanged[name] = response[name]
    unchanged["ETag"] = known
    return unchanged


def _describe(response: HttpResponse, sent: Packed) -> None:
    # Or a cache may answer a token with what it keeps for the public (RFC 9111, section 4).
    response["Vary"] = "Accept, Accept-Encoding, Authorization"
    response["Content-Length"] = str(len(sent.content))
    if sent.coding:
        response["Content-Encoding"] = sent.coding


def _known(request: HttpRequest, etag: str) -> str:
    """The tag by which the client knows this answer, in whichever coding it has it; or ""."""
    given = request.headers.get("If-None-Match", "")
    if not given:
        return ""
    bare = etag.strip('"').partition("-")[0]
    same = {f'"{bare}"', *(f'"{bare}-{coding}"' for coding in CODINGS)}
    for each in parse_etags(given):
        if each == "*":
            return etag
        if each.removeprefix("W/") in same:  # proxies add it when they compress
            return each
    return ""


def _kept(request: HttpRequest, given: Answer, limits: Conf) -> str:
    """The value of Cache-Control."""
    if any(name in request.headers for name in PERSONAL) or audience() is not Audience.PUBLIC:
        return NOT_SHARED
    if request.method not in {"GET", "HEAD"} or given.status != 200 or given.has_errors:
        return NOT_KEPT
    return _kept_for(limits, current_stamp())


def is_near_its_end(stamp: Stamp, limits: Conf) -> bool:
    """True when caches may not keep answers for as long as they usually do, as states change."""
    longest = max(limits.max_age, limits.shared_max_age)
    return bool(longest) and _left(stamp) < longest


def _left(stamp: Stamp) -> int:
    """Seconds until public state changes by the clock: no cache hears of that."""
    return max(0, int((stamp.until - timezone.now()).total_seconds()))


def _kept_for(limits: Conf, stamp: Stamp | None = None) -> str:
    """The value of Cache-Control for what everybody may see."""
    max_age, shared_max_age = limits.max_age, limits.shared_max_age
    if stamp is not None and is_near_its_end(stamp, limits):
        left = _left(stamp)
        max_age, shared_max_age = min(max_age, left), min(shared_max_age, left)
    parts = ["public", f"max-age={max_age}"]
    if limits.shared_max_age:
        parts.append(f"s-maxage={shared_max_age}")
    if limits.stale_while_revalidate:
        parts.append(f"stale-while-revalidate={limits.stale_while_revalidate}")
    else:
        parts.append("must-revalidate")
    return ", ".join(parts)
