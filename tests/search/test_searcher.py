import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.memory import MemoryEngine
from search.query import Facet, Find, Is
from search.searcher import Query, Searcher, Suggested
from search.thesaurus import Thesaurus
from search.vocabulary import ASKED, Vocabulary
from tests.search.library import DOCUMENTS, ENTRIES, QUESTIONS, filled


@pytest.fixture(scope="module")
def engine():
    return MemoryEngine()


@pytest.fixture(scope="module")
def searcher(analyser, engine):
    schema = filled(engine, analyser, DOCUMENTS)
    vocabulary = Vocabulary(engine.find(Find(facets=(ASKED,), first=0)).facets["words"])
    thesaurus = Thesaurus(analyser, ENTRIES)
    return Searcher(engine, analyser, schema, thesaurus=thesaurus, vocabulary=vocabulary)


@pytest.fixture(scope="module")
def ids(searcher):
    def find(text, locale="cs", **options):
        return [hit.id for hit in searcher.search(Query(text, locale, **options)).hits]

    return find


@pytest.mark.parametrize(("text", "locale", "expected"), QUESTIONS)
def test_search_finds_words_in_any_form_and_language(ids, text, locale, expected):
    assert ids(text, locale) == expected


def test_search_puts_the_visitors_language_first(searcher):
    results = searcher.search(Query("čočka", "cs"))

    assert [(hit.id, searcher.is_native(hit)) for hit in results.hits] == [
        ("2", True),
        ("4", False),
        ("5", False),
    ]


def test_search_without_words_leaves_it_to_the_filters(ids):
    job = {"kind": Is("kind", ("job",))}

    assert ids("", where=job) == ids("?!", where=job) == ["1", "4"]


def test_search_corrects_what_is_nowhere(searcher):
    results = searcher.search(Query("Lasserové laboratoře!", "cs"))

    assert results.text == "laserové laboratoře!"
    assert results.corrected_from == "Lasserové laboratoře!"
    assert [hit.id for hit in results.hits] == ["1"]


def test_search_corrects_nothing_against_the_visitors_will(searcher):
    results = searcher.search(Query("Lasserové laboratoře!", "cs", is_verbatim=True))

    assert (results.text, results.corrected_from) == ("Lasserové laboratoře!", "")
    assert results.is_partial


def test_search_offers_a_correction_where_other_words_find_something(searcher):
    results = searcher.search(Query("čočka leštění brouhsení", "cs"))

    assert [hit.id for hit in results.hits] == ["2"]
    assert results.did_you_mean == "čočka leštění broušení"
    assert results.corrected_from == ""


def test_search_offers_what_it_is_not_sure_of(searcher):
    results = searcher.search(Query("laserrová", "cs"))

    assert (results.total, results.did_you_mean) == (0, "laserové")


def test_search_offers_another_word_for_one_of_the_dictionary_that_no_text_has(searcher):
    results = searcher.search(Query("vrstvi", "cs"))  # “they layer”; no text says that they do

    assert (results.total, results.did_you_mean, results.corrected_from) == (0, "vrstva", "")


def test_search_takes_no_valid_word_for_a_mistyped_one(searcher):
    results = searcher.search(Query("vlk", "cs"))  # a wolf, one letter from “vlákno” in some forms

    assert (results.total, results.did_you_mean) == (0, "")


def test_search_pages_through_all_hits_once(searcher):
    seen, after = [], None
    for _ in range(5):
        page = searcher.search(Query("stáž čočka vlákno práce", "cs", first=2, after=after))
        seen += [hit.id for hit in page.hits]
        after = page.next
        if after is None:
            break

    everything = searcher.search(Query("stáž čočka vlákno práce", "cs", first=100))
    assert seen == [hit.id for hit in everything.hits]
    assert len(seen) == everything.total
    assert everything.next is None


def test_search_counts_facets_of_what_it_found(searcher):
    results = searcher.search(Query("stáž", "cs", facets=(Facet("kind", "kind"),)))

    assert results.facets == {"kind": (("job", 2), ("news", 1))}


def test_search_gives_what_marks_its_words(searcher):
    results = searcher.search(Query("stáž", "cs"))

    assert results.highlighter.mark("An internship", "en").html() == "An <mark>internship</mark>"


@pytest.mark.parametrize(
    "text",
    [
        "a" * 10_000,
        "laser " * 2_000,
        "a je na v",
        "the of and",
        "-",
        '"',
        '""""',
        "***",
        "🔬🔬🔬",
        "\x00\ud800",
        "'; DROP TABLE pages; --",
        '{"match_all": {}}',
        "<script>alert(1)</script>",
        "title:* OR body:[a TO z] AND NOT x~2^3 /re.*x/",
        "01" * 200,
        "ﬁ ǅ ß İ ŉ ﷺ",
        "中文 русский עברית ไทย",
    ],
)
def test_search_answers_whatever_is_typed(searcher, text):
    results = searcher.search(Query(text, "cs"))
    searcher.suggest(text, "cs")

    assert len(results.text) <= 400
    assert results.total >= len(results.hits)


def test_search_means_the_same_however_accents_are_composed(ids):
    assert ids(unicodedata.normalize("NFD", "stáže")) == ids("stáže")


PIECES = st.sampled_from(
    ["stáž", "cocky", "laserrova", "práce", "BUT", "v", '"', "-", "*", " ", " ", "🔬", "in", "1"]
)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(pieces=st.lists(PIECES, max_size=20), locale=st.sampled_from(["cs", "en", "xx", ""]))
def test_search_finds_nothing_twice_and_never_fails(searcher, pieces, locale):
    results = searcher.search(Query("".join(pieces), locale, first=100))

    assert len({hit.id for hit in results.hits}) == len(results.hits) == results.total
    assert all(hit.score < 2_048 for hit in results.hits)


@pytest.mark.parametrize(
    ("text", "locale", "hits", "texts"),
    [
        ("las", "cs", ["1"], ("laserové",)),
        ("optické vl", "cs", ["7", "6"], ("optické vlákno",)),
        ("inter", "cs", ["4"], ("internship",)),
        ("Diplomová ", "cs", ["2"], ()),
        ("xyz", "cs", [], ()),
        ("", "cs", [], ()),
        ('"las"', "cs", [], ()),
    ],
)
def test_suggest_completes_names_and_words(searcher, text, locale, hits, texts):
    suggested = searcher.suggest(text, locale)

    assert [hit.id for hit in suggested.hits] == hits
    assert suggested.texts == texts


def test_suggest_completes_with_basic_forms_of_the_language_first(analyser, engine):
    vocabulary = Vocabulary([("stand", 9), ("stanov", 5), ("stanovy", 1)])
    schema = filled(engine, analyser, DOCUMENTS)
    searcher = Searcher(engine, analyser, schema, vocabulary=vocabulary)

    assert searcher.suggest("stan", "cs").texts == ("stanovy", "stand")
    assert searcher.suggest("stan", "en").texts == ("stand", "stanovy")


def test_suggest_obeys_filters(searcher):
    assert searcher.suggest("las ", "cs", where={"kind": Is("kind", ("news",))}) == Suggested()
