"""Who asks with ``Authorization: Bearer …``, and how far the token reaches.

The secret, its hash and its revocation are Wagtail's (`wagtail.models.APIToken`); what a token may
see and until when is kept beside it in :class:`~cms.accounts.models.TokenGrant`. A token without a
grant names its user and sees what everybody sees. Neither is ever logged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from wagtail.models import APIToken

from cms.accounts.models import Scope, TokenGrant, User

READ_MEMBERS_ONLY = "cms_accounts.read_members_only"
USED_EVERY = timedelta(minutes=1)  # how exactly the last use is known


class WrongToken(Exception):
    """A token opens nothing: unknown, revoked, expired, or its user is not active."""


@dataclass(frozen=True, slots=True)
class Bearer:
    """Whose token was shown, what it opens, and what it is called."""

    user: User
    scopes: frozenset[Scope]
    name: str


def create_token(
    user: User, name: str, *, scopes: list[Scope] | None = None, expires_at: datetime | None = None
) -> tuple[APIToken, str]:
    """A new token and its secret, which nobody can read again."""
    with transaction.atomic():
        token, secret = APIToken.create_token(user=user, name=name)
        TokenGrant.objects.create(token=token, scopes=scopes or [], expires_at=expires_at)
    return token, secret


def bearer_of(secret: str) -> Bearer:
    """Whose token `secret` is.

    Raises:
        WrongToken: Nobody's, or it opens nothing any more. It is not said which.
    """
    now = timezone.now()
    token = _stored(secret)
    if token is None or token.revoked_at is not None or not token.user.is_active:
        raise WrongToken
    grant: TokenGrant | None = getattr(token, "grant", None)
    if grant is not None and grant.expires_at is not None and grant.expires_at <= now:
        raise WrongToken
    if token.last_used_at is None or now - token.last_used_at >= USED_EVERY:
        APIToken.objects.filter(pk=token.pk).update(last_used_at=now)
    return Bearer(token.user, _scopes(token.user, grant), token.name)


def _scopes(user: User, grant: TokenGrant | None) -> frozenset[Scope]:
    """What the grant says, as far as the user may do it now."""
    known = set(Scope.values)
    scopes = {Scope(name) for name in (grant.scopes if grant else ()) if name in known}
    if Scope.MEMBERS in scopes and not user.has_perm(READ_MEMBERS_ONLY):
        scopes.remove(Scope.MEMBERS)
    return frozenset(scopes)


def _stored(secret: str) -> APIToken | None:
    if not APIToken.validate_token_format(secret):
        return None
    hashes = APIToken.candidate_key_hashes(secret)
    found = APIToken.objects.select_related("user", "grant").filter(key_hash__in=hashes)
    for token in found:
        if any(constant_time_compare(token.key_hash, each) for each in hashes):
            return token
    return None
