"""What a message says: the format of README.md, made from what an event means."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

import orjson
from django.utils import timezone

from cms.publishing.changes import Described, PageChange
from cms.publishing.events import Changed

CONTENT_CHANGED, PING = "content.changed", "ping"
VERSION = 1


def changed_body(event: Changed, means: Described, locales: Collection[str] = ()) -> str | None:
    """The message for an endpoint that wants these languages (none: all); None when it has none."""
    pages = [page for page in means.pages if _is_wanted(page, locales)]
    is_about_pages = bool(means.pages)
    if means.is_empty or (is_about_pages and not pages and not means.is_whole_site):
        return None
    data = {
        "event": event.number,
        "kinds": sorted(event.kinds),
        "isWholeSite": means.is_whole_site,
        "isNavigationAffected": means.affects_navigation,
        "pages": [_page(page) for page in pages],
        "tags": list(means.tags),
    }
    return _body(CONTENT_CHANGED, event.created_at or timezone.now(), data)


def ping_body() -> str:
    """The message of the button “Send a test”."""
    return _body(PING, timezone.now(), {})


def _is_wanted(page: PageChange, locales: Collection[str]) -> bool:
    return not locales or page.locale is None or page.locale in locales


def _page(page: PageChange) -> dict[str, Any]:
    return {
        "id": str(page.page_id),
        "why": page.why.value,
        "type": page.type,
        "locale": page.locale,
        "path": page.path,
        "url": page.url,
        "formerPaths": list(page.former_paths),
    }


def _body(kind: str, at: datetime, data: dict[str, Any]) -> str:
    message = {"type": kind, "version": VERSION, "timestamp": at, "data": data}
    return orjson.dumps(message, option=orjson.OPT_UTC_Z).decode()
