"""From an empty KLASTR_HOME to a site that can be served, and nothing to do the next time.

Every step may be repeated and leaves the database whole when it is killed, so a start that was
interrupted is simply started again.
"""

from __future__ import annotations

import fcntl
import os
import secrets
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.utils import translation
from wagtail.models import Site

from cms.content.bulk.memory import rare_garbage_collection
from cms.plugin import Demo, lifecycle
from cms.plugin.models import PluginState
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.project import index
from cms.project.health import is_migration_waiting
from cms.project.progress import Progress
from cms.publishing import delivery
from cms.publishing.statistics import renew_statistics

ADMIN_NAME = "admin"
_ADVISORY_LOCK = 0x6B6C61737472  # "klastr"


def prepare(progress: Progress, *, demo: bool, address: str) -> str | None:
    """Make everything that is missing; the new admin's password, None when there was an admin."""
    with _one_at_a_time(), delivery.held(), index.lexica_compiling() as compiling:
        if _is_new_file() or is_migration_waiting():
            with progress.step("Database migrated"):
                migrate()
        connection.close()
        with progress.step("Site and plugins ready"):
            lifecycle.ensure_states()
        if demo:
            _load_demo(progress)
        index.build(progress, compiling)
        _set_site_address(address)
        renew_statistics()
        return _create_admin()


def migrate() -> None:
    """Bring the tables up to date. A new SQLite database appears under its name when complete."""
    with rare_garbage_collection():
        if _is_new_file():
            _migrate_new_file(Path(connection.settings_dict["NAME"]))
        else:
            call_command("migrate", verbosity=0, interactive=False)


def _is_new_file() -> bool:
    """True for a SQLite database without tables. Asked before Django opens, and so makes, it."""
    if connection.vendor != "sqlite":
        return False
    path = Path(connection.settings_dict["NAME"])
    if not path.exists():
        return True
    with closing(sqlite3.connect(path)) as database:
        (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    return bool(tables == 0)


def _migrate_new_file(path: Path) -> None:
    """Migrate beside `path`, without waiting for the disk, then rename."""
    unfinished = path.with_name(f"{path.name}.unfinished")
    for name in (path.name, unfinished.name):
        for suffix in ("-wal", "-shm", "-journal"):
            path.with_name(name + suffix).unlink(missing_ok=True)
    unfinished.unlink(missing_ok=True)
    usual = dict(connection.settings_dict)
    options = {**usual["OPTIONS"], "init_command": "PRAGMA synchronous=OFF"}
    connection.close()
    connection.settings_dict.update(NAME=str(unfinished), OPTIONS=options)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
        with unfinished.open("rb") as file:
            os.fsync(file)
        unfinished.replace(path)
    finally:
        connection.close()
        connection.settings_dict.update(usual)


def _load_demo(progress: Progress) -> None:
    loaded = PluginState.objects.filter(demo_loaded_at__isnull=False)
    waiting = active_labels() - set(loaded.values_list("label", flat=True))
    for plugin in registry().in_demo_order(waiting):
        if any(isinstance(contribution, Demo) for contribution in plugin.contributions):
            with translation.override("en"):  # as the other lines are
                title = str(plugin.title)
            with progress.step(f"Demo content: {title}"):
                lifecycle.load_demo([plugin.label])


def _set_site_address(address: str) -> None:
    """Let the default site know where visitors find it; `address` is PUBLIC_URL."""
    parts = urlsplit(address)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    site = Site.objects.filter(is_default_site=True).first()
    if site and (site.hostname, site.port) != (parts.hostname, port):
        site.hostname, site.port = parts.hostname, port
        site.save(update_fields=["hostname", "port"])


def _create_admin() -> str | None:
    users = get_user_model()._default_manager
    if users.filter(is_superuser=True).exists():
        return None
    password = secrets.token_urlsafe(12)
    users.create_superuser(ADMIN_NAME, password=password)
    return password


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Hold back a second start on the same database until this one is done."""
    if connection.vendor != "sqlite":
        own = connection.copy()
        try:
            with own.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_lock(%s)", [_ADVISORY_LOCK])
            yield
        finally:
            own.close()
        return
    with (settings.KLASTR_HOME / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
