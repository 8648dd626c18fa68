"""Processor time of other processes, as the kernel counts it (Linux)."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from django.db import connection

PROC = Path("/proc")
TICK = 1 / os.sysconf("SC_CLK_TCK")
# In /proc/<pid>/stat, counted after the name of the program.
PARENT, USER, SYSTEM = 1, 11, 12


def tree(root: int) -> list[int]:
    """The process `root` and all below it."""
    parents = {pid: int(fields[PARENT]) for pid, fields in _all()}
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def seconds(processes: Iterable[int]) -> float:
    """The processor time that `processes` have taken so far, each with its threads."""
    return sum(_seconds(pid) for pid in processes)


def backends() -> list[int]:
    """The processes of PostgreSQL that serve this database, if it is one and runs here."""
    if connection.vendor != "postgresql":
        return []
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        pids = [pid for (pid,) in cursor.fetchall()]
    return [pid for pid in pids if "postgres" in _name(pid)]


def _seconds(pid: int) -> float:
    fields = _fields(pid)
    return (int(fields[USER]) + int(fields[SYSTEM])) * TICK if fields else 0.0


def _all() -> Iterable[tuple[int, list[str]]]:
    for folder in PROC.iterdir():
        if folder.name.isdecimal() and (fields := _fields(int(folder.name))):
            yield int(folder.name), fields


def _fields(pid: int) -> list[str]:
    """The numbers of a process after its name; none when it has ended."""
    try:
        return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _name(pid: int) -> str:
    try:
        return (PROC / str(pid) / "comm").read_text().strip()
    except OSError:
        return ""
