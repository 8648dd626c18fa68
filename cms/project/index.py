"""The search index in a start: lexica compiled beside everything else, the index built at last."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from cms.indexing.connection import Place, is_compiled, places
from cms.indexing.handler import handlers, make_due
from cms.indexing.rebuild import is_current, rebuild
from cms.project.progress import Progress
from cms.publishing import delivery
from search.engine import SearchError

Compiling = subprocess.Popen[bytes] | None


@contextmanager
def lexica_compiling() -> Iterator[Compiling]:
    """The process that compiles the lexica while the block runs; None when they are there.

    A start on two processors does not wait for it: migrating and the demo take one of them.
    """
    if is_compiled():
        yield None
        return
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "cms", "search", "compile"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,  # what is wrong shows when the index is built
    ) as process:
        try:
            yield process
        except BaseException:
            process.kill()
            raise


def build(progress: Progress, compiling: Compiling) -> None:
    """Build each index that is missing or was made for other plugins or another analysis.

    A site whose engine does not answer is served all the same, with what stands in for it or
    without search.
    """
    for place in places():
        try:
            _build(place, progress, compiling)
        except SearchError as error:
            progress.say(f"! No search index ({place}): {error}. Later: klastr search rebuild")


def _build(place: Place, progress: Progress, compiling: Compiling) -> None:
    if is_current(place):
        make_due(handlers[place])  # what failed before this start need not wait out its pauses
        return
    with progress.step("Search index built" if place is Place.MAIN else "Stand-in index built"):
        if compiling is not None:
            compiling.wait()
        waiting = delivery.waiting_for(handlers[place])
        rebuild(place=place)
        delivery.settle(waiting)  # it is all in the index now
