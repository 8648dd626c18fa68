"""The state of opportunities, computed by the database from their moments and now."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models
from django.db.models import Case, Q, Value, When
from django.db.models.lookups import In
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.plugin.scope import once

CLOSING_SOON_WITHIN = timedelta(days=14)
ARCHIVED_AFTER = timedelta(days=365)
# The moments at which a state becomes another one: columns, each shifted by so much.
CHANGES = (
    ("opens_at", timedelta()),
    ("closes_at", -CLOSING_SOON_WITHIN),
    ("closes_at", timedelta()),
    ("closes_at", ARCHIVED_AFTER + timedelta(microseconds=1)),
)


class State(models.TextChoices):
    """Whether one may apply, now."""

    NOT_YET_OPEN = "not-yet-open", _("not open yet")
    OPEN = "open", _("open")
    CLOSING_SOON = "closing-soon", _("closing soon")
    CLOSED = "closed", _("closed")
    ARCHIVED = "archived", _("archived")


# What lists show unless they are asked for something else.
LISTED = (State.NOT_YET_OPEN, State.OPEN, State.CLOSING_SOON)


def listed() -> Q:
    """The condition of :data:`LISTED` on rows of opportunities, at this moment."""
    return Q(In(state_expression(), [state.value for state in LISTED]))


def now() -> datetime:
    """The moment that counts as now; the same throughout a request."""
    return once("opportunities.now", timezone.now)


def state_expression(at: datetime | None = None) -> Case:
    """The state at a moment (now unless given) as an expression over rows of opportunities.

    A deadline is over at its very second. Fourteen days before it, to the second, it is soon.
    """
    moment = at or now()
    return Case(
        When(opens_at__gt=moment, then=Value(State.NOT_YET_OPEN.value)),
        When(closes_at__isnull=True, then=Value(State.OPEN.value)),
        When(closes_at__lt=moment - ARCHIVED_AFTER, then=Value(State.ARCHIVED.value)),
        When(closes_at__lte=moment, then=Value(State.CLOSED.value)),
        When(closes_at__lte=moment + CLOSING_SOON_WITHIN, then=Value(State.CLOSING_SOON.value)),
        default=Value(State.OPEN.value),
        output_field=models.CharField(max_length=20, choices=State.choices),
    )
