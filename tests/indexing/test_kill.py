"""A kill -9 at any moment of publishing or indexing: after a start the index equals the pages."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from tests.servers.migrated import Home

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = int(os.environ.get("KLASTR_KILL_ROUNDS", "8"))

BESIDE: list[list[str]] = [[], ["rebuild"], ["publish"], ["deliver", "deliver"]]

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        "sqlite" not in connection.settings_dict["ENGINE"], reason="the run is of the other kind"
    ),
]


class Nursery:
    """The process that forks others; see ``nursery.py``."""

    def __init__(self, home: Home) -> None:
        with (home.folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.indexing.nursery"],
                env=home.environment(DJANGO_SETTINGS_MODULE="cms.project.settings.local"),
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )

    def fork(self, verb: str) -> int:
        """The number of a new process."""
        assert self.process.stdin is not None
        self.process.stdin.write(f"{verb}\n")
        self.process.stdin.flush()
        return int(self.line())

    def line(self) -> str:
        """The next line that it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline()

    def settle(self) -> dict[str, Any]:
        """What a start finds and mends, and what still differs."""
        self.fork("settle")
        found: dict[str, Any] = json.loads(self.line())
        return found


@pytest.fixture
def nursery(migrated_home: Home) -> Iterator[Nursery]:
    made = Nursery(migrated_home)
    yield made
    made.process.kill()
    made.process.communicate()


def test_the_index_equals_the_pages_whenever_processes_are_killed(nursery: Nursery) -> None:
    assert nursery.settle()["is_equal"]
    seen = set()
    for _round in range(ROUNDS):
        verbs = ["publish", *random.choice(BESIDE)]
        victims = [nursery.fork(verb) for verb in verbs]
        for victim in random.sample(victims, len(victims)):
            time.sleep(random.uniform(0.1, 1.5))
            os.kill(victim, signal.SIGKILL)

        found = nursery.settle()

        assert found == {
            "is_equal": True,
            "differing": [],
            "pages": found["documents"],
            "documents": found["documents"],
            "due": 0,
        }
        seen.add(found["pages"])
    assert len(seen) > 1  # something was published
