"""Engines side by side: ``uv run python -m tests.bench.search.engines [DOCUMENTS …]``.

``--elasticsearch`` starts a server and asks it, too; ``--with URL`` any other engine. The same
questions are asked of every engine in turn, so that what else the machine does meets all alike:
compare the rows with one another. Times are by the clock, and in brackets of this process on its
processor, which other work does not slow down: all of the time of an embedded engine, the client's
share of a server's.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from search.analysis.analyser import Analyser
from search.analysis.compile import general
from search.analysis.folding import fold
from search.connect import connect
from search.document import Document, Keys, Record, Schema
from search.engine import Engine
from search.fields import Keyword, Number, Text
from search.parse import parse
from search.plan import Planner
from search.query import Facet, Filter, Find, Is, Prefix, Within
from search.results import Found
from search.thesaurus import Thesaurus
from tests.servers.elasticsearch import elasticsearch_cluster

SIZES = (10_000, 100_000)
BATCH = 5_000
LOCALES = ("cs", "en")
VOCABULARY = 20_000  # forms of each language
TITLE, BODY = 6, 144  # words
TODAY = 20_000
ROUNDS, PUTS, PAUSE = 3, 50, 0.3
MAX_IN_MEMORY = 200  # documents that the engine in memory is asked about: it is no index
TARGETS = {10_000: "≤ 0.5 / 5", 100_000: "≤ 2 / 10"}


class Page(Document):
    """What is searched for here."""

    title = Text(boost=10, completes=True)
    body = Text(boost=2)
    kind = Keyword()
    topics = Keyword()
    organisation = Keyword()
    deadline = Number()


@dataclass(frozen=True)
class Language:
    """Forms by how often they are used, and their keys."""

    locale: str
    forms: list[str]
    shares: list[float]
    keys: dict[str, tuple[str, tuple[str, ...]]]

    @classmethod
    def of(cls, locale: str, analyser: Analyser, chance: random.Random) -> Language:
        """Words of the general dictionary, used as often as Zipf says."""
        forms = chance.sample(sorted(general(locale)), VOCABULARY)
        shares = list(itertools.accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
        keys = {form: analyser.document_word(form, locale) for form in forms}
        return cls(locale, forms, shares, keys)

    def text(self, words: int, chance: random.Random) -> list[str]:
        """Some words."""
        return chance.choices(self.forms, cum_weights=self.shares, k=words)

    def analysed(self, words: Sequence[str]) -> Keys:
        """What the analyser makes of them."""
        keys = [self.keys[word] for word in words]
        return Keys(tuple(key for key, _ in keys), tuple(k for _, more in keys for k in more))


def pages(count: int, languages: Sequence[Language], chance: random.Random) -> Iterator[Record]:
    """Records of pages in both languages."""
    for number in range(count):
        language = languages[number % 2]
        title, body = (language.text(words, chance) for words in (TITLE, BODY))
        yield Record(
            f"{number}",
            1,
            texts={"title": language.analysed(title), "body": language.analysed(body)},
            surfaces={"title": tuple(map(fold, title))},
            keywords={
                "locale": (language.locale,),
                "type": ("page",),
                "words": tuple(dict.fromkeys(title + body)),
                "kind": (f"kind{min(int(chance.expovariate(0.7)), 7)}",),
                "topics": tuple({f"topic{chance.randrange(12)}" for _ in range(2)}),
                "organisation": (f"organisation{int(chance.paretovariate(0.5)) % 300}",),
            },
            numbers={"deadline": TODAY + chance.randrange(-300, 300)} if number % 3 else {},
            prior=chance.randrange(65_536),
        )


def questions(languages: Sequence[Language], planner: Planner) -> list[Find]:
    """Twenty questions under five sets of filters."""
    chance = random.Random(5)
    sets: list[dict[str, Filter]] = [
        {},
        {"kind": Is("kind", ("kind0", "kind1"))},
        {"kind": Is("kind", ("kind2",)), "topics": Is("topics", ("topic3",))},
        {"deadline": Within("deadline", TODAY), "locale": Is("locale", ("cs",))},
        {"organisation": Is("organisation", ("organisation1", "organisation4"))},
    ]
    matches = []
    for number in range(20):
        language = languages[number % 2]
        words = [language.forms[int(10 ** chance.uniform(1.3, 3.7))] for _ in range(number % 3 + 1)]
        text = " ".join(words)
        parsed = parse(fold(text) if number % 4 else text)
        matches.append(planner.plan(parsed, language.locale).match)
    return [Find(match, where) for match in matches for where in sets]


def faceted(question: Find) -> Find:
    """The question with three facets."""
    facets = tuple(Facet(name, name, 20) for name in ("kind", "topics", "organisation"))
    return Find(question.match, question.where, facets)


def browsing(question: Find) -> Find:
    """Its filters alone, what is due first."""
    asked = faceted(question)
    return Find(None, asked.where, asked.facets, order="deadline")


def completing(languages: Sequence[Language]) -> list[Find]:
    """Beginnings of words while they are typed."""
    words = [fold(form) for language in languages for form in language.forms[20:60]]
    return [Find(Prefix("title", "s", word[: 2 + n % 4], 5)) for n, word in enumerate(words)]


@dataclass
class Taken:
    """Milliseconds that answers took."""

    clock: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)

    def answer(self, engine: Engine, question: Find) -> Found:
        """What the engine answers; the time is noted."""
        clock, processor = time.perf_counter(), time.thread_time()
        answer = engine.find(question)
        self.processor.append((time.thread_time() - processor) * 1000)
        self.clock.append((time.perf_counter() - clock) * 1000)
        return answer

    def __str__(self) -> str:
        """The medians, and what 99 of 100 stay within."""
        return f"{told(self.clock):>17}  [{told(self.processor)}]"


def asked_in_turn(
    engines: dict[str, Engine], questions: Sequence[Find]
) -> tuple[dict[str, Taken], bool]:
    """How long each engine took, and whether all gave the same answers."""
    agree = True
    for number in range(ROUNDS + 1):
        if number <= 1:  # the first round warms up
            taken = {name: Taken() for name in engines}
        for question in questions:
            answers = [taken[name].answer(engine, question) for name, engine in engines.items()]
            agree = agree and all(answer == answers[0] for answer in answers)
    return taken, agree


def filled(engine: Engine, schema: Schema, records: Sequence[Record]) -> float:
    """Documents a second that the engine took in."""
    begun = time.perf_counter()
    index = engine.create(schema)
    for start in range(0, len(records), BATCH):
        engine.put(records[start : start + BATCH], index=index)
    engine.swap(index)
    return len(records) / (time.perf_counter() - begun)


def found_after(engine: Engine, record: Record, version: int) -> float:
    """Milliseconds from the call that puts a new state until that state is found."""
    state = Record(record.id, version, record.texts, record.surfaces, record.keywords)
    time.sleep(PAUSE)  # editors do not publish without one
    begun = time.perf_counter()
    engine.put([state])
    while engine.find(Find(where={"id": Is("id", (record.id,))})).hits[0].version < version:
        pass
    return (time.perf_counter() - begun) * 1000


def synced(folder: Path) -> float:
    """Milliseconds until a few bytes are on the disk: what a commit waits for several times."""
    begun = time.perf_counter()
    with (folder / "synced").open("wb") as file:
        file.write(b"bytes")
        file.flush()
        os.fsync(file.fileno())
    return (time.perf_counter() - begun) * 1000


def told(values: Sequence[float]) -> str:
    """The median, and what 99 of 100 stay within."""
    return f"{statistics.median(values):.2f} / {statistics.quantiles(values, n=100)[98]:.2f}"


def measure(count: int, urls: dict[str, str], analyser: Analyser, folder: Path) -> None:
    """All figures with so many documents."""
    chance = random.Random(1)
    languages = [Language.of(locale, analyser, chance) for locale in LOCALES]
    schema = Schema.of([Page], analyser.fingerprint)
    records = list(pages(count, languages, chance))
    asked = questions(languages, Planner(analyser, schema, Thesaurus(analyser)))
    sections: dict[str, list[Find]] = {
        "top 10, filters": asked,
        "top 10, filters, 3 facets": list(map(faceted, asked)),
        "filters by deadline, 3 facets": list(map(browsing, asked)),
        "completing a word": completing(languages),
    }
    print(f"\n{count} documents; ms p50 / p99 by the clock [on the processor]")
    with ExitStack() as stack:
        engines = {name: connect(url.format(folder=folder)) for name, url in urls.items()}
        for name, engine in engines.items():
            stack.callback(engine.close)
            print(f"  {name + ': documents/s':<44}{filled(engine, schema, records):>17.0f}")
        for what, finds in sections.items():
            taken, agree = asked_in_turn(engines, finds)
            target = TARGETS.get(count, "") if "top 10" in what else ""
            for name, times in taken.items():
                print(f"  {name + ': ' + what:<44}{times}  {target}", flush=True)
            if len(engines) > 1:
                print(f"  {'  the same answers':<44}{'yes' if agree else 'NO':>17}")
        print(f"  {'one fsync':<44}{told([synced(folder) for _ in range(PUTS)]):>17}")
        for name, engine in engines.items():
            after = [found_after(engine, records[n], n + 2) for n in range(PUTS)]
            print(f"  {name + ': put → found':<44}{told(after):>17}  ≤ 300")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search.engines")
    parser.add_argument("documents", nargs="*", type=int, default=SIZES)
    parser.add_argument("--with", dest="urls", action="append", default=[], metavar="URL")
    parser.add_argument("--elasticsearch", action="store_true")
    chosen = parser.parse_args()
    analyser = Analyser.open()
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="klastr-bench-"))
        if chosen.elasticsearch:
            (node,) = stack.enter_context(elasticsearch_cluster())
            chosen.urls.append(f"elasticsearch://{node.address}/bench")
        for count in chosen.documents:
            urls = {"tantivy": "tantivy://{folder}/" + str(count)}
            urls |= {url.partition(":")[0]: url for url in chosen.urls}
            if count <= MAX_IN_MEMORY:
                urls["memory"] = "memory://"
            measure(count, urls, analyser, Path(folder))


if __name__ == "__main__":
    main()
