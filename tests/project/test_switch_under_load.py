"""A plugin is switched off and on while clients ask without a pause: nobody sees an error."""

from __future__ import annotations

import threading
import time
from collections import Counter

import pytest

from tests.servers.site import Site, klastr, running

pytestmark = pytest.mark.slow

CONFERENCES = """{
  conferences(locale: CS, first: 5) { totalCount nodes { id title path partnerTiers { name } } }
}"""
MEMBERS = (
    "{ members(locale: CS, first: 5) { totalCount nodes { title conferences { totalCount } } } }"
)
PLAIN = "{ pages(locale: CS, first: 20) { totalCount nodes { __typename title } } }"
SWITCH_SECONDS = 2.0
CLIENTS = 4


class Load:
    """Clients that ask one query after the other; what they got, by status and by answer."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._stop = threading.Event()
        self.statuses: Counter[int] = Counter()
        self.failures: list[str] = []
        self._threads = [threading.Thread(target=self._ask, args=(n,)) for n in range(CLIENTS)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, number: int) -> None:
        queries = (CONFERENCES, MEMBERS, PLAIN)
        while not self._stop.is_set():
            number += 1
            answer = self._site.post_graphql(queries[number % len(queries)])
            self.statuses[answer.status] += 1
            if answer.status >= 500 or b"INTERNAL" in answer.body:
                self.failures.append(answer.body.decode()[:500])


def seconds_until(site: Site, *, there: bool) -> float:
    """How long until three answers in a row say that the plugin is there, or gone."""
    started, agreeing = time.monotonic(), 0
    while agreeing < 2 * CLIENTS:  # enough that each worker has answered
        agreeing = agreeing + 1 if ("data" in site.graphql(CONFERENCES)) == there else 0
        assert time.monotonic() - started < 30
    return time.monotonic() - started


def test_conferences_go_and_come_back_while_clients_ask(prepared_home):
    with running(prepared_home, "--workers", "2") as site:
        site.wait_until_ready()
        before = site.post_graphql(CONFERENCES)
        with Load(site) as load:
            off = klastr("plugin", "deactivate", "conferences", home=prepared_home)
            gone_after = seconds_until(site, there=False)
            time.sleep(0.5)
            on = klastr("plugin", "activate", "conferences", home=prepared_home)
            back_after = seconds_until(site, there=True)
        after = site.post_graphql(CONFERENCES)

    assert (off.returncode, on.returncode) == (0, 0), off.stderr + on.stderr
    assert load.failures == []
    assert set(load.statuses) == {200, 400}  # 400: a field that the schema does not have now
    assert gone_after <= SWITCH_SECONDS
    assert back_after <= SWITCH_SECONDS
    assert (after.status, after.body) == (200, before.body)
