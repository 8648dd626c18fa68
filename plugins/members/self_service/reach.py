"""How far an editor of a member may go."""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Site

from cms.accounts.roles import MEMBER_EDITORS
from cms.plugin import Reach
from plugins.members.models import Editor, MemberFiles, MemberPage, SelfServiceSettings

MEGABYTE = 1024 * 1024


def reach(user: AbstractBaseUser) -> Reach | None:
    """The reach of `user`; None for whoever is neither an editor nor in the group of editors.

    Nothing is within reach of an editor whose member is gone, or a member no longer.
    """
    editor = Editor.objects.filter(user_id=user.pk).first()
    if editor is None:
        in_group = user.groups.filter(name=MEMBER_EDITORS).exists()  # type: ignore[attr-defined]  # our user model has groups
        return Reach() if in_group else None
    if not is_member(editor.member_key):
        return Reach()
    policy = _policy()
    files = MemberFiles.objects.filter(member_key=editor.member_key)
    return Reach(
        organisations=frozenset({editor.member_key}),
        publishes_entries=policy.entries_without_approval,
        publishes_posts=policy.posts_without_approval,
        collections=tuple(files.values_list("collection_id", flat=True)),
        max_files=policy.max_files,
        max_bytes=policy.max_megabytes * MEGABYTE,
    )


def is_member(member_key: UUID) -> bool:
    """True while a member with this key is there and its membership is not over."""
    entries = MemberPage.objects.filter(translation_key=member_key)
    return entries.exclude(MemberPage.hidden_now()).exists()


def _policy() -> SelfServiceSettings:
    site = Site.objects.filter(is_default_site=True).first()
    settings = SelfServiceSettings.objects.filter(site=site).first()
    return settings or SelfServiceSettings()
