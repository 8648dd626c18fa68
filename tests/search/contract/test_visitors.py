"""What visitors find is the same list on every engine."""

from __future__ import annotations

from search.analysis.analyser import Analyser
from search.engine import Engine
from search.parse import MAX_WORDS
from search.query import Find
from search.searcher import Query, Searcher
from search.thesaurus import Thesaurus
from search.vocabulary import ASKED, Vocabulary
from tests.search.glossary import entries
from tests.search.library import DOCUMENTS, ENTRIES, QUESTIONS, filled, notice


def test_visitors_find_the_same_in_the_same_order(engine: Engine, analyser: Analyser) -> None:
    schema = filled(engine, analyser, DOCUMENTS)
    vocabulary = Vocabulary(engine.find(Find(facets=(ASKED,), first=0)).facets["words"])
    thesaurus = Thesaurus(analyser, ENTRIES)
    searcher = Searcher(engine, analyser, schema, thesaurus=thesaurus, vocabulary=vocabulary)

    found = [
        (text, locale, [hit.id for hit in searcher.search(Query(text, locale)).hits])
        for text, locale, _ in QUESTIONS
    ]

    assert found == QUESTIONS


def test_suggestions_and_corrections_are_the_same(engine: Engine, analyser: Analyser) -> None:
    schema = filled(engine, analyser, DOCUMENTS)
    vocabulary = Vocabulary(engine.find(Find(facets=(ASKED,), first=0)).facets["words"])
    searcher = Searcher(engine, analyser, schema, vocabulary=vocabulary)

    suggested = searcher.suggest("optické vl", "cs")
    results = searcher.search(Query("Lasserové laboratoře!", "cs"))

    assert ([hit.id for hit in suggested.hits], suggested.texts) == (
        ["7", "6"],
        ("optické vlákno",),
    )
    assert (results.text, [hit.id for hit in results.hits]) == ("laserové laboratoře!", ["1"])


def test_the_longest_question_is_not_too_long(engine: Engine, analyser: Analyser) -> None:
    known = sorted(entries(), key=lambda entry: -sum(map(len, entry.terms.values())))
    terms = [entry.terms["cs"][0] for entry in known if " " not in entry.terms["cs"][0]]
    question = " ".join(terms[:MAX_WORDS])
    schema = filled(engine, analyser, [notice("1", "en", " ".join(known[0].terms["en"]), question)])
    searcher = Searcher(engine, analyser, schema, thesaurus=Thesaurus(analyser, entries()))

    assert [hit.id for hit in searcher.search(Query(question, "cs")).hits] == ["1"]
