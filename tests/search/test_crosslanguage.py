"""Terms of the glossary find texts in the other language; the bench measures how completely."""

import pytest

from search.engines.memory import MemoryEngine
from search.searcher import Query, Searcher
from search.thesaurus import Thesaurus
from tests.search.glossary import entries
from tests.search.library import filled, notice

PAIRS = 50
OTHER = {"cs": "en", "en": "cs"}


@pytest.fixture(scope="module")
def searcher(analyser):
    """Of a document in each language about each of the first concepts."""
    engine = MemoryEngine()
    schema = filled(
        engine,
        analyser,
        [
            notice(f"{number}-{locale}", locale, terms[0])
            for number, entry in enumerate(entries()[:PAIRS])
            for locale, terms in entry.terms.items()
        ],
    )
    return Searcher(engine, analyser, schema, thesaurus=Thesaurus(analyser, entries()))


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_each_term_finds_the_text_in_the_other_language_below_its_own(searcher, locale):
    missed = []
    for number, entry in enumerate(entries()[:PAIRS]):
        results = searcher.search(Query(entry.terms[locale][0], locale, first=100))

        ids = [hit.id for hit in results.hits]
        native, foreign = f"{number}-{locale}", f"{number}-{OTHER[locale]}"
        if not {native, foreign} <= set(ids) or ids.index(native) > ids.index(foreign):
            missed.append(entry.terms[locale][0])

    assert missed == []
