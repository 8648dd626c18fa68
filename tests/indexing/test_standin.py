"""While Elasticsearch does not answer, the index that stands in for it gives the same answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone, translation
from elasticsearch import Elasticsearch
from pytest_django import Settings

from cms.content.models import StandardPage
from cms.discovery import answering
from cms.discovery.models import AskedQuery
from cms.graphql.testing import execute
from cms.indexing import guard
from cms.indexing.connection import Place, disconnect, engine
from cms.indexing.handler import contributions
from cms.indexing.rebuild import rebuild
from cms.indexing.status import status
from cms.plugin import Handler, Reconciler
from cms.plugin.registry import Registry, registry, replaced_registry
from cms.publishing import delivery
from cms.publishing.models import Delivery
from tests.content.factories import Homes, make_home, make_page
from tests.search.engines.relay import Relay, relay_to

pytestmark = [pytest.mark.elasticsearch, pytest.mark.django_db(transaction=True)]

PAUSE = 0.3
MAIN, STANDIN = "cms_content.search", "cms_content.search_standin"
SEARCH = """query ($text: String!, $after: String) {
  search(text: $text, locale: CS, first: 2, after: $after, facets: ["type"]) {
    degraded totalCount didYouMean correctedFrom pageInfo { endCursor }
    nodes { matchedLocale page { title } highlights { html } }
    facets { values { value count } }
  }
  suggest(text: "las", locale: CS) { text page { title } }
}"""


@pytest.fixture
def relay(elasticsearch_address: str) -> Iterator[Relay]:
    """The way to the server, which can be cut."""
    with relay_to(elasticsearch_address) as relay:
        yield relay


@pytest.fixture
def site(
    relay: Relay,
    elasticsearch_place: str,
    tmp_path: Path,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Iterator[Homes]:
    """Pages in both indexes, kept up to date by the outbox."""
    monkeypatch.setattr(guard, "PAUSE_SECONDS", PAUSE)
    prefix = elasticsearch_place.partition("/")[2]
    settings.SEARCH_URL = f"elasticsearch://{relay.address}/{prefix}"
    settings.SEARCH_STANDIN_URL = f"tantivy://{tmp_path}/search"
    answering.forget_vocabulary()
    with replaced_registry(with_both_handlers()):
        homes = make_home()
        for number in range(3):
            make_page(homes.cs, title=f"Laser {number}", slug=f"laser-{number}")
        make_page(homes.cs, title="Čočky pro lasery", slug="cocky")
        assert (rebuild(), rebuild(place=Place.STANDIN)) == (6, 6)
        yield homes
    answering.forget_vocabulary()


def with_both_handlers() -> Registry:
    core, *others = registry().plugins.values()
    kept = tuple(c for c in core.contributions if not _keeps_an_index(c))
    return Registry((replace(core, contributions=(*kept, *contributions())), *others))


def _keeps_an_index(contribution: object) -> bool:
    return isinstance(contribution, Handler | Reconciler) and contribution.name == "search"


def ask(text: str = "laserem", after: str | None = None) -> dict[str, Any]:
    result = execute(SEARCH, {"text": text, "after": after})
    assert result.errors == []
    assert result.data is not None
    return dict(result.data)


def degraded(answer: dict[str, Any]) -> bool:
    return bool(answer["search"].pop("degraded"))


def waiting(handler: str) -> int:
    return Delivery.objects.filter(handler=handler, delivered_at=None).count()


def settle(is_done: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not is_done() and time.monotonic() < until:
        time.sleep(0.05)


def cut(relay: Relay, settings: Settings) -> None:
    relay.is_cut = True


def hang(relay: Relay, settings: Settings) -> None:
    relay.delay = 8


def wipe(relay: Relay, settings: Settings) -> None:
    prefix = settings.SEARCH_URL.rpartition("/")[2]
    with Elasticsearch(f"http://{relay.server}") as client:
        client.indices.delete(index=list(client.indices.get_alias(index=f"{prefix}-*")))


@pytest.mark.parametrize("fail", [cut, hang, wipe])
def test_the_same_hits_come_in_the_same_order_and_are_counted(
    site: Homes, relay: Relay, settings: Settings, fail: Callable[[Relay, Settings], None]
) -> None:
    before, mistyped = ask(), ask("lasery cocky")
    next_page = ask(after=before["search"]["pageInfo"]["endCursor"])
    fail(relay, settings)
    started = time.monotonic()

    answers = [ask(), ask("lasery cocky")]
    answers.append(ask(after=answers[0]["search"]["pageInfo"]["endCursor"]))

    took = time.monotonic() - started
    expected = [before, mistyped, next_page]
    assert [degraded(each) for each in expected] == [False] * 3
    assert [degraded(each) for each in answers] == [True] * 3
    assert answers == expected
    assert before["search"]["totalCount"] == 4
    assert took < 4  # all of them together; a cluster that hangs is waited for once
    counts = dict(AskedQuery.objects.values_list("key", "asked"))
    assert counts == {"laserem": 2, "lasery cocky": 2}


def test_what_is_published_meanwhile_is_found_and_told_to_the_cluster_later(
    site: Homes, relay: Relay
) -> None:
    ask()
    relay.is_cut = True

    page = make_page(site.cs, title="Laser nejnovější", slug="nejnovejsi")
    StandardPage.objects.get(slug="laser-0").unpublish()

    assert (waiting(MAIN) > 0, waiting(STANDIN)) == (True, 0)
    missed = ask()
    assert (degraded(missed), missed["search"]["totalCount"]) == (True, 4)
    assert page.title in [node["page"]["title"] for node in ask("nejnovější")["search"]["nodes"]]

    later = Delivery.objects.filter(handler=MAIN, delivered_at=None)
    later.update(due_at=timezone.now() + timedelta(hours=1))  # after many failures
    later.filter(pk=later.values("pk")[:1]).update(dead_at=timezone.now())
    relay.is_cut = False
    time.sleep(PAUSE)
    settle(lambda: not degraded(ask()))
    settle(lambda: due_now() == later.count())
    delivery.deliver()

    assert (waiting(MAIN), waiting(STANDIN)) == (0, 0)
    found = ask()
    assert (degraded(found), found) == (False, missed)
    assert (status().is_equal, status(Place.STANDIN).is_equal) == (True, True)


def due_now() -> int:
    return delivery.due_deliveries([MAIN]).count()


def test_an_editor_waits_for_a_cluster_that_hangs_once(site: Homes, relay: Relay) -> None:
    relay.delay = 8
    started = time.monotonic()

    for number in range(3):
        make_page(site.cs, title=f"Další laser {number}", slug=f"dalsi-{number}")

    assert time.monotonic() - started < 4
    assert (waiting(MAIN) > 0, waiting(STANDIN)) == (True, 0)


def test_a_site_that_is_stood_in_for_says_so_and_is_ready(
    site: Homes, relay: Relay, client: Client
) -> None:
    assert client.get("/health/ready").json()["checks"]["search"] == "ok"
    relay.is_cut = True

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert answer.json()["checks"]["search"] == "degraded"


def test_without_an_index_that_stands_in_the_answer_is_empty(site: Homes, relay: Relay) -> None:
    stand_in = engine(Place.STANDIN)
    disconnect()
    relay.is_cut = True
    empty = Path(str(stand_in._folder.path))  # type: ignore[attr-defined]  # tantivy's
    (empty / "live.json").unlink()

    found = ask()

    assert (degraded(found), found["search"]["nodes"], found["suggest"]) == (True, [], [])


def test_commands_do_in_one_place_what_the_other_cannot(site: Homes, relay: Relay) -> None:
    relay.is_cut = True
    StandardPage.objects.filter(slug="laser-0").update(intro="Jinak")  # past all signals
    out = StringIO()

    with translation.override("en"), pytest.raises(CommandError) as refusal:
        call_command("search", "status", "--heal", stdout=out)

    assert refusal.value.returncode == 1
    assert "The index that stands in while the engine does not answer:" in out.getvalue()
    assert "Mended: 1 put, 0 removed." in out.getvalue()
    assert status(Place.STANDIN).is_equal


def test_each_place_is_compared_by_a_reconciler_of_its_own(site: Homes) -> None:
    page = StandardPage.objects.get(slug="laser-0")
    StandardPage.objects.filter(pk=page.pk).update(intro="Jinak")
    said: list[str] = []

    healed = {
        item.name: item.run(said.append) for item in contributions() if isinstance(item, Reconciler)
    }

    assert healed == {"search": 1, "search_standin": 1}
    assert said == [
        f"search: outdated: page {page.pk} StandardPage cs",
        f"search_standin: outdated: page {page.pk} StandardPage cs",
    ]
