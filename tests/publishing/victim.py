"""A process to be killed: publishes and delivers. ``python -m tests.publishing.victim VERB FILE``.

What its handler is told it writes to FILE, a line for each event.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from pathlib import Path

import django

HELD = 20


def main(verb: str, file: str) -> None:
    """Publish without end, publish and hang in the handler, or deliver what is left over.

    ``hold`` publishes and leaves it to ``serve``, which delivers slowly and without end.
    """
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.project.settings.local"
    django.setup()

    from cms.content.models import HomePage  # noqa: PLC0415 -- after setup
    from cms.publishing import courier, delivery  # noqa: PLC0415 -- after setup
    from cms.publishing.events import Changed  # noqa: PLC0415 -- after setup
    from tests.publishing.recorder import only_handler  # noqa: PLC0415 -- after setup

    def tell(event: Changed) -> None:
        with Path(file).open("a") as told:
            told.write(f"{event.number}\n")
        time.sleep({"hang": 60, "serve": 0.1}.get(verb, 0))

    with only_handler(tell):
        if verb == "serve":
            courier.work(threading.Event())
        delivery.deliver()
        home = HomePage.objects.filter(locale__language_code="cs").get()
        while verb in {"publish", "hang"}:
            home.intro = str(int(home.intro or 0) + 1)
            home.save()
        with delivery.held():
            for _change in range(HELD if verb == "hold" else 0):
                home.save()


if __name__ == "__main__":
    main(*sys.argv[1:])
