"""What follows by itself: new sections get the workflow, editors of a deleted member go."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published

from plugins.members.models import Editor, MemberPage
from plugins.members.self_service.editors import revoke
from plugins.members.self_service.workflow import assign, is_section


@receiver(post_save)
def assign_workflow(
    sender: type[Any], instance: Any, *, created: bool, raw: bool = False, **kwargs: Any
) -> None:
    """Give a new section its workflow."""
    if created and not raw and issubclass(sender, Page) and is_section(sender):
        assign(instance)


@receiver(page_published)
def assign_workflow_late(sender: type[Any], instance: Any, **kwargs: Any) -> None:
    """Give a section its workflow that was written without signals, as imports write pages."""
    if is_section(sender):
        assign(instance)


@receiver(post_delete, sender=MemberPage)
def revoke_editors(sender: type[MemberPage], instance: MemberPage, **kwargs: Any) -> None:
    """Take the right from the editors of a member that is gone in all languages."""
    key = instance.translation_key
    if not MemberPage.objects.filter(translation_key=key).exclude(pk=instance.pk).exists():
        for editor in Editor.objects.select_related("user").filter(member_key=key):
            revoke(editor)
