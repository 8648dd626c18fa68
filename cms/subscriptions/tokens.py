"""Tokens in links: the random key of a subscription, signed; never stored, never logged.

A copy of the database opens nothing without SECRET_KEY. What a link is for is signed too, so one
that confirms does not unsubscribe.
"""

from __future__ import annotations

from enum import StrEnum

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from cms.subscriptions.models import Subscription


class Purpose(StrEnum):
    """What a link is for; also the name of its address."""

    CONFIRM = "confirm"
    MANAGE = "manage"


def token_of(subscription: Subscription, purpose: Purpose) -> str:
    """The token for this purpose, always the same."""
    return _signer(purpose).sign(subscription.key)


def key_in(token: str, purpose: Purpose) -> str | None:
    """The key of the subscription, which may be gone; None for what we never signed."""
    try:
        return _signer(purpose).unsign(token)
    except BadSignature:
        return None


def link(subscription: Subscription, purpose: Purpose) -> str:
    """The absolute address of the page for this purpose."""
    return f"{settings.PUBLIC_URL}{path_of(subscription, purpose)}"


def path_of(subscription: Subscription, purpose: Purpose) -> str:
    """The address without the host."""
    return reverse(f"cms_subscriptions:{purpose}", args=[token_of(subscription, purpose)])


def _signer(purpose: Purpose) -> Signer:
    return Signer(sep=".", salt=f"cms.subscriptions.{purpose}")
