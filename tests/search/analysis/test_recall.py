"""What is promised of words that nobody listed; the whole table is tests/bench/search/recall.py."""

from __future__ import annotations

import pytest

from search.analysis.analyser import Analyser
from search.analysis.compile import DATA, listed
from tests.bench.search.recall import TYPED, Corpus, gold, of_document, of_query


@pytest.mark.parametrize("locale", ["cs", "en"])
@pytest.mark.parametrize("typed", TYPED)
def test_unlisted_terms_are_found_however_they_are_typed(
    analyser: Analyser, typed: str, locale: str
) -> None:
    terms = gold(locale)
    others = {form: lemmas[0] for form, lemmas in listed(DATA / locale / "words.txt").items()}
    corpus = Corpus(others | terms, of_document(analyser, locale))

    scores = corpus.scores(sorted(terms), of_query(analyser), TYPED[typed])

    assert scores.recall >= 0.99
    assert scores.precision >= 0.97


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_listed_terms_are_found_without_exception(analyser: Analyser, locale: str) -> None:
    terms = {form: lemmas[0] for form, lemmas in listed(DATA / locale / "words.txt").items()}
    corpus = Corpus(terms, of_document(analyser, locale))

    scores = corpus.scores(sorted(terms), of_query(analyser), TYPED["as written"])

    assert scores.recall >= 0.999
    assert scores.precision >= 0.99
