"""A migrated database for processes that a test starts and kills: SQLite's file, or PostgreSQL."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import psycopg
from psycopg.sql import SQL, Identifier

from tests.servers.database import SqliteDatabase, postgres_dump
from tests.servers.dump import fill
from tests.servers.site import environment

TEMPLATE, COPY = "klastr_migrated", "klastr_killed"


@dataclass(frozen=True)
class Home:
    """A site's folder, and the URL of its database unless that is a file in it."""

    folder: Path
    url: str | None = None

    def environment(self, **variables: str) -> dict[str, str]:
        """Of processes of this site."""
        where = {} if self.url is None else {"DATABASE_URL": self.url}
        return environment(self.folder, **where, **variables)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows that a statement gives; what it changed is committed."""
        with closing(self._connect()) as database:
            cursor = database.execute(sql)
            rows = cursor.fetchall() if cursor.description else []
            database.commit()
        return rows

    def _connect(self) -> sqlite3.Connection:
        if self.url is None:
            return sqlite3.connect(self.folder / "klastr.sqlite3", timeout=20)
        return cast(sqlite3.Connection, psycopg.connect(self.url))  # the part of DB-API used here


def sqlite_home(folder: Path) -> Home:
    """A site on a copy of the tests' migrated file, which ``django_db_setup`` has made."""
    shutil.copyfile(SqliteDatabase(folder).template, folder / "klastr.sqlite3")
    return Home(folder)


@contextmanager
def postgres_home(folder: Path, server: str) -> Iterator[Home]:
    """A site on a migrated database of its own on the server, whose first one takes a while."""
    with psycopg.connect(server, autocommit=True) as admin:
        found = admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TEMPLATE])
        if found.fetchone() is None:
            unfinished = f"{TEMPLATE}_unfinished"
            _make(admin, unfinished)
            url = _beside(server, unfinished)
            fill(url, postgres_dump(), lambda: _migrate(Home(folder, url)))
            rename = SQL("ALTER DATABASE {} RENAME TO {}")
            admin.execute(rename.format(Identifier(unfinished), Identifier(TEMPLATE)))
        _make(admin, COPY, TEMPLATE)
        yield Home(folder, _beside(server, COPY))
        _drop(admin, COPY)


def _migrate(home: Home) -> None:
    command = [sys.executable, "-m", "cms", "migrate", "--verbosity=0"]
    subprocess.run(command, env=home.environment(), check=True, capture_output=True)


def _make(admin: psycopg.Connection, name: str, template: str = "template1") -> None:
    _drop(admin, name)
    create = SQL("CREATE DATABASE {} TEMPLATE {}")
    admin.execute(create.format(Identifier(name), Identifier(template)))


def _drop(admin: psycopg.Connection, name: str) -> None:
    admin.execute(SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(Identifier(name)))


def _beside(server: str, name: str) -> str:
    return f"{server.rpartition('/')[0]}/{name}"
