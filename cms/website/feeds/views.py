"""Feeds over HTTP: addresses read, formats chosen, errors said in the language of the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils import translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from cms.graphql.errors import ErrorCode
from cms.graphql.filters.flat import ParameterError, Problem
from cms.publishing.audience import Audience, shown_to
from cms.website.feeds import atom, jsonfeed
from cms.website.feeds.head import Head, address_of, base_url, updated_at
from cms.website.feeds.keys import KEY, WrongKey, audience_of, takes_key
from cms.website.feeds.lists import (
    BrokenFeed,
    EntryPage,
    Pairs,
    Source,
    all_entries_of,
    entries_of,
    find,
    site_name,
)
from cms.website.feeds.parameters import AddressError, pairs_of, said

MAX_AGE_SECONDS = 300
RETRY_AFTER_SECONDS = 600
AFTER = "after"
KEPT_BY_NOBODY = "private, no-store"
FORMATS = {"atom": atom.MEDIA_TYPE, "json": jsonfeed.MEDIA_TYPE, "ics": "text/calendar"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks of a feed."""

    format: str
    parameters: Pairs
    after: str


@csrf_exempt  # whoever sends something hears that nothing is taken, not that a token is missing
@require_safe
def feed(request: HttpRequest, locale: str, name: str, format: str) -> HttpResponseBase:
    """The feed of this name and format, or what is wrong with its parameters.

    An address with a key is a secret: no copy is kept on the way, and no link tells of it.
    """
    response = _answer(request, locale, name, format)
    if KEY in request.GET:
        response["Cache-Control"] = KEPT_BY_NOBODY
        response["Referrer-Policy"] = "no-referrer"
    return response


def _answer(request: HttpRequest, locale: str, name: str, format: str) -> HttpResponseBase:
    source = find(name, format, locale)
    if source is None or locale not in dict(settings.LANGUAGES):
        raise Http404
    try:
        who = audience_of(request, source.feed, format)
    except WrongKey:
        return _no_entry(locale)
    with translation.override(locale), shown_to(who):
        try:
            asked = _asked(request, format, takes_key=takes_key(source.feed, format))
            content, head = _rendered(source, asked)
        except (AddressError, ParameterError) as error:
            return _refusal(error)
        except BrokenFeed as error:
            return _failure(error)
    response = HttpResponse(content, content_type=f"{FORMATS[format]}; charset=utf-8")
    if format == "ics":
        response["Content-Disposition"] = f'inline; filename="{name}-{locale}.ics"'
    response["Content-Language"] = locale
    if who is not Audience.PUBLIC:
        return response
    response["Last-Modified"] = http_date(head.updated.timestamp())
    response["Cache-Control"] = f"public, max-age={MAX_AGE_SECONDS}"
    # By the content alone: an entry that goes leaves no later date behind.
    etag = response["ETag"] = f'"{sha256(content).hexdigest()[:32]}"'
    return get_conditional_response(request, etag=etag, response=response) or response


def _asked(request: HttpRequest, format: str, *, takes_key: bool) -> Asked:
    """What follows the question mark.

    Raises:
        AddressError: It is too long, or no text.
    """
    pairs = pairs_of(request.META.get("QUERY_STRING", "").encode("latin-1"))
    after = [value for name, value in pairs if name == AFTER]
    if len(after) > 1:
        raise ParameterError(AFTER, Problem.REPEATED)
    if after and format == "ics":
        raise ParameterError(AFTER, Problem.UNKNOWN)  # calendars come whole
    taken = {AFTER, KEY} if takes_key else {AFTER}
    parameters = [pair for pair in pairs if pair[0] not in taken]
    return Asked(format, parameters, after[0] if after else "")


def _rendered(source: Source, asked: Asked) -> tuple[bytes, Head]:
    """The document and what it says about itself."""
    if asked.format == "ics":
        # Its library would take 4 MB of every worker.
        from cms.website.feeds import ics  # noqa: PLC0415 -- only who asks for a calendar pays

        entries = all_entries_of(source, asked.parameters, ics.MAX_ENTRIES)
        head = _head(source, asked, EntryPage(entries))
        return _made(source, lambda: ics.rendered(head, entries)), head
    page = entries_of(source, asked.parameters, after=asked.after or None)
    head = _head(source, asked, page)
    render = atom.rendered if asked.format == "atom" else jsonfeed.rendered
    return _made(source, lambda: render(head, page)), head


def _made(source: Source, render: Callable[[], bytes]) -> bytes:
    """What `render` returns.

    Raises:
        BrokenFeed: An entry of the plugin cannot be rendered.
    """
    try:
        return render()
    except Exception as error:  # such as a key that is no UUID, or a day where a moment belongs
        raise BrokenFeed.of(source, error) from error


def _head(source: Source, asked: Asked, page: EntryPage) -> Head:
    def at(after: str) -> str:
        return address_of(source.locale, source.feed.name, asked.format, asked.parameters, after)

    return Head(
        title=str(source.feed.title),
        site_name=site_name(source.locale),
        locale=source.locale,
        home_url=f"{base_url(source.locale)}/{source.locale}/",
        url=at(asked.after),
        first_url=at(""),
        next_url=at(page.next_cursor) if page.next_cursor else None,
        updated=updated_at(page.entries),
    )


def _refusal(error: AddressError | ParameterError) -> JsonResponse:
    """400, in the shape of an error of the API."""
    extensions = {"code": ErrorCode.BAD_USER_INPUT.value}
    if isinstance(error, ParameterError):
        extensions["argument"] = error.name
    response = _json_error(said(error), extensions, status=400)
    response["Cache-Control"] = "no-store"
    return response


def _no_entry(locale: str) -> JsonResponse:
    """403, whatever is wrong with the key; nothing public stands in for what was asked."""
    with translation.override(locale):
        message = _(
            "This calendar address does not work any more. Make a new one in the administration."
        )
    extensions = {"code": ErrorCode.BAD_USER_INPUT.value, "argument": KEY}
    return _json_error(message, extensions, status=403)


def _failure(error: BrokenFeed) -> JsonResponse:
    """503: readers keep their subscription and come again."""
    message = _("This feed cannot be made now. The operator finds more under the id in the log.")
    extensions = {
        "code": ErrorCode.PLUGIN_FAILED.value,
        "id": error.error_id,
        "plugin": error.label,
    }
    response = _json_error(message, extensions, status=503)
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


def _json_error(message: str, extensions: dict[str, str], *, status: int) -> JsonResponse:
    return JsonResponse(
        {"errors": [{"message": message, "extensions": extensions}]},
        status=status,
        json_dumps_params={"ensure_ascii": False},
    )
