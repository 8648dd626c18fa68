"""From publishing a page until a visitor finds it, on a site of its own with the whole demo.

The bench starts ``python -m tests.bench.search.publishing COUNT`` where KLASTR_HOME is; it prints
milliseconds, a line for each page. Pages are published as an editor does, and `search` is asked
over GraphQL, as often as it takes.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import django

from tests.bench.search.extent import Extent
from tests.bench.table import Table, middle_and_worst, most
from tests.servers.site import environment, running

ROOT = Path(__file__).parents[3]
PAUSE = 0.3  # seconds between pages; editors make longer ones
SETTINGS = "cms.project.settings.local"
SEARCH = """query ($text: String!) {
  search(text: $text, locale: CS, verbatim: true) { totalCount nodes { page { title } } }
}"""


def measure(table: Table, extent: Extent, home: Path) -> None:
    """The rows of this section, on the site in `home`, which is made when it is not there."""
    table.section("the whole product, embedded: ms p50 / p99 by the clock")
    if not home.exists():
        with running(home) as site:
            site.wait_until_ready()
    run = subprocess.run(
        [sys.executable, "-m", "tests.bench.search.publishing", str(extent.publishings)],
        env=environment(home, DJANGO_SETTINGS_MODULE=SETTINGS),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode:
        raise RuntimeError(run.stderr)
    pairs = [tuple(map(float, line.split())) for line in run.stdout.splitlines()]
    published, found, spent = zip(*pairs, strict=True)
    told = "[{:.0f} / {:.0f}]".format(*middle_and_worst(spent))
    table.row("publish a page, search told of it", *middle_and_worst(published), remark=told)
    table.row("publish → found", *middle_and_worst(found), target=most(300, 300))


def _publishings(count: int) -> None:
    """Print, for each page, milliseconds until it is published, until it is found, and of work.

    The work is that of publishing, on the processor.
    """
    from django.test import Client  # noqa: PLC0415 -- after django.setup()

    from cms.content.models import HomePage, StandardPage  # noqa: PLC0415

    home = HomePage.objects.get(depth=2, locale__language_code="cs")
    client = Client()
    for number in range(count + 1):
        title = f"Zkouška x{number}y{os.getpid()}"
        page = StandardPage(title=title, slug=f"bench-{os.getpid()}-{number}", locale=home.locale)
        home.add_child(instance=page)
        time.sleep(PAUSE)
        begun, worked = time.perf_counter(), time.process_time()
        page.save_revision().publish()
        spent = time.process_time() - worked
        published = time.perf_counter() - begun
        while not _found(client, title):
            pass
        if number:  # the first one warms up
            found = time.perf_counter() - begun
            print(*(seconds * 1000 for seconds in (published, found, spent)), flush=True)


def _found(client: Any, title: str) -> bool:
    """True when a search for the last word of the title finds the page."""
    body = json.dumps({"query": SEARCH, "variables": {"text": title.split()[-1]}})
    answer = client.post("/graphql", body, content_type="application/json").json()
    if "errors" in answer:
        raise RuntimeError(answer["errors"])
    return any(node["page"]["title"] == title for node in answer["data"]["search"]["nodes"])


if __name__ == "__main__":
    django.setup()
    _publishings(int(sys.argv[1]))
