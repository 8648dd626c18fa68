"""What must hold before anything is made: a wrong setting stops the start with its name."""

from __future__ import annotations

import os
import socket
import sqlite3
import stat
import tempfile
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from cms.project.environment import HOME_MODE, SettingError, unusable

FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


def check_port(host: str, port: int) -> None:
    """Return when the site can listen there.

    Raises: SettingError
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except socket.gaierror:
        raise SettingError({"--host": f"{host} is not an address of this machine"}) from None
    except OverflowError:
        raise SettingError({"--port": f"{port} is not a port number"}) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SettingError({"--port": f"cannot listen on {host}:{port}: {reason}"}) from None


def check_home() -> None:
    """Return when KLASTR_HOME exists, or could be made, and takes files.

    Raises: SettingError
    """
    home: Path = settings.KLASTR_HOME
    try:
        home.mkdir(mode=HOME_MODE, parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=home):
            pass
    except OSError as error:
        raise SettingError({"KLASTR_HOME": unusable(home, error)}) from None


def check_database() -> None:
    """Return when the database answers; SQLite's file may be missing as yet.

    Raises: SettingError
    """
    try:
        if connection.vendor == "sqlite":
            _check_sqlite(Path(connection.settings_dict["NAME"]))
        else:
            connection.ensure_connection()
    except (DatabaseError, sqlite3.Error, OSError) as error:
        reason = " ".join(str(error).split())
        raise SettingError({"DATABASE_URL": f"cannot open the database: {reason}"}) from None
    finally:
        connection.close()


def _check_sqlite(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=path.parent):
        pass  # SQLite keeps its journal beside the database
    if path.exists():
        with closing(sqlite3.connect(path)) as database:
            database.execute("SELECT count(*) FROM sqlite_schema")


def keep_database_private() -> None:
    """Take the SQLite files from everybody but their owner, when we are the owner."""
    if connection.vendor != "sqlite":
        return
    path = Path(connection.settings_dict["NAME"])
    for file in (path, path.with_name(f"{path.name}-wal"), path.with_name(f"{path.name}-shm")):
        try:
            found = file.stat()
            if found.st_uid == os.geteuid() and found.st_mode & FOR_OTHERS:
                file.chmod(stat.S_IMODE(found.st_mode) & ~FOR_OTHERS)
        except FileNotFoundError:
            continue  # made later, or gone with its last connection
