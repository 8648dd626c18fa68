"""The pages behind the links in letters: confirm, see, change, unsubscribe.

A link only shows a page, since scanners of mail open links too; buttons do. The token in the
address is the secret, so there are no cookies and no CSRF tokens, which makes the one click of
mail programs (RFC 8058) the same as the button. Nothing logs the address of these pages.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import wraps
from secrets import token_hex
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cms.graphql.filters.flat import ParameterError
from cms.subscriptions import limits
from cms.subscriptions.models import Frequency, Subscription
from cms.subscriptions.reading import UnknownFeed, title_of, words_for
from cms.subscriptions.subscribe import TooMany, change, confirm, unsubscribe
from cms.subscriptions.tokens import Purpose, key_in, path_of
from cms.website.feeds.lists import BrokenFeed, site_name

METHODS = ("GET", "HEAD", "POST")
SEE_OTHER = 303
CONFIRMED, SAVED = "confirmed", "saved"  # what the page of the subscription says first
POLICY = (
    "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none';"
    " frame-ancestors 'none'"
)

View = Callable[[HttpRequest, str], HttpResponse]
logger = logging.getLogger(__name__)


def _private(view: View) -> View:
    """`view` without a trace: kept by no cache, named to no site and in no log."""

    @wraps(view)
    @csrf_exempt
    @never_cache
    def answered(request: HttpRequest, token: str) -> HttpResponse:
        try:
            response = (
                view(request, token)
                if request.method in METHODS
                else HttpResponseNotAllowed(METHODS)
            )
        except Exception:  # Django would log the address, and with it the token
            error_id = token_hex(8)
            logger.exception("subscriptions.page_failed", extra={"error_id": error_id})
            response = _message(_("Something went wrong. Try again later."), error_id, status=500)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex"
        response["Content-Security-Policy"] = POLICY
        vars(response)["_has_been_logged"] = True  # by nobody: Django's line has the address
        return response

    return answered


@_private
def confirming(request: HttpRequest, token: str) -> HttpResponse:
    """A button that confirms; pressed, the page of the subscription."""
    key = key_in(token, Purpose.CONFIRM)
    subscription = _found(key)
    if subscription is None:
        return _nothing_here(key)
    with translation.override(subscription.address.locale):
        if request.method == "POST":
            try:
                confirm(subscription)
            except TooMany:
                text = _("You have %(limit)d subscriptions already. Cancel one of them first.")
                return _message(text % {"limit": limits.PER_MAILBOX}, status=409)
            except (UnknownFeed, ParameterError, BrokenFeed):
                return _message(_("This list cannot be read now. Try again later."), status=503)
            return _to_page_of(subscription, CONFIRMED)
        if subscription.confirmed_at is not None:
            return _to_page_of(subscription)
        return _page("confirm", subscription)


@_private
def managing(request: HttpRequest, token: str) -> HttpResponse:
    """What the subscription is, with buttons to change and to end it."""
    key = key_in(token, Purpose.MANAGE)
    subscription = _found(key)
    if key is not None and request.method == "POST":
        return _changed(request, key, subscription)
    if subscription is None:
        return _nothing_here(key)
    with translation.override(subscription.address.locale):
        return _page("manage", subscription, done=request.GET.get("done", ""))


def _changed(request: HttpRequest, key: str, subscription: Subscription | None) -> HttpResponse:
    """What a button, or the one click of a mail program, leads to."""
    locale = subscription.address.locale if subscription else translation.get_language()
    with translation.override(locale):
        frequency = request.POST.get("frequency", "")
        is_over = "unsubscribe" in request.POST or (
            request.POST.get("List-Unsubscribe") == "One-Click"
        )
        if is_over:
            unsubscribe(key)
            return _message(_("You are unsubscribed. Everything about it is deleted."))
        if subscription is None:
            return _nothing_here(key)
        if frequency not in Frequency.values:
            return _page("manage", subscription, status=400)
        change(subscription, Frequency(frequency))
        return _to_page_of(subscription, SAVED)


def _found(key: str | None) -> Subscription | None:
    if key is None:
        return None
    return Subscription.objects.select_related("address").filter(key=key).first()


def _to_page_of(subscription: Subscription, done: str = "") -> HttpResponse:
    """See other, on the host that was asked: the policy on forms holds for redirects too."""
    query = f"?done={done}" if done else ""
    return HttpResponseRedirect(path_of(subscription, Purpose.MANAGE) + query, status=SEE_OTHER)


def _nothing_here(key: str | None) -> HttpResponse:
    """For what was once a subscription, or never was one.

    Not 404: what is not found is looked for below ``/cs/`` too, with the token in the redirect.
    """
    if key is None:
        return _message(_("This link is not complete. Copy it from the e-mail again."), status=403)
    return _message(_("This subscription is over, or the link has expired."), status=410)


def _page(
    name: str, subscription: Subscription, *, done: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "site": _site(),
        "done": done,
        "subscription": subscription,
        "title": title_of(subscription.address),
        "parameters": words_for(subscription.address),
        "frequencies": Frequency.choices,
    }
    return _rendered(name, context, status=status)


def _message(text: str, error_id: str = "", *, status: int = 200) -> HttpResponse:
    # When something failed, nothing more is asked that could fail.
    context = {"text": text, "error_id": error_id, "site": "" if error_id else _site()}
    return _rendered("message", context, status=status)


def _site() -> str:
    return site_name(translation.get_language()) or str(settings.WAGTAIL_SITE_NAME)


def _rendered(name: str, context: dict[str, Any], *, status: int) -> HttpResponse:
    locale = translation.get_language()
    content = render_to_string(f"cms_subscriptions/{name}.html", {**context, "locale": locale})
    return HttpResponse(content, status=status, headers={"Content-Language": locale})


urls = [
    path("confirm/<str:token>/", confirming, name=Purpose.CONFIRM.value),
    path("<str:token>/", managing, name=Purpose.MANAGE.value),
]
