"""One real first start for all tests of this room, and a server on a copy of what it made."""

from __future__ import annotations

import fcntl
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.servers.site import Site, running


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What a start in an empty folder left and printed."""

    home: Path
    output: str
    password: str
    exit_code: int


@pytest.fixture(scope="session")
def first_start(tmp_path_factory: pytest.TempPathFactory) -> FirstStart:
    """Made by the first worker that needs it, shared by all."""
    folder = tmp_path_factory.getbasetemp()
    if folder.name.startswith("popen-"):  # a folder of each xdist worker, in one of all
        folder = folder.parent
    home, facts = folder / "first-start", folder / "first-start.json"
    with (folder / "first-start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not facts.exists():
            with running(home) as site:
                site.wait_until_ready()
                output, password = site.output, site.password
                found = {"output": output, "password": password, "exit_code": site.press_ctrl_c()}
            facts.write_text(json.dumps(found))
    return FirstStart(home=home, **json.loads(facts.read_text()))


@pytest.fixture
def prepared_home(first_start: FirstStart, tmp_path: Path) -> Path:
    """A copy of the folder after the first start, to do with as a test likes."""
    return Path(shutil.copytree(first_start.home, tmp_path / "home"))


@pytest.fixture(scope="session")
def served(first_start: FirstStart, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo site, served by two workers; tests leave it as they found it."""
    home = tmp_path_factory.mktemp("served") / "home"
    shutil.copytree(first_start.home, home)
    with running(home, "--workers", "2") as site:
        site.wait_until_ready()
        yield site
