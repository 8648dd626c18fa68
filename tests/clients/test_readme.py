"""The way from nothing to a typed query, walked as the page says."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

PAGE = Path(__file__).parent / "README.md"
MEMBERS = "{ members(locale: EN, first: 3) { nodes { title path } } }"


@pytest.mark.usefixtures("workspace")  # skips without Node
def test_the_page_leads_to_a_typed_query(served, tmp_path):
    commands = re.search(r"<!-- tested -->\n```sh\n(.*?)```", PAGE.read_text(), re.S)[1]

    done = subprocess.run(
        ["sh", "-euc", commands],
        cwd=tmp_path,
        env={**os.environ, "SITE": served.url},
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    nodes = served.graphql(MEMBERS)["data"]["members"]["nodes"]
    assert done.stdout.splitlines()[-3:] == [f"{node['title']} {node['path']}" for node in nodes]
