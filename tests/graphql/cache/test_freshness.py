"""No answer is stale, in any process, whatever editors do; and few are made for nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.servers.migrated import Home

ROOT = Path(__file__).resolve().parents[3]
FOR_NOTHING = 1.3  # at most so many answers are made for each that changed
STEPS, QUESTIONS = 30, 12
LONG_STEPS = int(os.environ.get("KLASTR_FRESHNESS_STEPS", "10000"))
SITES = 10  # share the many steps: each begins small, and a failure is found the sooner


def changed_at_random(home: Home, *, steps: int, seed: int) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.graphql.cache.process", "edit"]
    done = subprocess.run(
        [*command, str(seed), str(steps), str(QUESTIONS)],
        env=home.environment(DELIVERY="worker"),
        cwd=ROOT,
        stdout=subprocess.PIPE,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(found, indent=1))  # noqa: T201 -- how often each change was made
    return found


def check(found: dict[str, Any]) -> None:
    both = found["editor"], found["reader"]
    assert [each["stale"] for each in both] == [[], []]
    assert [each["untagged"] for each in both] == [[], []]
    assert all(each["changed"] for each in both)
    made, changed = (sum(each[key] for each in both) for key in ("made", "changed"))
    assert made / changed <= FOR_NOTHING


@pytest.mark.slow
def test_no_answer_is_stale_in_any_process(migrated_home: Home) -> None:
    check(changed_at_random(migrated_home, steps=STEPS, seed=1))


@pytest.mark.long
@pytest.mark.parametrize("seed", range(2, 2 + SITES))
def test_no_answer_is_stale_in_thousands_of_steps(migrated_home: Home, seed: int) -> None:
    check(changed_at_random(migrated_home, steps=LONG_STEPS // SITES, seed=seed))
