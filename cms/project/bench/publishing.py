"""W5: what a publication costs beside Wagtail's own part, and when it can be seen and found."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from statistics import median
from typing import Any, NamedTuple
from weakref import ReferenceType

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page
from wagtail.signals import page_published, published

from cms.plugin.contributions import Question
from cms.plugin.scope import request_scope
from cms.project.bench import client
from cms.project.bench.client import Connection, Request
from cms.publishing.addresses.routing import FoundPage, route
from cms.publishing.delivery import start_courier

SIGNALS = (
    *(page_published, published),
    *(pre_save, post_save, pre_delete, post_delete, m2m_changed),
)
# Whose receivers of signals are Wagtail's own part; whatever else listens is the house's.
WAGTAIL = ("django.", "modelcluster.", "modelsearch.", "taggit.", "treebeard.", "wagtail.")
CONNECTIONS = 4  # enough for each worker to have one
PATIENCE_SECONDS = 10
REST_SECONDS = 0.2  # before one that counts: couriers still end what they did for the one before
SEARCH = """query ($text: String!) {
  search(text: $text, locale: EN, typing: true, verbatim: true, first: 1) { nodes { page { id } } }
}"""


@dataclass(frozen=True, slots=True)
class Publication:
    """Medians in milliseconds. `own` is our part, of publications with and without it in pairs, for
    the machine's speed changes meanwhile; `seen` when the last old answer came after the commit, 0
    when there was none; `found` when search had it. `…_cpu` is processor time of who published.
    """

    wagtail: float
    wagtail_cpu: float
    own: float
    own_cpu: float
    seen: float
    found: float


class _Took(NamedTuple):
    """Seconds; processor time of the thread."""

    wall: float
    cpu: float


def publications(url: str, question: Question, count: int) -> Publication:
    """Publish the page of `question` so many times, and watch the site at `url`.

    This process publishes as one that serves: within a request, with couriers beside it.
    """
    start_courier()
    page = _page_at(question.page)
    asked = client.posted(question.document, question.variables)
    client.answer(url, asked)
    whole, bare, seen, found = list[_Took](), list[_Took](), list[float](), list[float]()
    for number in range(count):
        with _only_wagtail():
            bare.append(_second(page, f"Before {number}"))
        word = f"publication{number:04}qx"
        whole.append(_second(page, f"Afterwards {word}"))
        committed = time.perf_counter()
        seen.append(_last_old(url, asked, word.encode(), committed))
        found.append(_found(url, word, page.pk, committed))
    wagtail, wagtail_cpu = _medians(bare)
    own, own_cpu = _medians(
        [_Took(w.wall - b.wall, w.cpu - b.cpu) for w, b in zip(whole, bare, strict=True)]
    )
    return Publication(
        wagtail,
        wagtail_cpu,
        own,
        own_cpu,
        median(seen) * 1000,
        median(found) * 1000,
    )


def _medians(took: list[_Took]) -> tuple[float, float]:
    return median(each.wall for each in took) * 1000, median(each.cpu for each in took) * 1000


def _page_at(path: str) -> Page:
    found = route(path, ())
    if not isinstance(found, FoundPage):
        raise RuntimeError(f"There is no page at {path}.")
    return Page.objects.get(pk=found.page_id).specific


def _second(page: Page, title: str) -> _Took:
    """What the second of two publications takes: whoever begins finds caches cold."""
    _publish(page, f"Not yet: {title}")
    time.sleep(REST_SECONDS)
    return _publish(page, title)


def _publish(page: Page, title: str) -> _Took:
    page.title = title
    started, worked = time.perf_counter(), time.thread_time()
    with request_scope():
        page.save_revision().publish()
    return _Took(time.perf_counter() - started, time.thread_time() - worked)


def _last_old(url: str, request: Request, new: bytes, committed: float) -> float:
    opened = [Connection(url) for _ in range(CONNECTIONS)]
    sent = opened[0].prepared(request)
    last_old = 0.0
    news = 0
    try:
        while news < 2 * CONNECTIONS:
            if time.perf_counter() - committed > PATIENCE_SECONDS:
                raise RuntimeError("A publication was not seen.")
            _status, body = opened[news % CONNECTIONS].ask(sent)
            if new in body:
                news += 1
            else:
                last_old, news = time.perf_counter() - committed, 0
    finally:
        for connection in opened:
            connection.close()
    return last_old


def _found(url: str, word: str, page_id: int, committed: float) -> float:
    request = client.posted(SEARCH, {"text": word})
    while True:
        nodes = json.loads(client.answer(url, request))["data"]["search"]["nodes"]
        now = time.perf_counter() - committed
        if [node["page"]["id"] for node in nodes] == [str(page_id)]:
            return now
        if now > PATIENCE_SECONDS:
            raise RuntimeError("A publication was not found.")


@contextmanager
def _only_wagtail() -> Iterator[None]:
    """Signals reach nobody of ours: what is left is what Wagtail does alone."""
    kept: list[tuple[Any, list[Any]]] = [(each, list(each.receivers)) for each in SIGNALS]
    for each, receivers in kept:
        each.receivers = [entry for entry in receivers if not _is_ours(entry[1])]
        each.sender_receivers_cache.clear()
    try:
        yield
    finally:
        for each, receivers in kept:
            each.receivers = receivers
            each.sender_receivers_cache.clear()


def _is_ours(receiver: Any) -> bool:
    found = receiver() if isinstance(receiver, ReferenceType) else receiver
    return found is not None and not found.__module__.startswith(WAGTAIL)
