"""Links that let somebody in without a password: once, for two days, and for two hours' work.

Only a hash is kept, so a copy of the database opens nothing.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from cms.accounts.models import User
from plugins.members.models import ContactPerson, EditLink, Editor, MemberPage
from plugins.members.self_service.addresses import is_same_address, users_with
from plugins.members.self_service.reach import is_member

logger = logging.getLogger(__name__)

LIFETIME = timedelta(hours=48)
VISIT = timedelta(hours=2)
KEPT = timedelta(days=30)
PER_HOUR = 100  # links that visitors ask for themselves; the office may send as many as it likes


def new_link(editor: Editor, *, is_asked_for: bool = False) -> str:
    """The token of a new link for `editor`; it cannot be had a second time.

    `is_asked_for` says that a visitor asked, rather than the office sent it.
    """
    now = timezone.now()
    EditLink.objects.filter(expires_at__lt=now - KEPT).delete()
    token = secrets.token_urlsafe(32)
    link = EditLink.objects.create(
        editor=editor,
        token_hash=_hash(token),
        expires_at=now + LIFETIME,
        is_asked_for=is_asked_for,
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


def may_be_asked_for(editor: Editor) -> bool:
    """False when visitors have been sent too many links within the hour, all of them together.

    The first one for `editor` is never too many: whoever asks for those of others would keep the
    editors out.
    """
    since = timezone.now() - timedelta(hours=1)
    asked_for = EditLink.objects.filter(created_at__gt=since, is_asked_for=True)
    if not asked_for.filter(editor=editor).exists() or asked_for.count() < PER_HOUR:
        return True
    logger.warning("members.too_many_edit_links")
    return False


@dataclass(frozen=True, slots=True)
class Known:
    """A member that an e-mail is registered for, and the e-mail as it is registered."""

    member: MemberPage
    email: str


def members_known_by(email: str) -> list[Known]:
    """The members for which this e-mail is registered, each in the language written first.

    Registered are the published contact persons, the member's own e-mail, and editors who have a
    password. Members whose membership is over are left out. Letters go to the registered e-mail:
    two spellings may be one address, and nobody but its owner reads there.
    """
    by_id = _pages_that_name(email)
    users = users_with(email, User.objects.filter(member_editor__isnull=False, is_active=True))
    by_key = {
        user.member_editor.member_key: user.email for user in users if user.has_usable_password()
    }
    pages = MemberPage.objects.filter(
        Q(pk__in=by_id) | Q(translation_key__in=by_key), alias_of=None
    ).exclude(MemberPage.hidden_now())
    found = {  # of several languages the one written first is put last, and stays
        page.translation_key: Known(page, by_key.get(page.translation_key) or by_id[page.pk])
        for page in pages.order_by("-pk")
    }
    return sorted(found.values(), key=lambda known: known.member.pk)


def _pages_that_name(email: str) -> dict[int, str]:
    """The registered spelling of `email` by the id of each published entry that names it."""
    contacts = ContactPerson.objects.filter(email__iexact=email.strip(), member__live=True)
    own = MemberPage.objects.filter(email__iexact=email.strip(), live=True)
    rows = (*contacts.values_list("member_id", "email"), *own.values_list("pk", "email"))
    return {page: written for page, written in rows if is_same_address(written, email)}


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
