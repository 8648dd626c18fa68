"""The engine on a real Elasticsearch, on good days and on bad ones."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from elasticsearch import Elasticsearch

from search.document import Schema
from search.engine import EngineDown, NoIndex, SearchError, WrongQuestion
from search.engines.elasticsearch import ElasticsearchEngine
from search.engines.elasticsearch.address import Address, Limits
from search.fields import Keyword
from search.query import Facet, Find, Is
from search.results import Written
from tests.search.contract.records import SCHEMA, body, fill, found, record
from tests.search.engines.relay import Relay, relay_to

on_a_server = pytest.mark.elasticsearch
TIMEOUT = 0.7
IMPATIENT = Limits(answering=TIMEOUT)


@pytest.fixture
def engine(elasticsearch_place: str) -> Iterator[ElasticsearchEngine]:
    """The engine at the server."""
    engine = ElasticsearchEngine.from_url(f"elasticsearch://{elasticsearch_place}")
    yield engine
    engine.close()


@pytest.fixture
def relay(elasticsearch_address: str) -> Iterator[Relay]:
    """A relay to the server."""
    with relay_to(elasticsearch_address) as relay:
        yield relay


@pytest.fixture
def relayed(relay: Relay, elasticsearch_place: str) -> Iterator[ElasticsearchEngine]:
    """The engine behind the relay, which is impatient."""
    prefix = elasticsearch_place.partition("/")[2]
    engine = ElasticsearchEngine(Address((f"http://{relay.address}",), prefix), IMPATIENT)
    yield engine
    engine.close()


@pytest.fixture
def client(elasticsearch_address: str) -> Iterator[Elasticsearch]:
    """A client to look behind the engine."""
    with Elasticsearch(f"http://{elasticsearch_address}") as client:
        yield client


def test_urls_say_where_and_as_whom() -> None:
    assert Address.of("elasticsearch://search") == Address(("http://search:9200",), "klastr")
    assert Address.of("elasticsearch+https://me:p%40ss@a:1,b/site_2?ca=/etc/ca.pem") == Address(
        ("https://a:1", "https://b:9200"), "site_2", "me", "p@ss", "/etc/ca.pem"
    )


@pytest.mark.parametrize("url", ["elasticsearch://", "elasticsearch:///x", "elasticsearch://a/B*"])
def test_urls_that_say_nothing_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match=r"A host is missing|cannot be named"):
        Address.of(url)


def test_nobody_at_the_address_is_down() -> None:
    engine = ElasticsearchEngine(Address(("http://127.0.0.1:9",), "klastr"), IMPATIENT)
    with pytest.raises(EngineDown):
        engine.find(Find())
    with pytest.raises(EngineDown):
        engine.put([record("1")])
    health = engine.health()
    assert (health.is_ready, health.live) == (False, "")
    assert "does not answer" in health.message
    engine.close()


@on_a_server
def test_refused_parts_of_a_batch_are_sent_again(
    relay: Relay, relayed: ElasticsearchEngine
) -> None:
    fill(relayed, [])
    for status in (429, 503):
        relay.batches.clear()
        relay.busy, relay.busy_status = 2, status
        states = [record(f"{status}-{n}", body="laser") for n in range(8)]
        assert relayed.put(states) == Written(tuple(state.id for state in states))
        assert relay.batches == [8, 4, 2]
    assert relayed.find(Find(body("laser"))).total == 16


@on_a_server
def test_a_cluster_that_stays_busy_is_down(
    relay: Relay, relayed: ElasticsearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.elasticsearch.writing.LONGEST_WAIT", 0.05)
    fill(relayed, [])
    relay.busy = 100
    with pytest.raises(EngineDown, match="takes nothing"):
        relayed.put([record("1"), record("2")])
    relay.busy = 0
    assert relayed.put([record("1"), record("2")]) == Written(("1", "2"))


@on_a_server
@pytest.mark.parametrize("fault", ["cut", "slow"])
def test_a_broken_connection_is_down_in_time_and_up_again(
    relay: Relay, relayed: ElasticsearchEngine, fault: str
) -> None:
    fill(relayed, [record("1", body="laser")])
    assert found(relayed, body("laser", 5)) == [("1", 5)]
    relay.is_cut, relay.delay = fault == "cut", 2.5 if fault == "slow" else 0
    begun = time.monotonic()
    with pytest.raises(EngineDown):
        relayed.find(Find(body("laser")))
    assert time.monotonic() - begun < 2 * TIMEOUT + 1
    assert not relayed.health().is_ready
    relay.is_cut, relay.delay = False, 0
    assert found(relayed, body("laser", 5)) == [("1", 5)]
    assert relayed.health().documents == 1


@on_a_server
def test_swaps_are_never_seen_half(engine: ElasticsearchEngine, elasticsearch_place: str) -> None:
    fill(engine, [record(f"0-{n}") for n in range(5)])
    reader = ElasticsearchEngine.from_url(f"elasticsearch://{elasticsearch_place}")
    seen: list[set[str]] = []
    is_over = threading.Event()

    def read() -> None:
        while not is_over.is_set():
            seen.append({hit.id.partition("-")[0] for hit in reader.find(Find()).hits})

    thread = threading.Thread(target=read)
    thread.start()
    for round in range(1, 6):
        fill(engine, [record(f"{round}-{n}") for n in range(5)])
        assert {hit.id[0] for hit in reader.find(Find()).hits} == {str(round)}
    is_over.set()
    thread.join()
    reader.close()
    assert len(seen) > 5
    assert all(len(generations) == 1 for generations in seen)


@on_a_server
def test_a_swap_brings_its_schema_to_other_processes(
    engine: ElasticsearchEngine, elasticsearch_place: str
) -> None:
    fill(engine, [record("1")])
    other = ElasticsearchEngine.from_url(f"elasticsearch://{elasticsearch_place}")
    question = Find(facets=(Facet("city", "city"),))
    with pytest.raises(WrongQuestion):
        other.find(question)
    fill(engine, [record("1", city="Brno")], Schema({**SCHEMA.fields, "city": Keyword()}))
    assert other.find(question).facets == {"city": (("Brno", 1),)}
    assert other.put([record("2", city="Brno")]) == Written(("2",))
    assert other.find(question).facets == {"city": (("Brno", 2),)}
    other.close()


@on_a_server
def test_a_dropped_index_is_not_made_anew_by_late_writing(
    engine: ElasticsearchEngine, client: Elasticsearch, elasticsearch_place: str
) -> None:
    old = fill(engine, [])
    live = fill(engine, [])
    with pytest.raises(NoIndex):
        engine.put([record("1")], index=old)
    prefix = elasticsearch_place.partition("/")[2]
    assert list(client.indices.get(index=f"{prefix}-*")) == [live]


@on_a_server
def test_indexes_of_a_longer_prefix_are_left_alone(
    engine: ElasticsearchEngine, elasticsearch_place: str
) -> None:
    neighbour = ElasticsearchEngine.from_url(f"elasticsearch://{elasticsearch_place}-b")
    fill(neighbour, [record("b")])
    fill(engine, [record("a")])
    fill(engine, [record("c")])
    assert (found(engine), found(neighbour)) == ([("c", 0)], [("b", 0)])
    assert engine.health().building == ()
    neighbour.close()


@on_a_server
def test_removals_are_remembered_longer_than_the_server_does(
    engine: ElasticsearchEngine, client: Elasticsearch
) -> None:
    index = fill(engine, [record("1", version=1)])
    client.indices.put_settings(index=index, settings={"index.gc_deletes": "0s"})
    engine.remove([("1", 3)])
    client.indices.forcemerge(index=index, max_num_segments=1)
    assert engine.put([record("1", version=2)]) == Written((), ("1",))
    assert found(engine) == []


@on_a_server
def test_a_document_the_cluster_refuses_is_told(engine: ElasticsearchEngine) -> None:
    fill(engine, [])
    with pytest.raises(SearchError, match="refuses “1”") as caught:
        engine.put([record("1", deadline=2**70)])
    assert caught.value.code == "SEARCH_FAILED"


@on_a_server
def test_names_of_facets_and_long_values_are_only_values(engine: ElasticsearchEngine) -> None:
    long = "ž" * 20_000
    fill(engine, [record("1", kind=("job", long), body=f"laser {'x' * 300} lens")])
    name = 'a[b]>c."{'
    answer = engine.find(
        Find(where={name: Is("kind", (long, "job"))}, facets=(Facet(name, "kind"),))
    )
    assert (answer.total, answer.facets) == (1, {name: (("job", 1),)})
    assert found(engine, body("x" * 255)) == found(engine, body("x" * 45)) == []


@on_a_server
def test_one_in_a_hurry_asks_another_node_and_waits_two_seconds_at_most(
    relay: Relay, elasticsearch_place: str
) -> None:
    server, _, prefix = elasticsearch_place.partition("/")
    fill(ElasticsearchEngine.from_url(f"elasticsearch://{elasticsearch_place}"), [record("1")])
    relay.delay = 5
    hurried = ElasticsearchEngine.from_url(
        f"elasticsearch://{relay.address},{server}/{prefix}", is_hurried=True
    )
    alone = ElasticsearchEngine.from_url(
        f"elasticsearch://{relay.address}/{prefix}", is_hurried=True
    )
    begun = time.monotonic()

    with pytest.raises(EngineDown):
        alone.find(Find())
    took_alone = time.monotonic() - begun
    total = hurried.find(Find()).total

    assert total == 1
    assert took_alone < 2 > time.monotonic() - begun - took_alone
    hurried.close()
    alone.close()
