"""An engine that failed is left alone for a while, asked once in the background, and used again."""

from __future__ import annotations

import threading
import time

import pytest

from cms.indexing.guard import Guarded
from search.engine import Engine, EngineDown, NoIndex
from search.engines.memory import MemoryEngine
from search.query import Find
from search.results import Found

PAUSE = 0.2


class Failing(MemoryEngine):
    """An engine that is down while it is told to be, and counts questions."""

    def __init__(self) -> None:
        super().__init__()
        self.is_down = True
        self.asked: list[str] = []

    def find(self, question: Find) -> Found:
        self.asked.append(threading.current_thread().name)
        if self.is_down:
            raise EngineDown("It is down.")
        return super().find(question)


@pytest.fixture
def failing() -> Failing:
    return Failing()


def fails(engine: Engine) -> str:
    with pytest.raises(EngineDown) as down:
        engine.find(Find(first=0))
    return str(down.value)


def test_it_is_asked_once_and_then_left_alone(failing: Failing) -> None:
    guarded = Guarded(failing, lambda: None)

    assert [fails(guarded) for _time in range(3)] == ["It is down."] * 3
    assert len(failing.asked) == 1
    assert (guarded.health().is_ready, guarded.health().message) == (False, "It is down.")


def test_one_thread_looks_after_the_pause_and_nobody_waits_for_it(failing: Failing) -> None:
    recovered = threading.Event()
    guarded = Guarded(failing, recovered.set, pause=PAUSE)
    fails(guarded)

    time.sleep(PAUSE)
    fails(guarded)
    failing.is_down = False
    until = time.monotonic() + 10
    while not recovered.is_set() and time.monotonic() < until:
        fails(guarded) if not recovered.wait(PAUSE / 4) else None

    with pytest.raises(NoIndex):  # it answers
        guarded.find(Find(first=0))
    assert set(failing.asked[1:-1]) == {"search-guard"}


def test_an_engine_without_an_index_is_not_left_alone(failing: Failing) -> None:
    failing.is_down = False
    guarded = Guarded(failing, lambda: None)

    for _time in range(2):
        with pytest.raises(NoIndex):
            guarded.find(Find(first=0))
    assert len(failing.asked) == 2
