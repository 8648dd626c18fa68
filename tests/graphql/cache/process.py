"""Processes of one site: ``python -m tests.graphql.cache.process edit|read SEED STEPS QUESTIONS``.

``edit`` makes a site, changes it so many times, asks after each commit, and has ``read`` ask, too,
which it starts. At the end it prints what both found, as JSON.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import asdict
from typing import IO

import django
from django.conf import settings

ROWS = 3
NO_LIMITS = {
    "MAX_BODY_BYTES": 10_000_000,
    "MAX_DEPTH": 60,
    "MAX_COST": 10**10,
    "MAX_TOKENS": 500_000,
    "MAX_DOCUMENT_BYTES": 5_000_000,
    "MAX_NODES": 500_000,
    "MAX_REPEATS": 5_000,
    "MAX_ALIASES": 100_000,
    "MEMO_BYTES": 500_000_000,
    "MAX_SECONDS": 0,
    "ANSWER_CACHE_BYTES": 500_000_000,
}


def main(verb: str, seed: int, steps: int, questions: int) -> None:
    """Edit, or read whenever a line comes in."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cms.project.settings.local"
    django.setup()
    settings.KLASTR_GRAPHQL = NO_LIMITS
    if verb == "edit":
        edit(seed, steps, questions)
    else:
        read(seed, questions)


def edit(seed: int, steps: int, questions: int) -> None:
    """Change, ask and have asked."""
    from tests.graphql.cache.asking import Asking  # noqa: PLC0415 -- after setup
    from tests.graphql.cache.changes import Editor  # noqa: PLC0415 -- after setup
    from tests.graphql.site import Site  # noqa: PLC0415 -- after setup

    site = Site()
    site.grow(ROWS)
    editor, asking, made = Editor(site, seed), Asking(seed), Counter[str]()
    command = [sys.executable, "-m", "tests.graphql.cache.process"]
    command += ["read", str(seed + 1), "0", str(questions)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        asking.ask(questions)
        for _step in range(steps):
            name = editor.change()
            made[name] += 1
            _tell(other.stdin, other.stdout, name)
            asking.ask(questions, name)
        other.stdin.close()
        theirs = json.loads(other.stdout.read())
    say(json.dumps({"changes": made, "editor": asdict(asking.counts), "reader": theirs}))


def _tell(there: IO[bytes], back: IO[bytes], name: str) -> None:
    there.write(f"{name}\n".encode())
    there.flush()
    back.readline()


def read(seed: int, questions: int) -> None:
    """Ask whenever a line comes in."""
    from tests.graphql.cache.asking import Asking  # noqa: PLC0415 -- after setup

    asking = Asking(seed)
    for line in sys.stdin:
        asking.ask(questions, line.strip())
        say("asked")
    say(json.dumps(asdict(asking.counts)))


def say(line: str) -> None:
    """A line to whoever started this process."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    verb, *numbers = sys.argv[1:]
    main(verb, *map(int, numbers))
