"""Engines by URL."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from search.connect import connect
from search.document import Schema
from search.engines.memory import MemoryEngine

LOADS_NOTHING = """
import sys, search.connect, search.engine, search.query
search.connect.connect("memory://")
print(sorted(sys.modules.keys() & {"tantivy", "elasticsearch", "django", "mmap", "simplemma"}))
"""


def test_connect_opens_a_new_engine_in_memory() -> None:
    first, second = connect("memory://"), connect("memory://")
    assert isinstance(first, MemoryEngine)
    assert first is not second


def test_connect_opens_a_folder_when_it_is_written(tmp_path: Path) -> None:
    engine = connect(f"tantivy://{tmp_path}/not%20yet/search")
    assert list(tmp_path.iterdir()) == []
    engine.create(Schema.of([]))
    assert [path.name for path in (tmp_path / "not yet").iterdir()] == ["search"]


@pytest.mark.parametrize("url", ["solr://localhost", "", "memory", "/var/search"])
def test_connect_refuses_what_it_does_not_know(url: str) -> None:
    with pytest.raises(ValueError, match="No search engine goes by"):
        connect(url)


def test_no_engine_is_loaded_before_it_is_asked_for() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADS_NOTHING], capture_output=True, text=True, check=True
    )
    assert told.stdout == "[]\n"
