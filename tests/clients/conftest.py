"""The packages that frontends use, and a folder with this room's programs to run them in.

The packages are fetched once and kept in the tests' cache under a hash of the lock file, so that
neither a second run nor another checkout fetches them again.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.project.conftest import first_start, served
from tests.servers.database import cache_folder

__all__ = ["first_start", "served"]

HERE = Path(__file__).parent
SCHEMA = HERE.parents[1] / "cms" / "graphql" / "schema.graphql"
PACKAGES = ("package.json", "package-lock.json", ".npmrc")
NEVER_COPIED = ("node_modules", "dist", "generated", "*.py", "__pycache__", ".gitignore")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with the programs, the packages and the committed schema."""

    folder: Path

    def run(self, *command: str) -> str:
        """What `command` prints; it must end well."""
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, text=True, timeout=180, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def ask(self, *command: str) -> Any:
        """The JSON that `command` prints."""
        return json.loads(self.run(*command))


def installed_packages() -> Path:
    """The folder whose ``node_modules`` are those of the lock file."""
    digest = hashlib.sha256(b"".join((HERE / name).read_bytes() for name in PACKAGES))
    folder = cache_folder() / f"npm-{digest.hexdigest()[:20]}"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _only_once(folder) as done:
        if not done:
            unfinished = folder.with_suffix(f".{os.getpid()}.tmp")
            unfinished.mkdir()
            for name in PACKAGES:
                shutil.copy(HERE / name, unfinished)
            Workspace(unfinished).run("npm", "ci", "--ignore-scripts")
            unfinished.rename(folder)
    return folder


@pytest.fixture(scope="session")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """The programs of this room, ready to run; one for all workers."""
    if shutil.which("npm") is None:
        if os.environ.get("KLASTR_REQUIRE_NODE"):
            raise FileNotFoundError("Node and npm are needed here.")
        pytest.skip("Node and npm are not installed")
    base = tmp_path_factory.getbasetemp()
    if base.name.startswith("popen-"):  # a folder of each xdist worker, in one of all
        base = base.parent
    folder = base / "clients"
    with _only_once(folder) as done:
        if not done:
            shutil.copytree(HERE, folder, ignore=shutil.ignore_patterns(*NEVER_COPIED))
            shutil.copy(SCHEMA, folder / "schema.graphql")
            (folder / "node_modules").symlink_to(installed_packages() / "node_modules")
    return Workspace(folder)


@pytest.fixture(scope="session")
def compiled(workspace: Workspace) -> Workspace:
    """The same, with the types generated and the programs compiled by the strict compiler."""
    with _only_once(workspace.folder / "dist") as done:
        if not done:
            workspace.run("node", "generate.mjs")
            workspace.run("node", "node_modules/typescript/bin/tsc")
    return workspace


@contextmanager
def _only_once(folder: Path) -> Iterator[bool]:
    """Whether `folder` is there already; whoever else wants it waits until the block ends."""
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder.exists()
