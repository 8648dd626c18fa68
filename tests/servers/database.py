"""The tests' database, made from a template so that a narrow run need not migrate.

Migrating Wagtail takes many seconds; copying the result takes milliseconds. The template is kept
in the user's cache folder (KLASTR_TEST_CACHE overrides it) under a name that is a hash of
everything the migrated database depends on, so a stale one is never used. PostgreSQL keeps its
template in the server and copies it by ``CREATE DATABASE … TEMPLATE``; a new server fills it from
a dump in the same folder.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib
import inspect
import os
import shutil
import sqlite3
import sys
import weakref
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import quote

import django
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_migrate

from tests.servers.dump import fill


def cache_folder() -> Path:
    """Where templates live between runs."""
    if chosen := os.environ.get("KLASTR_TEST_CACHE"):
        return Path(chosen)
    base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "klastr-tests"


def fingerprint() -> str:
    """A hash of all that a freshly migrated database depends on.

    That is the migrations themselves, what Django writes after them (permissions and content
    types of the models), the code that listens for their end, and settings they read.
    """
    digest = hashlib.sha256()
    digest.update(repr((django.VERSION, sys.version_info[:2], settings.LANGUAGES)).encode())
    digest.update(repr((settings.INSTALLED_APPS, settings.LANGUAGE_CODE)).encode())
    for config in apps.get_app_configs():
        for path in sorted((Path(config.path) / "migrations").glob("*.py")):
            digest.update(f"{config.label}/{path.name}\0".encode())
            digest.update(path.read_bytes())
        for model in config.get_models():
            meta = model._meta
            named = (meta.label, meta.verbose_name_raw, meta.permissions, meta.default_permissions)
            digest.update(repr(named).encode())
    for path in _post_migrate_sources():
        digest.update(path.read_bytes())
    return digest.hexdigest()[:20]


def _post_migrate_sources() -> list[Path]:
    """Source files of the receivers of ``post_migrate``: they may write rows."""
    paths = set()
    for _key, receiver, *_rest in post_migrate.receivers:
        function = receiver() if isinstance(receiver, weakref.ReferenceType) else receiver
        if function is not None:
            module = importlib.import_module(function.__module__)
            paths.add(Path(inspect.getfile(module)))
    return sorted(paths)


@contextmanager
def _only_one_process(lock_file: Path) -> Iterator[None]:
    lock_file.parent.mkdir(parents=True, exist_ok=True)
    with lock_file.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _migrate() -> None:
    """Migrate the database that the default connection points at."""
    connection.close()
    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    connection.close()


def postgres_dump() -> Path:
    """Where a migrated PostgreSQL database is kept, see :mod:`tests.servers.dump`."""
    return cache_folder() / f"{fingerprint()}.pgdump"


class SqliteDatabase:
    """A copy of the template file in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "test.sqlite3"
        self.template = cache_folder() / f"{fingerprint()}.sqlite3"

    def create(self, *, anew: bool) -> None:
        """Point Django at a migrated database; `anew` makes the template again."""
        with _only_one_process(self.template.with_suffix(".lock")):
            if anew:
                self.template.unlink(missing_ok=True)
            if not self.template.exists():
                self._make_template()
            os.utime(self.template)  # the newest are kept, see _forget_old
        self.restore()

    def restore(self) -> None:
        """Bring the database back to the template's state."""
        connection.close()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.path}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.path)
        self._use(self.path)

    def drop(self) -> None:
        """Close it; the folder belongs to pytest, which removes it."""
        connection.close()

    def _make_template(self) -> None:
        unfinished = self.template.with_suffix(f".{os.getpid()}.tmp")
        unfinished.unlink(missing_ok=True)
        self._use(unfinished)
        _migrate()
        with closing(sqlite3.connect(unfinished)) as raw:
            raw.execute("PRAGMA journal_mode=DELETE")  # one file, nothing left in a -wal beside it
        unfinished.replace(self.template)
        _forget_old(self.template.parent)

    @staticmethod
    def _use(path: Path) -> None:
        connection.close()
        connection.settings_dict["NAME"] = str(path)


def _forget_old(folder: Path, keep: int = 8) -> None:
    templates = sorted(folder.glob("*.sqlite3"), key=lambda path: path.stat().st_mtime)
    for path in templates[:-keep]:
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)


class PostgresDatabase:
    """A database of its own for `worker` on the server that the settings name."""

    def __init__(self, worker: str, folder: Path) -> None:
        self.template = f"klastr_template_{fingerprint()}"
        self.name = f"klastr_test_{worker}"
        self.folder = folder

    def create(self, *, anew: bool) -> None:
        """Point Django at a migrated database; `anew` makes the template again."""
        with _only_one_process(self.folder / f"{self.template}.lock"):
            if anew:
                self._execute(f'DROP DATABASE IF EXISTS "{self.template}"')
            if not self._exists(self.template):
                self._make_template()
        self.restore()

    def restore(self) -> None:
        """Bring the database back to the template's state."""
        self._execute(
            f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)',
            f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"',
        )
        self._use(self.name)

    def drop(self) -> None:
        """Remove it; the template stays as long as the server does."""
        self._execute(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _make_template(self) -> None:
        unfinished = f"{self.template}_unfinished"
        self._execute(
            f'DROP DATABASE IF EXISTS "{unfinished}"',
            f'CREATE DATABASE "{unfinished}"',
        )
        self._use(unfinished)
        fill(self._url(unfinished), postgres_dump(), _migrate)
        self._execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{self.template}"')

    @staticmethod
    def _url(name: str) -> str:
        where = connection.settings_dict
        login = ":".join(
            quote(str(where[key]), safe="") for key in ("USER", "PASSWORD") if where[key]
        )
        return f"postgresql://{login}@{where['HOST']}:{where['PORT']}/{name}"

    def _exists(self, name: str) -> bool:
        self._use("postgres")
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            found = cursor.fetchone() is not None
        connection.close()
        return found

    def _execute(self, *statements: str) -> None:
        self._use("postgres")
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
        connection.close()

    @staticmethod
    def _use(name: str) -> None:
        connection.close()
        connection.settings_dict["NAME"] = name
