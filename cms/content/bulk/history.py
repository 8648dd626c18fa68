"""Revisions, log entries and signals of pages that were written, as Wagtail makes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, F, OuterRef, Subquery
from django.db.models.functions import Cast
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.log_actions import get_active_log_context
from wagtail.models import Page, PageLogEntry, Revision
from wagtail.signals import copy_for_translation_done, page_published, published

UNCHANGED = {"wagtail.copy_for_translation"}


def mark(page: Page, now: datetime, *, is_changed: bool = True) -> None:
    """Set the columns that say when a page was saved, and published when it is live."""
    page.draft_title = page.title
    page.latest_revision_created_at = now
    page.has_unpublished_changes = is_changed and not page.live
    if page.live:
        page.first_published_at = page.first_published_at or now
        page.last_published_at = now
        page.expired = False


def store_revisions(pages: Sequence[Page], user: AbstractBaseUser | None) -> None:
    """Give each of `pages`, which are marked, a latest revision, live when the page is."""
    if not pages:
        return
    base_type = ContentType.objects.get_for_model(Page)
    revisions = Revision.objects.bulk_create(
        Revision(
            content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
            base_content_type=base_type,
            object_id=str(page.pk),
            created_at=page.latest_revision_created_at,
            user=user,
            content=page.serializable_data(),
            object_str=str(page),
        )
        for page in pages
    )
    for page, revision in zip(pages, revisions, strict=True):
        page.latest_revision = revision
        if page.live:
            page.live_revision = revision
    newest = Revision.objects.filter(
        base_content_type=base_type, object_id=Cast(OuterRef("pk"), CharField())
    ).order_by("-created_at", "-pk")
    stored = Page.objects.filter(pk__in=[page.pk for page in pages])
    stored.update(latest_revision=Subquery(newest.values("pk")[:1]))
    stored.filter(live=True).update(live_revision=F("latest_revision"))


def content_of(page: Page) -> dict[str, Any]:
    """What the revision of a page would hold of it now that it knows that revision."""
    revisions = {"latest_revision": page.latest_revision_id, "live_revision": page.live_revision_id}
    content: dict[str, Any] = page.latest_revision.content
    return content | revisions


def log(
    pages: Iterable[Page],
    action: str,
    user: AbstractBaseUser | None,
    *,
    has_revision: bool = False,
    label: Callable[[Page], str] = Page.get_admin_display_title,
    data: Callable[[Page], dict[str, Any]] = lambda page: {},
) -> None:
    """One entry for each page in the log that its history shows."""
    context = get_active_log_context()
    now = max((page.latest_revision_created_at for page in pages), default=None)
    PageLogEntry.objects.bulk_create(
        PageLogEntry(
            page=page,
            content_type=ContentType.objects.get_for_model(page, for_concrete_model=False),
            label=label(page),
            action=action,
            timestamp=now,
            data=data(page),
            user=user or context.user,
            uuid=context.uuid,
            revision=page.latest_revision if has_revision else None,
            content_changed=action not in UNCHANGED,
        )
        for page in pages
    )


def copied_from(source: Page, target: Page, parent: Page, target_parent: Page) -> dict[str, Any]:
    """What Wagtail logs of a page that was copied for translation."""
    return {
        "page": {
            "id": target.pk,
            "title": source.get_admin_display_title(),
            "locale": {"id": target.locale_id, "language_code": target.locale.language_code},
        },
        "source": {"id": parent.pk, "title": parent.get_admin_display_title()},
        "destination": {"id": target_parent.pk, "title": target_parent.get_admin_display_title()},
        "keep_live": False,
        "source_locale": {
            "id": source.locale_id,
            "language_code": source.locale.language_code,
        },
    }


def announce(pages: Iterable[Page]) -> None:
    """Tell everybody that listens of each page that is public now."""
    for page in pages:
        if page.live:
            revision = page.live_revision
            page_published.send(sender=type(page), instance=page, revision=revision)
            published.send(sender=type(page), instance=page, revision=revision)


def announce_copy(source: Page, target: Page) -> None:
    """Tell everybody that listens of a page that was copied for translation."""
    copy_for_translation_done.send(
        sender=CopyPageForTranslationAction, source_obj=source, target_obj=target
    )
