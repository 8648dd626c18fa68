"""Three nodes on one machine, one of which is killed while there is writing and searching."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest

from search.engine import EngineDown
from search.engines.elasticsearch import ElasticsearchEngine
from search.query import Find
from tests.search.contract.records import body, fill, record
from tests.servers.elasticsearch import ElasticsearchMissing, Node, elasticsearch_cluster

BATCHES, BATCH = 40, 25
KILLED_AT = 12  # batches
PATIENCE_SECONDS = 90


@pytest.fixture
def nodes() -> Iterator[list[Node]]:
    """Three nodes that know one another."""
    try:
        cluster = elasticsearch_cluster(3, heap="320m")
        started = cluster.__enter__()
    except ElasticsearchMissing as missing:
        if os.environ.get("KLASTR_REQUIRE_ELASTICSEARCH") == "1":
            raise
        pytest.skip(str(missing))
    yield started
    cluster.__exit__(None, None, None)


def holder_of_primary(nodes: list[Node], index: str) -> Node:
    """The node that everything is written to first."""
    [name] = [
        shard["node"]
        for shard in nodes[0].get(f"/_cat/shards/{index}?format=json")
        if shard["prirep"] == "p"
    ]
    return next(node for node in nodes if node.name == name)


def put_until_taken(engine: ElasticsearchEngine, number: int) -> int:
    """How many times the engine was down before it took a batch, as the outbox tries again."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    states = [record(f"{number}-{n}", body="laser") for n in range(BATCH)]
    for tries in range(1_000):
        try:
            engine.put(states)
        except EngineDown:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        else:
            return tries
    raise AssertionError


@pytest.mark.slow
@pytest.mark.elasticsearch
def test_a_killed_node_loses_nothing(nodes: list[Node]) -> None:
    addresses = ",".join(node.address for node in nodes)
    engine = ElasticsearchEngine.from_url(f"elasticsearch://{addresses}/cluster")
    index = fill(engine, [])
    nodes[0].get("/_cluster/health?wait_for_status=green&wait_for_nodes=3&timeout=60s")
    killed = holder_of_primary(nodes, index)
    taken = 0
    answers: list[tuple[int, int]] = []
    failures: list[EngineDown] = []
    is_over = threading.Event()

    def search() -> None:
        while not is_over.is_set():
            expected = taken
            try:
                answers.append((expected, engine.find(Find(body("laser"))).total))
            except EngineDown as failure:
                failures.append(failure)

    searching = threading.Thread(target=search)
    searching.start()
    for number in range(BATCHES):
        if number == KILLED_AT:
            threading.Timer(0.05, killed.kill).start()  # within the writing of some batch
        put_until_taken(engine, number)
        taken += BATCH
    is_over.set()
    searching.join()

    assert killed.process.poll() is not None
    left = [node for node in nodes if node is not killed]
    assert holder_of_primary(left, index) in left
    assert len(answers) > BATCHES
    assert [answer for answer in answers if answer[1] < answer[0]] == []
    assert failures == []
    first = engine.find(Find(body("laser"), first=1000))
    assert {hit.id for hit in first.hits} == {
        f"{batch}-{n}" for batch in range(BATCHES) for n in range(BATCH)
    }
    engine.close()
