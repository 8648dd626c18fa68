"""Password hashes and sessions are for the owner alone; uploads elsewhere for a web server too."""

from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from pathlib import Path

import pytest

from tests.servers.site import klastr, running

pytestmark = pytest.mark.slow

SAVE = """
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
default_storage.save("images/a.txt", ContentFile(b"a"))
"""


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_first_start_keeps_everything_for_its_owner(first_start):
    home = first_start.home

    assert mode(home) == 0o700
    assert mode(home / "klastr.sqlite3") == 0o600
    assert [path.name for path in home.iterdir() if mode(path) & 0o077] == []


def test_start_takes_an_open_database_from_the_others(prepared_home):
    names = ("klastr.sqlite3", "klastr.sqlite3-wal", "klastr.sqlite3-shm")
    for left in prepared_home.glob(f"{names[0]}*"):  # the last start may have left some beside it
        left.chmod(0o644)

    # An open connection keeps the files beside the database, made like the database itself.
    with closing(sqlite3.connect(prepared_home / names[0])) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("SELECT count(*) FROM wagtailcore_page").fetchone()
        before = {name: mode(prepared_home / name) for name in names}
        with running(prepared_home) as site:
            site.wait_until_ready()
            modes = {name: mode(prepared_home / name) for name in names}

    assert before == dict.fromkeys(names, 0o644)
    assert modes == dict.fromkeys(names, 0o600)


def test_media_folder_elsewhere_stays_as_the_operator_made_it(prepared_home, tmp_path):
    media = tmp_path / "media"
    media.mkdir()
    media.chmod(0o2775)

    done = klastr("shell", "-c", SAVE, home=prepared_home, STORAGE_URL=f"file://{media}")

    assert (done.returncode, done.stderr) == (0, "")
    assert {p.relative_to(tmp_path): mode(p) & 0o777 for p in (media, *media.rglob("*"))} == {
        Path("media"): 0o775,
        Path("media/images"): 0o755,
        Path("media/images/a.txt"): 0o644,
    }
    assert mode(media) == 0o2775
