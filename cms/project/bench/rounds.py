"""Asks the site and the yardstick in turns, round after round, and keeps the medians."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from statistics import median, quantiles

from cms.plugin.contributions import Question
from cms.project.bench import client, cpu
from cms.project.bench.client import Request
from cms.project.bench.servers import Server
from cms.project.bench.targets import TARGETS, Way

CPU_SECONDS, QUICK_CPU_SECONDS = 0.6, 0.05  # of each server and round: a tick is 0.01 s
TRIED = 20
TAIL_OF = 400  # answers at least, where one of a hundred is looked for
MOST = 3_000


@dataclass(frozen=True, slots=True)
class Case:
    """A question asked in one way: the request to the site, and the same to the yardstick."""

    question: Question
    way: Way
    server: Server
    ours: Request
    bare: Request


@dataclass(slots=True)
class Measured:
    """Milliseconds for one answer, one value for each round, and seconds that answers took."""

    app: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    latencies: list[float] = field(default_factory=list)

    @property
    def ours(self) -> float:
        """Processor time of an answer, application and database together."""
        return median(map(sum, zip(self.app, self.database, strict=True)))

    @property
    def share(self) -> float:
        """The yardstick's processor time as a share of ours, round by round."""
        ours = map(sum, zip(self.app, self.database, strict=True))
        return median(bare / own for bare, own in zip(self.bare, ours, strict=True))

    @property
    def tail(self) -> float:
        """p99 ÷ p50 of the time that answers took."""
        return quantiles(self.latencies, n=100)[98] / median(self.latencies)


def cases(questions: list[Question], kept: Server, anew: Server) -> Iterator[Case]:
    """All that has a target. Documents are made known by their hashes."""
    for question in questions:
        digest = sha256(question.document.encode()).hexdigest()
        _register(kept, question, digest)
        posted = client.posted(question.document, question.variables)
        asked = {
            Way.PERSISTED: (kept, client.persisted(digest, question.variables)),
            Way.POSTED: (kept, posted),
            Way.UNCACHED: (anew, posted),
        }
        for way, (server, ours) in asked.items():
            if (question.name, way) in TARGETS:
                query = ours.path.partition("?")[2]
                bare = Request(ours.method, f"/{question.name}?{query}", ours.body)
                yield Case(question, way, server, ours, bare)


def _register(server: Server, question: Question, digest: str) -> None:
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": digest}}
    body = {"query": question.document, "variables": question.variables, "extensions": extensions}
    client.answer(server.url, Request("POST", "/graphql", json.dumps(body).encode()))


def measure(asked: list[Case], bare: Server, rounds: int, *, quick: bool) -> dict[int, Measured]:
    """What was measured, by the place of the case."""
    wanted = QUICK_CPU_SECONDS if quick else CPU_SECONDS
    counts = [
        (_count(case.server, case.ours, wanted), _count(bare, case.bare, wanted)) for case in asked
    ]
    found: dict[int, Measured] = defaultdict(Measured)
    for _ in range(rounds):
        for place, case in enumerate(asked):
            measured, (own, other) = found[place], counts[place]
            app, database = _cost(case.server, case.ours, own)
            measured.app.append(app)
            measured.database.append(database)
            measured.bare.append(sum(_cost(bare, case.bare, other)))
            few = max(own // 4, TRIED if case.way is Way.UNCACHED else TAIL_OF)
            measured.latencies += client.latencies(case.server.url, case.ours, few, connections=1)
    return found


def _count(server: Server, request: Request, wanted: float) -> int:
    """How many questions take about `wanted` seconds."""
    client.latencies(server.url, request, TRIED)  # what the first ones wait for is not meant
    taken = median(client.latencies(server.url, request, TRIED))
    return min(max(int(wanted / taken), TRIED), MOST)


def _cost(server: Server, request: Request, count: int) -> tuple[float, float]:
    """Milliseconds of processor time for an answer: application, database."""
    app, database = cpu.tree(server.pid), cpu.backends()
    before = cpu.seconds(app), cpu.seconds(database)
    client.latencies(server.url, request, count)
    after = cpu.seconds(app), cpu.seconds(database)
    return tuple((b - a) * 1000 / count for a, b in zip(before, after, strict=True))  # type: ignore[return-value]  # two of them
