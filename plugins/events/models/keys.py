"""Keys to the calendar of members, one for each user.

Calendar programs cannot log in, so the address that they subscribe to holds a key. Whoever has the
key sees internal events; so only its hash is stored, it is shown once, and a new one replaces it.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.plugin.confinement import reach_of

if TYPE_CHECKING:
    from cms.accounts.models import User

SEE_INTERNAL = "events.view_internal"
KEY_BYTES = 32


class CalendarKey(models.Model):
    """The hash of a user's key."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="calendar_key",
    )
    key_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_at = models.DateTimeField(_("made at"), editable=False)

    class Meta:
        verbose_name = _("key to the calendar")
        verbose_name_plural = _("keys to the calendar")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


def renew_key(user: User) -> str:
    """A new key for `user`, to be shown once; an older one opens nothing from now on."""
    key = secrets.token_urlsafe(KEY_BYTES)
    CalendarKey.objects.update_or_create(
        user=user, defaults={"key_hash": _hash(key), "created_at": timezone.now()}
    )
    return key


def revoke_key(user: User) -> bool:
    """True when `user` had a key, which opens nothing any more."""
    deleted, _rows = CalendarKey.objects.filter(user=user).delete()
    return bool(deleted)


def opens(key: str) -> bool:
    """True when `key` belongs to an active user who may see internal events."""
    found = CalendarKey.objects.filter(key_hash=_hash(key)).select_related("user").first()
    # Asked anew each time: rights and plugins change while the address stays in a calendar.
    return found is not None and found.user.is_active and may_see_internal(found.user)


def may_see_internal(user: Any) -> bool:
    """True for who may see internal events now; not for those whose organisation has left."""
    if not user.has_perm(SEE_INTERNAL):
        return False
    reach = reach_of(user)
    return reach is None or bool(reach.organisations)


def _hash(key: str) -> str:
    # A key of 256 random bits cannot be guessed from its hash, so no slow hash is needed.
    return hashlib.sha256(key.encode()).hexdigest()
