"""Engines side by side: ``uv run python -m tests.bench.search.engines [DOCUMENTS …]``.

``--with URL`` asks one more engine; a server of Elasticsearch is started where there is Java. The
same questions are asked of every engine in turns, round by round, so that what else the machine
does meets all alike: compare the rows with one another. Times are by the clock, and in brackets of
this process on its processor, which other work slows down less: all of the time of an embedded
engine, the client's share of a server's.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
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
from tests.bench.search.extent import WHOLE, Extent
from tests.bench.table import Table, least, middle_and_worst, most
from tests.servers.elasticsearch import ElasticsearchMissing, elasticsearch_cluster

BATCH = 5_000
LOCALES = ("cs", "en")
VOCABULARY = 20_000  # forms of each language
TITLE, BODY = 6, 144  # words
TODAY = 20_000
PAUSE = 0.3
MAX_IN_MEMORY = 500  # documents that the engine in memory is asked about: it is no index
EMBEDDED, SERVER = "tantivy", "elasticsearch"
FACETED, COMPLETING = "top 10, filters, 3 facets", "completing a word"
TARGETS = {
    (FACETED, 10_000): most(0.5, 5),
    (FACETED, 100_000): most(2, 10),
    (COMPLETING, 10_000): most(1),
    (COMPLETING, 100_000): most(1),
}


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


def asked_in_turn(
    engines: dict[str, Engine], questions: Sequence[Find], taken: dict[str, Taken]
) -> bool:
    """True when all engines gave the same answers; how long each took is added to `taken`.

    Every engine gets all the questions, twice, of which the first time warms up. One by one they
    would measure how much the client of one leaves in the processor's caches of what the other
    needs.
    """
    answers = []
    for name, engine in engines.items():
        for question in questions:
            engine.find(question)
        answers.append([taken[name].answer(engine, question) for question in questions])
    return all(answer == answers[0] for answer in answers)


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
    return " / ".join(f"{value:.2f}" for value in middle_and_worst(values))


class Measuring:
    """All figures with so many documents."""

    def __init__(self, table: Table, extent: Extent, count: int, analyser: Analyser) -> None:
        """Make the documents and the questions."""
        self._table, self._extent, self._count = table, extent, count
        chance = random.Random(1)
        languages = [Language.of(locale, analyser, chance) for locale in LOCALES]
        self._schema = Schema.of([Page], analyser.fingerprint)
        self._records = list(pages(count, languages, chance))
        planner = Planner(analyser, self._schema, Thesaurus(analyser))
        asked = questions(languages, planner)
        self._questions: dict[str, list[Find]] = {
            "top 10, filters": asked,
            FACETED: list(map(faceted, asked)),
            "filters by deadline, 3 facets": list(map(browsing, asked)),
            COMPLETING: completing(languages),
        }

    def measure(self, engines: dict[str, Engine], folder: Path) -> None:
        """Rows for each engine, and how they compare."""
        self._table.section(f"{self._count:,} documents: ms p50 / p99 by the clock")
        rates = {name: filled(e, self._schema, self._records) for name, e in engines.items()}
        for name, rate in rates.items():
            target = least(5_000) if name == EMBEDDED and self._count >= 2 * BATCH else None
            self._table.row(f"{name}: documents/s", rate, digits=0, target=target)
        taken = {what: {name: Taken() for name in engines} for what in self._questions}
        agree = dict.fromkeys(self._questions, True)
        # Again and again from the beginning: what else the machine does for a second meets all.
        for _ in range(self._extent.rounds):
            for what, finds in self._questions.items():
                agree[what] &= asked_in_turn(engines, finds, taken[what])
        for what, times in taken.items():
            self._compare(what, times)
            if len(engines) > 1:
                is_wrong = not agree[what]
                self._table.say(
                    "  the same answers", "NO" if is_wrong else "yes", is_wrong=is_wrong
                )
        self._puts(engines, folder)

    def _compare(self, what: str, taken: dict[str, Taken]) -> None:
        middles = {name: middle_and_worst(times.clock)[0] for name, times in taken.items()}
        for name, times in taken.items():
            target = TARGETS.get((what, self._count)) if name == EMBEDDED else None
            remark = f"[{told(times.processor)}]"
            if name != EMBEDDED:
                remark += f"  {middles[name] / middles[EMBEDDED]:.1f} × {EMBEDDED}"
            values = middle_and_worst(times.clock)
            self._table.row(f"{name}: {what}", *values, target=target, remark=remark)

    def _puts(self, engines: dict[str, Engine], folder: Path) -> None:
        synced_in = [synced(folder) for _ in range(self._extent.puts)]
        self._table.row("one fsync", *middle_and_worst(synced_in))
        for name, engine in engines.items():
            after = [found_after(engine, self._records[n], n + 2) for n in range(self._extent.puts)]
            target = most(300, 300) if name == EMBEDDED else None
            self._table.row(f"{name}: put → found", *middle_and_worst(after), target=target)


def measure(table: Table, extent: Extent, urls: Sequence[str] = ()) -> None:
    """All rows of this section; of Elasticsearch where the machine can run it."""
    analyser = Analyser.open()
    others = {url.partition(":")[0]: url for url in urls}
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="klastr-bench-"))
        if extent.has_server:
            try:
                (node,) = stack.enter_context(elasticsearch_cluster())
            except ElasticsearchMissing as missing:
                table.say(f"{SERVER}: {missing}", "not measured")
            else:
                others[SERVER] = f"elasticsearch://{node.address}/bench"
        for count in extent.documents:
            known = {EMBEDDED: f"tantivy://{folder}/{count}", **others}
            if count <= MAX_IN_MEMORY:
                known["memory"] = "memory://"
            engines = {name: connect(url) for name, url in known.items()}
            Measuring(table, extent, count, analyser).measure(engines, Path(folder))
            for engine in engines.values():
                engine.close()


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.search.engines")
    parser.add_argument("documents", nargs="*", type=int, default=WHOLE.documents)
    parser.add_argument("--with", dest="urls", action="append", default=[], metavar="URL")
    parser.add_argument("--embedded", action="store_true", help="start no server")
    chosen = parser.parse_args()
    extent = replace(WHOLE, documents=tuple(chosen.documents), has_server=not chosen.embedded)
    measure(Table(), extent, chosen.urls)


if __name__ == "__main__":
    main()
