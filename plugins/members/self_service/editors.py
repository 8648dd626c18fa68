"""The verbs: invite an editor of a member, let a guest be one, take the right away."""

from __future__ import annotations

import logging
from uuid import UUID

from django.contrib.auth.models import Group
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.accounts.roles import MEMBER_EDITORS
from plugins.members.models import Editor, MemberFiles, MemberPage
from plugins.members.self_service.addresses import is_same_address, spelled, users_with

logger = logging.getLogger(__name__)

FILES = "Files of members"
MAX_USERNAME = 140


class InvitationRefused(Exception):
    """The person cannot edit for this member; the message says why."""


@transaction.atomic
def invite(member: MemberPage, email: str, *, locale: str, by: User | None = None) -> Editor:
    """The editor with this e-mail, made when there is none; an account that waits for a password.

    Raises: InvitationRefused, for an e-mail that has other rights here.
    """
    email = spelled(email)
    if found := editor_of(member.translation_key, email):
        return found
    if users_with(email, User.objects.filter(member_editor__isnull=False)):
        raise InvitationRefused(_("This person edits for another member already."))
    if _has_account(email):
        raise InvitationRefused(_("This e-mail belongs to an account with other rights."))
    return _make(member, email, locale=locale, by=by)


@transaction.atomic
def guest(member: MemberPage, email: str, *, locale: str, by: User | None = None) -> Editor:
    """The editor with this e-mail for links; made without an account when there is none.

    An account that has the same e-mail and other rights is never this one.
    """
    email = spelled(email)
    found = editor_of(member.translation_key, email)
    return found or _make(member, email, locale=locale, by=by)


@transaction.atomic
def revoke(editor: Editor) -> None:
    """Take the right away, with open links and sessions; what was written stays."""
    user = editor.user
    editor.delete()
    user.groups.remove(*Group.objects.filter(name=MEMBER_EDITORS))
    if not user.groups.exists() and not user.is_superuser:
        user.is_active = False
        user.save(update_fields=["is_active"])
    transaction.on_commit(lambda: logger.info("members.editor_revoked", extra={"user": user.pk}))


def editor_of(member_key: UUID, email: str) -> Editor | None:
    """The editor with this e-mail for the member, None when there is none."""
    editors = User.objects.filter(member_editor__member_key=member_key)
    found = users_with(email, editors.select_related("member_editor"))
    return found[0].member_editor if found else None


def _has_account(email: str) -> bool:
    """True when somebody who is no editor of a member comes with this e-mail."""
    others = User.objects.filter(member_editor__isnull=True, is_active=True)
    names = others.filter(username__iexact=email).values_list("username", flat=True)
    return any(is_same_address(name, email) for name in names) or bool(users_with(email, others))


def _make(member: MemberPage, email: str, *, locale: str, by: User | None) -> Editor:
    user = _returning(email) or User(username=_free_username(email), email=email)
    user.is_active = True
    user.set_unusable_password()
    user.save()
    user.groups.set([Group.objects.get_or_create(name=MEMBER_EDITORS)[0]])
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": locale})
    ensure_files(member)
    editor = Editor.objects.create(user=user, member_key=member.translation_key, created_by=by)
    transaction.on_commit(lambda: logger.info("members.editor_added", extra={"user": user.pk}))
    return editor


def _returning(email: str) -> User | None:
    """Whoever had this right before and lost it, so that the history knows one person."""
    former = User.objects.filter(
        is_active=False, is_superuser=False, groups=None, user_permissions=None
    )
    return next(iter(users_with(email, former)), None)


def _free_username(email: str) -> str:
    name, number = email[:MAX_USERNAME], 1
    while User.objects.filter(username__iexact=name).exists():
        number += 1
        name = f"{email[:MAX_USERNAME]} ({number})"
    return name


def ensure_files(member: MemberPage) -> Collection:
    """The collection of this member's uploads; safe to repeat."""
    files = MemberFiles.objects.filter(member_key=member.translation_key).first()
    if files is not None:
        return files.collection
    top = Collection.get_first_root_node()
    shelf = top.get_children().filter(name=FILES).first() or top.add_child(name=FILES)
    collection = shelf.add_child(name=member.title)
    MemberFiles.objects.create(member_key=member.translation_key, collection=collection)
    return collection
