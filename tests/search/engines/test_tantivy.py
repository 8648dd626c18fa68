"""The embedded engine among several processes, some of which are killed."""

from __future__ import annotations

import multiprocessing
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.engine import EngineDown
from search.engines.tantivy import TantivyEngine, state, turns, writing
from search.query import Best, Buckets, Find, Is
from tests.search.contract.records import SCHEMA, body, fill, found, record
from tests.search.engines.writer import REBUILT

ROUNDS = 12


@contextmanager
def process(*arguments: str | Path) -> Iterator[subprocess.Popen[str]]:
    """A writer in a process of its own, killed at the end with SIGKILL."""
    command = [sys.executable, "-m", "tests.search.engines.writer", *map(str, arguments)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as started:
        try:
            yield started
        finally:
            started.kill()


def lines(of: subprocess.Popen[str]) -> list[str]:
    """What it has said until its end, whole lines only."""
    assert of.stdout is not None
    return [line[:-1] for line in of.stdout if line.endswith("\n")]


def all_ids(engine: TantivyEngine) -> set[str]:
    """The ids of everything in the live index."""
    return {hit.id for hit in engine.find(Find(first=1000)).hits}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the indexes are."""
    return tmp_path / "deep" / "search"


@pytest.fixture
def engine(folder: Path) -> Iterator[TantivyEngine]:
    """The engine, with a live and empty index."""
    engine = TantivyEngine(folder)
    fill(engine, [])
    yield engine
    engine.close()


@pytest.mark.slow
def test_a_write_of_another_process_is_found_at_once(engine: TantivyEngine, folder: Path) -> None:
    assert all_ids(engine) == set()
    with process("put", folder, "x", "5") as writer:
        assert writer.stdout is not None
        for number in range(1, 6):
            id = writer.stdout.readline().strip()
            assert (id, all_ids(engine) >= {id}) == (f"x{number}", True)
        assert writer.wait(20) == 0
    with process("remove", folder, "x2") as remover:
        assert lines(remover) == ["x2"]
    assert all_ids(engine) == {"x1", "x3", "x4", "x5"}


@pytest.mark.slow
def test_writers_of_several_processes_wait_for_each_other(
    engine: TantivyEngine, folder: Path
) -> None:
    with (
        process("put", folder, "a", "15") as first,
        process("put", folder, "b", "15") as second,
    ):
        for number in range(15):
            engine.put([record(f"c{number}")])
        assert (first.wait(60), second.wait(60)) == (0, 0)
    assert len(all_ids(engine)) == 45


def test_a_question_that_was_asked_before_finds_what_came_since(
    engine: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(state, "KEPT_MATCHES", 2)
    questions = [Best((body("lens"), body(f"optics{number}", 2))) for number in range(3)]
    engine.put([record("1", body="laser")])
    before = [found(engine, question) for question in questions]

    engine.put([record("2", body="lens optics1")])
    after = [found(engine, question) for question in questions]
    engine.remove([("2", 2)])

    assert before == [[], [], []]
    assert after == [[("2", 1)], [("2", 2)], [("2", 1)]]
    assert [found(engine, question) for question in questions] == before


def test_a_filter_that_left_everything_leaves_out_what_came_since(engine: TantivyEngine) -> None:
    question = Find(body("laser"), where={"kind": Is("kind", ("a", "b"))})
    facet = Find(facets=(Buckets("kind", (("known", Is("kind", ("a", "b"))),)),))
    engine.put([record("1", body="laser", kind="a"), record("2", body="laser", kind="b")])
    before = engine.find(question).total, engine.find(facet).facets["kind"]

    engine.put([record("3", body="laser", kind="c")])
    after = engine.find(question).total, engine.find(facet).facets["kind"]
    engine.remove([("3", 2)])

    assert (before, after) == ((2, (("known", 2),)), (2, (("known", 2),)))
    assert (engine.find(question).total, engine.find(Find()).total) == (2, 2)


def test_threads_write_and_read_together(engine: TantivyEngine) -> None:
    seen: list[bool] = []

    def write(name: str) -> None:
        for number in range(5):
            engine.put([record(f"{name}{number}")])
            seen.append(f"{name}{number}" in all_ids(engine))

    threads = [threading.Thread(target=write, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 15
    assert len(all_ids(engine)) == 15


@pytest.mark.slow
def test_who_keeps_the_right_to_write_gives_it_to_another_process(
    engine: TantivyEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LINGER", 3600)
    for number in range(9):  # enough parts that they are merged, and the writer is kept
        engine.put([record(f"{number}")])
    with process("put", folder, "x", "2") as writer:
        assert lines(writer) == ["x1", "x2"]
    engine.put([record("after")])
    assert len(all_ids(engine)) == 12


def test_who_keeps_the_right_to_write_gives_it_to_another_thread(
    engine: TantivyEngine, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(turns, "LINGER", 3600)
    other = TantivyEngine(folder, timeout=10)
    for number in range(9):
        engine.put([record(f"{number}")])
    assert other.put([record("x")]).written == ("x",)
    assert engine.put([record("x", version=2)]).written == ("x",)
    assert len(all_ids(other)) == 10


def test_newest_states_stay_while_parts_are_merged(engine: TantivyEngine) -> None:
    for version in range(1, 41):  # through one writer, while it merges what came before
        engine.put([record("a", version=version), record(f"b{version}")])
    assert engine.put([record("a", version=39)]).outdated == ("a",)
    assert engine.remove([("b40", 2)]).written == ("b40",)
    hits = {hit.id: hit.version for hit in engine.find(Find(first=100)).hits}
    assert (hits["a"], len(hits), "b40" in hits) == (40, 40, False)


@pytest.mark.slow
def test_who_waits_too_long_is_told(engine: TantivyEngine, folder: Path) -> None:
    hasty = TantivyEngine(folder, timeout=0.2)
    with process("hold", folder, folder) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        for write in (
            lambda: hasty.put([record("1")]),
            lambda: hasty.create(SCHEMA),
            lambda: hasty.swap("1"),
        ):
            with pytest.raises(EngineDown):
                write()
        assert found(hasty) == []
    hasty.put([record("1")])
    assert found(engine) == [("1", 0)]


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_that_it_reported(
    engine: TantivyEngine, folder: Path
) -> None:
    chance, reported = random.Random(3), set[str]()
    for number in range(ROUNDS):
        with process("put", folder, f"r{number}-", "0") as writer:
            assert writer.stdout is not None
            first = writer.stdout.readline().strip()
            time.sleep(chance.uniform(0, 0.4))
            writer.kill()
            reported |= {first, *lines(writer)}
        there = all_ids(engine)
        assert reported <= there
        assert len(there - reported) <= number + 1  # the one that was on its way
        assert engine.put([record(f"after{number}")]).written == (f"after{number}",)
        reported.add(f"after{number}")


@pytest.mark.slow
def test_a_killed_writer_leaves_the_newest_states(engine: TantivyEngine, folder: Path) -> None:
    chance, newest = random.Random(5), 0
    for _ in range(ROUNDS):
        with process("update", folder, str(newest + 1)) as writer:
            assert writer.stdout is not None
            first = int(writer.stdout.readline())
            time.sleep(chance.uniform(0, 0.5))
            writer.kill()
            reported = max([first, *map(int, lines(writer))])
        hits = engine.find(Find(first=10)).hits
        assert len(hits) == min(3, max(hit.version for hit in hits))
        newest = max(hit.version for hit in hits)
        assert newest in {reported, reported + 1}
        states = range(max(1, newest - 2), newest + 1)
        assert {(hit.id, hit.version) for hit in hits} == {(str(v % 3), v) for v in states}


@pytest.mark.slow
def test_a_killed_rebuild_leaves_one_whole_index(engine: TantivyEngine, folder: Path) -> None:
    chance = random.Random(4)
    for _ in range(ROUNDS):
        with process("rebuild", folder) as builder:
            assert builder.stdout is not None
            builder.stdout.readline()
            time.sleep(chance.uniform(0, 0.5))
            builder.kill()
            done = max([1, *map(int, lines(builder))])
        hits = engine.find(Find(first=1000)).hits
        assert len(hits) == REBUILT
        assert {hit.version for hit in hits} <= {done, done + 1}
        engine.put([record("x")])
        assert "x" in all_ids(engine)
    fill(engine, [record("last")])
    assert all_ids(engine) == {"last"}
    kept = {path.name for path in folder.iterdir()}
    assert kept == {"live.json", "write.lock", "wanted.lock", engine.health().live}


def test_a_swap_that_was_interrupted_is_cleared_away(engine: TantivyEngine, folder: Path) -> None:
    old = engine.health().live
    new = engine.create(SCHEMA)
    shutil.copytree(folder / old, folder / "copy")
    engine.swap(new)
    (folder / "copy").rename(folder / old)  # as if the process had died before it was deleted
    (folder / ".new-9").mkdir()
    engine.put([record("1")])
    assert (engine.health().live, engine.health().building) == (new, ())
    newest = engine.create(SCHEMA)
    assert {path.name for path in folder.iterdir()} == {
        "live.json",
        "write.lock",
        "wanted.lock",
        new,
        newest,
    }


def test_a_fork_takes_no_lock_along(engine: TantivyEngine) -> None:
    context = multiprocessing.get_context("fork")
    children = []
    for number in range(9):  # enough parts that they are merged
        engine.put([record(f"{number}")])
        children.append(context.Process(target=time.sleep, args=(30,)))
        children[-1].start()
    try:
        hasty = TantivyEngine(engine._folder.path, timeout=5)
        assert hasty.put([record("x")]).written == ("x",)
        assert len(all_ids(engine)) == 10
    finally:
        for child in children:
            child.kill()
            child.join()


def test_a_forked_child_writes_for_itself(engine: TantivyEngine) -> None:
    engine.put([record("parent")])
    assert all_ids(engine) == {"parent"}
    child = multiprocessing.get_context("fork").Process(
        target=engine.put, args=([record("child")],)
    )
    child.start()
    child.join(30)
    assert (child.exitcode, all_ids(engine)) == (0, {"parent", "child"})


@pytest.mark.parametrize("damaged", ["live.json", "1/meta.json", "1/klastr.json"])
def test_damaged_files_are_an_engine_that_is_down(
    engine: TantivyEngine, folder: Path, damaged: str
) -> None:
    (folder / damaged).write_text("{")
    fresh = TantivyEngine(folder)
    with pytest.raises(EngineDown):
        fresh.find(Find())
    with pytest.raises(EngineDown):
        fresh.put([record("1")])
    health = fresh.health()
    assert (health.is_ready, health.documents) == (False, 0)
    assert health.message.startswith("The index cannot be read")


def test_single_writes_are_merged(engine: TantivyEngine, folder: Path) -> None:
    for number in range(12):
        engine.put([record(f"{number:02}", body="laser")])
    engine.close()
    live = engine._reading.live()
    assert live.searcher.num_segments < 9
    assert len(all_ids(engine)) == 12


def test_parts_are_merged_though_one_of_them_is_replaced_whole(engine: TantivyEngine) -> None:
    words = " ".join(f"w{number}" for number in range(200))
    engine.put([record(f"big{number}", body=words) for number in range(3000)])  # merged for a while
    for number in range(writing.MANY - 2):
        engine.put([record(f"{number:02}", body="laser")])
    for version in range(1, 7):  # each while what the one before began is being merged
        engine.put([record(id, body="optics", version=version) for id in ("cs", "en")])
    engine.close()
    assert engine._reading.live().searcher.num_segments < writing.MANY
