"""Visits without a password: a session that ends at a fixed hour and cannot change the account.

Who may come so is decided elsewhere (a plugin sends links); what a guest may do is a matter of the
user's rights. Here is only the session.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import login
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from cms.accounts.models import User

UNTIL = "klastr_guest_until"  # the session's key


def let_in(request: HttpRequest, user: User, *, duration: timedelta) -> None:
    """Log `user` in as a guest; whoever was logged in here before is not any more."""
    request.session.flush()
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    until = timezone.now() + duration
    request.session.set_expiry(until)
    request.session[UNTIL] = until.isoformat()


def is_guest(request: HttpRequest) -> bool:
    """True in a session that began without a password."""
    return UNTIL in request.session


def is_over(request: HttpRequest) -> bool:
    """True when the hour has come at which a guest's session ends."""
    until = _until(request)
    return until is not None and until <= timezone.now()


def _until(request: HttpRequest) -> datetime | None:
    stored = request.session.get(UNTIL)
    return parse_datetime(stored) if stored else None
