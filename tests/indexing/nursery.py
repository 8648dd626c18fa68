"""Processes that publish, rebuild, deliver and settle, for a test that kills them.

Django is loaded once; each line of standard input is a verb, for which a process is forked. Its
number is printed at once, and for ``settle`` later what it has found, as JSON.
"""

from __future__ import annotations

import json
import os
import random
import sys
import threading
import time
from typing import Any

import django


def say(line: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def publish() -> None:
    """Make, change, take down and delete pages for ever."""
    from cms.content.models import StandardPage  # noqa: PLC0415 -- after django.setup()

    chance = random.Random(os.getpid())
    while True:
        pages = list(StandardPage.objects.order_by("pk"))
        verbs = ["make", "make", "change", "take down", "delete"] if pages else ["make"]
        page: Any = chance.choice(pages) if pages else None
        try:
            do(chance.choice(verbs), page, chance.randrange(10**9))
        except Exception as error:  # another editor was first; any of Django's and Wagtail's errors
            sys.stderr.write(f"publish: {error!r}\n")


def do(verb: str, page: Any, number: int) -> None:
    """One thing that an editor does."""
    from cms.content.models import HomePage, StandardPage  # noqa: PLC0415 -- after django.setup()

    if verb == "make":
        home = HomePage.objects.get(depth=2, locale__language_code="cs")
        page = StandardPage(title=f"Laser {number}", slug=f"laser-{number}", locale=home.locale)
        home.add_child(instance=page)
        page.save_revision().publish()
    elif verb == "change":
        page.title = f"Čočka {number}"
        page.save_revision().publish()
    elif verb == "take down":
        page.unpublish()
    else:
        page.delete()


def rebuild() -> None:
    """Build the index anew for ever."""
    from cms.indexing.rebuild import rebuild as build  # noqa: PLC0415 -- after django.setup()
    from search.engine import SearchError  # noqa: PLC0415 -- likewise

    while True:
        try:
            build()
        except SearchError as error:  # the writer's lock, or the other's index was first
            sys.stderr.write(f"rebuild: {error!r}\n")


def deliver() -> None:
    """What a courier does, for ever."""
    from cms.publishing import courier  # noqa: PLC0415 -- after django.setup()

    courier.work(threading.Event())


def settle() -> None:
    """What a start does: deliver what is due, build what is missing; then what still differs."""
    from cms.indexing.rebuild import is_current  # noqa: PLC0415 -- after django.setup()
    from cms.indexing.rebuild import rebuild as build  # noqa: PLC0415 -- likewise
    from cms.indexing.status import status  # noqa: PLC0415 -- likewise
    from cms.publishing.models import Delivery  # noqa: PLC0415 -- likewise

    is_built = is_current()
    if not is_built:
        build()
    left, deadline = Delivery.objects.filter(delivered_at=None), time.monotonic() + 60
    deliver_in_all_lanes()
    while left.exists() and time.monotonic() < deadline:  # what failed is tried again later
        time.sleep(0.5)
        deliver_in_all_lanes()
    found = status()
    answer = {
        "is_equal": found.is_equal,
        "differing": [*found.missing, *found.outdated, *found.surplus],
        "pages": sum(found.pages.values()),
        "documents": found.health.documents,
        "due": left.count(),
    }
    say(json.dumps(answer))


def deliver_in_all_lanes() -> None:
    """Deliver what is due, waiting for the turn in each lane."""
    from cms.publishing import delivery  # noqa: PLC0415 -- after django.setup()
    from cms.publishing.handlers import lanes  # noqa: PLC0415 -- likewise

    for lane in lanes():
        delivery.deliver(lane=lane, wait_seconds=20)


VERBS = {"publish": publish, "rebuild": rebuild, "deliver": deliver, "settle": settle}


def main() -> None:
    """Fork a process for each line."""
    django.setup()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setpgrp()
            VERBS[line.strip()]()
            os._exit(0)
        say(str(child))
        if line.strip() == "settle":
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
