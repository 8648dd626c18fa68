"""The way from nothing to a typed query, walked as the page says, with the packages of the lock.

What npm would fetch is taken from the packages that are there already: so this needs no network,
and a release of somebody else breaks nothing here.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parent / "README.md"
MEMBERS = "{ members(locale: EN, first: 3) { nodes { title path } } }"


INSTALL = re.compile(r"^npm install (?:--save-dev )?(.+)$", re.MULTILINE)
LINK = 'ln -sfn "$PACKAGES" node_modules'


def test_the_page_leads_to_a_typed_query(served, workspace, tmp_path):
    commands = re.search(r"<!-- tested -->\n```sh\n(.*?)```", PAGE.read_text(), re.S)[1]
    commands, count = INSTALL.subn(LINK, commands)
    packages = workspace.folder / "node_modules"

    done = subprocess.run(
        ["sh", "-euc", commands],
        cwd=tmp_path,
        env={**os.environ, "SITE": served.url, "PACKAGES": str(packages)},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )

    assert (count, done.returncode) == (2, 0), done.stdout + done.stderr
    nodes = served.graphql(MEMBERS)["data"]["members"]["nodes"]
    assert done.stdout.splitlines()[-3:] == [f"{node['title']} {node['path']}" for node in nodes]


def test_the_page_installs_what_the_lock_has():
    known = json.loads((PAGE.parent / "package.json").read_text())["devDependencies"]

    named = [name for line in INSTALL.findall(PAGE.read_text()) for name in line.split()]

    assert len(named) == 5
    for name in named:
        package, _, major = name[1:].partition("@")
        assert known[name[0] + package].startswith(major)
