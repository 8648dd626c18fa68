"""A process that writes into a folder of tantivy indexes until it is killed.

Run as ``python -m tests.search.engines.writer VERB FOLDER ARGUMENTS``; each line that it says is
something that is done.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from search.connect import connect
from search.engine import Engine
from search.engines.tantivy.folder import Folder
from tests.search.contract.records import fill, record

REBUILT = 30  # records of each index that is built


def say(what: object) -> None:
    """Tell whoever started this process, at once."""
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


def put(engine: Engine, prefix: str, number: str) -> None:
    """Put so many records, one after the other ("0": without end); say their ids."""
    for n in range(1, int(number) + 1) if int(number) else count(1):
        engine.put([record(f"{prefix}{n}", body="laser")])
        say(f"{prefix}{n}")


def update(engine: Engine, first: str) -> None:
    """Put newer and newer states of three records, from a version on, without end."""
    for version in count(int(first)):
        engine.put([record(str(version % 3), version=version, body="laser")])
        say(version)


def remove(engine: Engine, *ids: str) -> None:
    """Remove these, one after the other."""
    for id in ids:
        engine.remove([(id, 1)])
        say(id)


def rebuild(engine: Engine) -> None:
    """Build index after index without end; say the number of each that is live."""
    for n in count(1):
        fill(engine, [record(f"{i}", version=n, body="laser") for i in range(REBUILT)])
        say(n)


def hold(_: Engine, folder: str) -> None:
    """Hold the right to write until killed."""
    held = Folder(Path(folder)).lock(1)
    say("held")
    sys.stdin.read()
    held.release()


if __name__ == "__main__":
    verb, folder, *arguments = sys.argv[1:]
    engine = connect(f"tantivy://{folder}")
    verbs = {"put": put, "update": update, "remove": remove, "rebuild": rebuild, "hold": hold}
    verbs[verb](engine, *arguments)
    engine.close()
