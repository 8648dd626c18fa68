"""Drafts for those who may see them: signed tokens, and a look at the site as if it were published.

A token names one page, its language, one revision or the latest, who issued it, and when it ends.
It opens nothing more than its issuer may see when it is shown: whoever loses the right to edit the
page, or is deactivated, takes the tokens along.

A draft is shown by publishing it in a transaction that is rolled back. So what the public would see
of it is decided by the same code that decides it for everybody: its blocks and relations, lists,
menus and breadcrumbs; and what would stay hidden (below a restriction, of an inactive plugin) is
hidden here. Nothing else that is not public comes along, and nobody else sees anything of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page, Revision

from cms.accounts.models import User
from cms.media.models import Rendition

PREFIX = "klastr_preview_"
SALT = "cms.publishing.preview"
LONGEST_TOKEN = 1_000
LONGEST_ID = 18  # digits


class NoPreview(Exception):
    """There is no such draft for whoever asks. It is not said why."""


@dataclass(frozen=True, slots=True)
class Draft:
    """One draft of one page; without `revision_id` the latest."""

    page_id: int
    revision_id: int | None = None


def longest() -> timedelta:
    """For how long a token is good: the setting ``KLASTR_PREVIEW_SECONDS``, else an hour."""
    return timedelta(seconds=getattr(settings, "KLASTR_PREVIEW_SECONDS", 3600))


def issue(page: Page, issuer: User, *, revision: Revision | None = None) -> str:
    """A token for the draft of `page`: for this revision, or for the latest at any time.

    Raises:
        NoPreview: The issuer may not see it, or it is not a revision of the page.
    """
    draft = Draft(page.pk, revision.pk if revision else None)
    _check(page, issuer)
    _revision(page, draft)
    until = timezone.now() + longest()
    values = {
        "page": page.pk,
        "locale": page.locale.language_code,
        "revision": draft.revision_id,
        "issuer": issuer.pk,
        "until": int(until.timestamp()),
    }
    return PREFIX + signing.dumps(values, salt=SALT)


def read(token: str) -> Draft:
    """The draft that `token` shows.

    Raises:
        NoPreview: It was not issued here, is over, or its issuer may not see the draft any more.
    """
    if len(token) > LONGEST_TOKEN:
        raise NoPreview
    try:
        values: dict[str, Any] = signing.loads(
            token.removeprefix(PREFIX), salt=SALT, max_age=longest()
        )
    except signing.BadSignature as error:
        raise NoPreview from error
    if datetime.fromtimestamp(values["until"], timezone.get_default_timezone()) <= timezone.now():
        raise NoPreview
    issuer = User.objects.filter(pk=values["issuer"], is_active=True).first()
    page = _page(values["page"])
    if issuer is None or page.locale.language_code != values["locale"]:
        raise NoPreview
    _check(page, issuer)
    draft = Draft(page.pk, values["revision"])
    _revision(page, draft)
    return draft


def latest(page_id: str, user: User) -> Draft:
    """The latest draft of the page with this id, for `user`.

    Raises:
        NoPreview: There is none that the user may see.
    """
    if not (page_id.isascii() and page_id.isdecimal() and len(page_id) <= LONGEST_ID):
        raise NoPreview
    page = _page(int(page_id))
    _check(page, user)
    return Draft(page.pk)


@contextmanager
def as_if_published(draft: Draft) -> Iterator[None]:
    """Within this block the site is as if `draft` were published; after it, as it was.

    What is gone by now is not shown. Sizes of images that were drawn stay: their files are there.
    """
    last = Rendition.objects.aggregate(last=Max("pk"))["last"] or 0
    drawn: list[Rendition] = []
    with transaction.atomic():
        try:
            _publish(draft)
            yield
            drawn = list(Rendition.objects.filter(pk__gt=last))
        finally:
            transaction.set_rollback(True)
    for rendition in drawn:
        rendition.pk = None
    Rendition.objects.bulk_create(drawn, ignore_conflicts=True)  # somebody may have been faster


def _publish(draft: Draft) -> None:
    try:
        page = _page(draft.page_id)
        revision = _revision(page, draft)
    except NoPreview:
        return
    shown: Page = revision.as_object() if revision else page
    now = timezone.now()
    shown.live, shown.expired, shown.go_live_at = True, False, None
    shown.first_published_at = shown.first_published_at or now
    shown.last_published_at = now
    shown.save(clean=False)  # what is still missing is shown as missing


def _page(page_id: int) -> Page:
    page: Page | None = Page.objects.select_related("locale").filter(pk=page_id).first()
    if page is None:
        raise NoPreview
    return page.specific


def _check(page: Page, user: User) -> None:
    if not user.is_active or not page.permissions_for_user(user).can_edit():
        raise NoPreview


def _revision(page: Page, draft: Draft) -> Revision | None:
    """The revision of `page` that is meant; None when it has none at all."""
    if draft.revision_id is None:
        return page.get_latest_revision()
    revision: Revision | None = page.revisions.filter(pk=draft.revision_id).first()
    if revision is None:
        raise NoPreview
    return revision
