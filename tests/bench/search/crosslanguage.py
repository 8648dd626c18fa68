"""How well questions find texts in the other language.

``uv run python -m tests.bench.search.crosslanguage [ENGINE]`` prints the table.

Every concept of the product's glossary has documents in Czech only and others in English only,
about half of them by a synonym. Czech terms stand in any of their forms, chosen word by word, so
that agreement is often wrong. The forms are those of the dictionary that texts are analysed with:
the table says how well languages are crossed, not how well words are known (`recall` says that).
Around the terms are general words.

A document counts as relevant when it is about the concept, about one whose term contains a term of
it (“vláknový laser” for “laser”), or about one that shares a term with it or is related to it.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from search.analysis.analyser import Analyser
from search.analysis.compile import DATA, general, listed
from search.analysis.folding import fold
from search.analysis.tokens import tokenise
from search.connect import connect
from search.query import MAX_FIRST
from search.searcher import Query, Searcher
from search.thesaurus import Entry, Thesaurus
from tests.bench.search.extent import WHOLE, Extent
from tests.bench.table import Table, least
from tests.search.glossary import entries
from tests.search.library import Notice, filled, notice

DOCUMENTS = 12  # about each concept, in each language
LONG = 40  # general words in each of them
OTHER = {"cs": "en", "en": "cs"}

Forms = Mapping[str, Sequence[str]]


class Scores(NamedTuple):
    """Means over the concepts: recall in the other language and in one's own, and precision."""

    other: float
    own: float
    precision: float
    pairs: int
    milliseconds: float


def forms_by_lemma() -> dict[str, list[str]]:
    """The Czech forms of each folded lemma."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for form, lemmas in (general("cs") | listed(DATA / "cs" / "words.txt")).items():
        found[lemmas[0]].append(form)
    return found


def inflected(term: str, locale: str, forms: Forms, chance: random.Random) -> str:
    """The term in one of its forms: any of each Czech word, the plural of the last English one."""
    words = [token.text for token in tokenise(term)]
    if locale == "en":
        is_plain = words[-1].islower() and words[-1][-1] not in "sxyhg"
        return " ".join(words) + ("s" if is_plain and chance.random() < 0.5 else "")
    has_forms = [word.islower() and len(word) > 2 for word in words]
    return " ".join(
        chance.choice(forms.get(fold(word), [word])) if inflects else word
        for word, inflects in zip(words, has_forms, strict=True)
    )


def others(concepts: Sequence[Entry], locale: str, analyser: Analyser) -> list[str]:
    """General words, without any that the glossary has: only what a document is about finds it."""
    known = {
        alternative.key
        for concept in concepts
        for terms in (*concept.terms.values(), *concept.related.values())
        for term in terms
        for token in tokenise(term)
        for alternative in analyser.query_word(token.text)
    }
    keys = ((form, analyser.document_word(form, locale)) for form in sorted(general(locale)))
    return [form for form, (key, more) in keys if known.isdisjoint((key, *more))]


def documents(concepts: Sequence[Entry], forms: Forms, analyser: Analyser) -> Iterator[Notice]:
    """The documents; the id says the number of the concept."""
    chance = random.Random(11)
    words = {locale: others(concepts, locale, analyser) for locale in OTHER}
    for number, concept in enumerate(concepts):
        for locale, terms in concept.terms.items():
            for place in range(DOCUMENTS):
                term = terms[0] if place % 2 else chance.choice(terms)
                text = chance.choices(words[locale], k=LONG)
                text.insert(chance.randrange(LONG), inflected(term, locale, forms, chance))
                yield notice(f"{number}-{locale}-{place}", locale, "", " ".join(text))


def relevant(concepts: Sequence[Entry], analyser: Analyser) -> list[set[int]]:
    """For each concept the numbers of those whose documents a question for it may find."""
    rows = [
        [
            analyser.document(term, locale).primary
            for said in (concept.terms, concept.related)
            for locale, terms in said.items()
            for term in terms
        ]
        for concept in concepts
    ]
    return [{other for other, known in enumerate(rows) if _touch(row, known)} for row in rows]


def _touch(some: Sequence[Sequence[str]], others: Sequence[Sequence[str]]) -> bool:
    """True when a term of the one concept is, or is part of, a term of the other."""
    return any(_contains(a, b) or _contains(b, a) for a in some for b in others)


def _contains(row: Sequence[str], part: Sequence[str]) -> bool:
    return any(row[i : i + len(part)] == part for i in range(len(row) - len(part) + 1))


def measured(
    searcher: Searcher, questions: Sequence[str], locale: str, allowed: Sequence[set[int]]
) -> Scores:
    """What the questions, one for each concept, find."""
    other, own, precision, pairs, seconds = 0.0, 0.0, 0.0, 0, 0.0
    for number, question in enumerate(questions):
        begun = time.thread_time()
        query = Query(question, locale, first=MAX_FIRST, is_verbatim=True)
        hits = [hit.id.split("-") for hit in searcher.search(query).hits]
        seconds += time.thread_time() - begun
        about = [code for n, code, _ in hits if int(n) == number]
        other += about.count(OTHER[locale]) / DOCUMENTS
        own += about.count(locale) / DOCUMENTS
        precision += sum(int(n) in allowed[number] for n, *_ in hits) / (len(hits) or 1)
        pairs += OTHER[locale] in about
    count = len(questions)
    return Scores(other / count, own / count, precision / count, pairs, seconds / count * 1000)


def questions(concepts: Sequence[Entry], forms: Forms) -> dict[str, tuple[str, list[str]]]:
    """One question for each concept, by what is asked: its language and the texts."""
    chance = random.Random(17)
    cs = [inflected(concept.terms["cs"][0], "cs", forms, chance) for concept in concepts]
    return {
        "Czech, as in the glossary": ("cs", [concept.terms["cs"][0] for concept in concepts]),
        "Czech, in any form": ("cs", cs),
        "Czech, in any form, no accents": ("cs", [fold(text) for text in cs]),
        "English": ("en", [concept.terms["en"][0] for concept in concepts]),
    }


def measure(table: Table, extent: Extent, url: str = "") -> None:
    """All rows of this section, on the embedded engine or on that of a URL."""
    analyser, forms = Analyser.open(), forms_by_lemma()
    concepts = entries()[: extent.concepts]
    allowed = relevant(concepts, analyser)
    count = len(concepts)
    table.section(f"across languages, {count} concepts: recall there / here / precision")
    with tempfile.TemporaryDirectory(prefix="klastr-bench-") as folder:
        engine = connect(url or f"tantivy://{folder}/index")
        schema = filled(engine, analyser, documents(concepts, forms, analyser))
        begun = time.thread_time()
        Thesaurus(analyser, concepts)
        table.row("thesaurus made", (time.thread_time() - begun) * 1000, digits=0, unit="ms")
        for name, (locale, asked) in questions(concepts, forms).items():
            for which, known in (("without the thesaurus", []), ("", concepts)):
                searcher = Searcher(engine, analyser, schema, thesaurus=Thesaurus(analyser, known))
                found = measured(searcher, asked, locale, allowed)
                what = f"  {which}" if which else f"{name}: {found.pairs} crossed"
                values = found.other, found.own, found.precision
                target = None if which else least(0.93, 0, 0.97)
                told = f"{found.milliseconds:.1f} ms a question with all its hits"
                table.row(what, *values, digits=3, target=target, remark=told)
        engine.close()


if __name__ == "__main__":
    measure(Table(), WHOLE, *sys.argv[1:2])
