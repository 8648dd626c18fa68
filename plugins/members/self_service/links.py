"""Links that let somebody in without a password: once, for two days, and for two hours' work.

Only a hash is kept, so a copy of the database opens nothing.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from plugins.members.models import ContactPerson, EditLink, Editor, MemberPage
from plugins.members.self_service.reach import is_member

logger = logging.getLogger(__name__)

LIFETIME = timedelta(hours=48)
VISIT = timedelta(hours=2)
KEPT = timedelta(days=30)
# Links that visitors ask for themselves; the office may send as many as it likes.
PER_EDITOR_AND_HOUR = 3
PER_HOUR = 100


def new_link(editor: Editor) -> str:
    """The token of a new link for `editor`; it cannot be had a second time."""
    now = timezone.now()
    EditLink.objects.filter(expires_at__lt=now - KEPT).delete()
    token = secrets.token_urlsafe(32)
    link = EditLink.objects.create(
        editor=editor, token_hash=_hash(token), expires_at=now + LIFETIME
    )
    logger.info("members.edit_link_made", extra={"link": link.pk, "user": editor.user_id})
    return token


def use(token: str) -> Editor | None:
    """The editor whom the token lets in, from now on nobody any more; None when it is no good.

    Of two who come at once, one wins: the condition and the change are one statement.
    """
    link = EditLink.objects.select_related("editor__user").filter(token_hash=_hash(token)).first()
    if link is None or not link.editor.user.is_active or not is_member(link.editor.member_key):
        return None
    now = timezone.now()
    unused = EditLink.objects.filter(pk=link.pk, used_at=None, expires_at__gt=now)
    if unused.update(used_at=now) != 1:
        return None
    logger.info("members.edit_link_used", extra={"link": link.pk, "user": link.editor.user_id})
    return link.editor


def may_ask(editor: Editor) -> bool:
    """False when too many links were made within the hour, for this editor or for all."""
    since = timezone.now() - timedelta(hours=1)
    made = EditLink.objects.filter(created_at__gt=since)
    if made.count() >= PER_HOUR:
        logger.warning("members.too_many_edit_links")
        return False
    return made.filter(editor=editor).count() < PER_EDITOR_AND_HOUR


def members_known_by(email: str) -> list[MemberPage]:
    """The members for which this e-mail is registered, each in the language written first.

    Registered are the published contact persons, the member's own e-mail, and editors who have a
    password. Members whose membership is over are left out.
    """
    email = email.strip()
    contacts = ContactPerson.objects.filter(email__iexact=email, member__live=True)
    accounts = [
        editor.member_key
        for editor in Editor.objects.select_related("user").filter(user__email__iexact=email)
        if editor.user.has_usable_password() and editor.user.is_active
    ]
    known = (
        Q(pk__in=contacts.values("member"))
        | Q(email__iexact=email, live=True)
        | Q(translation_key__in=accounts)
    )
    pages = MemberPage.objects.filter(known, alias_of=None).exclude(MemberPage.hidden_now())
    by_key = {page.translation_key: page for page in pages.order_by("-pk")}
    return sorted(by_key.values(), key=lambda page: page.pk)


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
