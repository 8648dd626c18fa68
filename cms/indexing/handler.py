"""What keeps the index up to date by itself: a handler of events, and a reconciler."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cms.indexing.extraction.later import read_files
from cms.indexing.extraction.texts import noting_missing
from cms.indexing.index import index_pages
from cms.indexing.status import Status, mend, status_with_files
from cms.plugin import Handler, Reconciler
from cms.publishing.events import Changed

NAME = "search"


def handle(event: Changed) -> None:
    """Index the pages that may have changed; tried again later when the engine is down."""
    with noting_missing() as missing:
        index_pages(event.page_ids)
    if missing:
        read_files(missing, event.page_ids)


def reconcile(say: Callable[[str], None]) -> int:
    """How many documents were put or removed, because events did not tell of them.

    Such are pages that became public by the clock, and whatever was written past the signals.
    """
    found = status_with_files()
    for line in differences(found):
        say(line)
    if found.is_equal:
        return 0
    mended = mend(found)
    return mended.put + mended.removed


def differences(found: Status) -> Iterator[str]:
    """A line for each document that is missing, outdated or surplus."""
    if not found.is_current:
        yield "search: no index of the present schema; a new one is built"
        return
    for what in ("missing", "outdated", "surplus"):
        for pk, (kind, locale) in getattr(found, what).items():
            yield f"search: {what}: page {pk} {kind} {locale}".rstrip()


handler = Handler(Changed, handle, NAME)
reconciler = Reconciler(NAME, reconcile)
