"""The five things a text can be, and how they rank."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What a text is, best first.

    Stale: translated from something that the published source does not say any more, or the
    source says something that the translation lacks. Fallback: the source's own words stand where
    the translation should be.
    """

    ORIGINAL = "original", _("original")
    TRANSLATED = "translated", _("translated")
    MACHINE = "machine", _("machine translation")
    STALE = "stale", _("out of date")
    FALLBACK = "fallback", _("not translated")


_RANK = {state: rank for rank, state in enumerate(State)}


def worst(states: Iterable[State]) -> State | None:
    """The worst of `states`; None when there are none."""
    return max(states, key=_RANK.__getitem__, default=None)
