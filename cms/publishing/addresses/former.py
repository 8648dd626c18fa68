"""Remembers at which addresses pages were public, in the transaction in which they leave them.

One row for each address and page, written while the page is still found there: all public pages of
a subtree together. Whose page it was is all that is kept, so however often it moves on, its former
addresses lead to the present one. What was never public is not remembered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone
from wagtail.models import Page

from cms.publishing.addresses import redirects
from cms.publishing.audience import Audience, shown_to
from cms.publishing.models import Departure, FormerAddress
from cms.publishing.paths import addresses_of, roots
from cms.publishing.visibility import live_pages, public_pages_q

BATCH = 500


def before_leaving(tree_path: str) -> None:
    """Remember the addresses of all public pages at `tree_path` and below.

    While nothing has changed yet: what is remembered too early is still found where it is.
    """
    with shown_to(Audience.PUBLIC):
        pages = live_pages().filter(path__startswith=tree_path)
        _remember(pages.values_list("pk", "url_path"), Departure.MOVED, timezone.now())


def before_save(page: Page, *, was_live: bool, url_path: str) -> None:
    """`page` is about to be saved; so far it stood at `url_path`."""
    if _is_renamed(page, url_path):
        before_leaving(page.path)
    if was_live and not page.live:
        public = _when_public(page)
        if public is not None:
            reason, since = public
            FormerAddress.objects.filter(page_id=page.pk).update(reason=reason, since=since)
            _remember([(page.pk, url_path)], reason, since)


def after_save(page: Page, *, was_live: bool, url_path: str | None) -> None:
    """`page` was saved; before that it stood at `url_path` (None: it is new)."""
    has_moved = url_path != page.url_path
    if page.live and (has_moved or not was_live):
        redirects.free(filter(None, addresses_of([page.url_path])))
    if has_moved and url_path is not None:
        old, new = addresses_of([url_path, page.url_path])
        if old and old != new and _was_public_at(page.pk, old):
            redirects.lead(old, page.pk)


def before_delete(page: Page) -> bool:
    """True when something was public at an address of `page`, which is about to be deleted.

    What is known of its addresses says so from now on.
    """
    own = FormerAddress.objects.filter(page_id=page.pk)
    public = _when_public(page)
    if public is not None:
        _remember([(page.pk, page.url_path)], Departure.DELETED, timezone.now())
        return bool(own.update(reason=Departure.DELETED, since=timezone.now()))
    if page.get_view_restrictions().exists():
        return bool(own.delete()[0])
    return bool(own.update(reason=Departure.DELETED))  # it was gone before


def forget(address: str) -> None:
    """An editor does not want `address`, and those below, to lead anywhere."""
    FormerAddress.objects.filter(address__startswith=address, reason=Departure.MOVED).delete()


def _is_renamed(page: Page, url_path: str) -> bool:
    """True for a new slug in the address. Before a move the addresses were remembered already."""
    if page.url_path == url_path or _above(page.url_path) != _above(url_path):
        return False
    is_home = page.pk in {root.page_id for root in roots()}
    return not is_home and addresses_of([url_path]) != [None]


def _above(url_path: str) -> str:
    return url_path.rstrip("/").rpartition("/")[0]


def _when_public(page: Page) -> tuple[Departure, datetime] | None:
    """Why and since when a page that is taken down now is gone; None when it was not public."""
    now = timezone.now()
    with shown_to(Audience.PUBLIC):
        rows = Page.objects.filter(public_pages_q(or_expired=True), pk=page.pk)
        row = rows.values_list("expire_at").first()
    if row is None:
        return None
    expired_at = row[0]
    if expired_at is not None and expired_at <= now:
        return Departure.EXPIRED, expired_at
    return Departure.UNPUBLISHED, now


def _was_public_at(page_id: int, address: str) -> bool:
    return FormerAddress.objects.filter(address=address, page_id=page_id).exists()


def _remember(rows: Iterable[tuple[int, str]], reason: Departure, since: datetime) -> None:
    left = list(rows)
    addresses = addresses_of(url_path for _page_id, url_path in left)
    kept = sorted(  # so that two who write the same wait for each other in order
        (address, page_id)
        for (page_id, _url_path), address in zip(left, addresses, strict=True)
        if address and len(address) <= FormerAddress.MAX_ADDRESS
    )
    for start in range(0, len(kept), BATCH):
        batch = kept[start : start + BATCH]
        redirects.free(address for address, _page_id in batch)  # they led to pages before these
        FormerAddress.objects.bulk_create(
            [
                FormerAddress(address=address, page_id=page_id, reason=reason, since=since)
                for address, page_id in batch
            ],
            update_conflicts=True,
            unique_fields=["address"],
            update_fields=["page_id", "reason", "since"],
        )
