import pytest

from search.thesaurus import RELATED, SYNONYM, TRANSLATION, Entry, Slot, Thesaurus

ENTRIES = [
    Entry({"cs": ("laser",), "en": ("laser",)}),
    Entry(
        {"cs": ("čočka",), "en": ("lens", "optical lens")},
        {"cs": ("objektiv",), "en": ("objective",)},
    ),
    Entry({"cs": ("práce",), "en": ("work",)}),
    Entry({"cs": ("diplomová práce", "DP"), "en": ("master thesis",)}),
    Entry({"cs": ("na dálku", "práce z domova"), "en": ("remote", "home office")}),
    Entry({"cs": ("numerická apertura", "NA"), "en": ("numerical aperture", "NA")}),
    Entry({"cs": ("memorandum o spolupráci",), "en": ("memorandum of understanding",)}),
    Entry({"cs": ("asféra",), "en": ("asphere",)}),
    Entry({"cs": ("výkon",), "en": ("power",)}),
    Entry({"cs": ("síla",), "en": ("power",)}),
]


@pytest.fixture(scope="module")
def thesaurus(analyser):
    return Thesaurus(analyser, ENTRIES)


@pytest.fixture
def met(analyser, thesaurus):
    """What the thesaurus finds in a text: the words, and the terms with what they count."""

    def find(text):
        words = text.split()
        slots = [
            Slot(
                frozenset(a.key for a in analyser.query_word(word) if a.weight >= 6),
                analyser.is_stopword(word, None),
            )
            for word in words
        ]
        return {
            " ".join(words[span.start : span.end]): {
                (" ".join(e.label.words), e.tenths) for e in span.expansions
            }
            for span in thesaurus.matches(slots)
        }

    return find


LENS = {("lens", TRANSLATION), ("optical lens", TRANSLATION)}
OBJECTIVES = {("objektiv", RELATED), ("objective", RELATED)}


@pytest.mark.parametrize("form", ["čočka", "čočkách", "cockach", "ČOČKY"])
def test_thesaurus_knows_terms_in_any_form(met, form):
    assert met(f"nové {form}") == {form: LENS | OBJECTIVES}


def test_thesaurus_counts_terms_of_the_same_language_more(met):
    assert met("optical lenses") == {
        "optical lenses": {("lens", SYNONYM), ("čočka", TRANSLATION)} | OBJECTIVES
    }


def test_thesaurus_leads_from_related_terms_at_their_weight(met):
    assert met("objektivy") == {
        "objektivy": {
            ("čočka", RELATED),
            ("lens", RELATED),
            ("optical lens", RELATED),
            ("objective", RELATED),
        }
    }


def test_thesaurus_takes_the_longest_term(met):
    assert met("diplomové práci")["diplomové práci"] == {
        ("DP", SYNONYM),
        ("master thesis", TRANSLATION),
    }
    assert met("práce diplomová") == {"práce": {("work", TRANSLATION)}}


def test_thesaurus_passes_over_stopwords_on_either_side(met):
    expected = {("memorandum of understanding", TRANSLATION)}

    assert met("memorandum o spolupráci") == {"memorandum o spolupráci": expected}
    assert met("memoranda spolupráce") == {"memoranda spolupráce": expected}
    assert met("memorandum pro spolupráci") == {"memorandum pro spolupráci": expected}


def test_thesaurus_is_not_met_by_a_stopword_among_others(met):
    assert met("laser na kov") == {"laser": set()}
    assert met("práce na dálku") == {
        "práce": {("work", TRANSLATION)},
        "na dálku": {
            ("práce z domova", SYNONYM),
            ("remote", TRANSLATION),
            ("home office", TRANSLATION),
        },
    }


def test_thesaurus_is_met_by_a_stopword_alone(met):
    assert met("NA") == {"NA": {("numerická apertura", SYNONYM), ("numerical aperture", SYNONYM)}}


def test_thesaurus_knows_forms_of_words_that_no_dictionary_has(met):
    assert met("asférou") == {"asférou": {("asphere", TRANSLATION)}}


def test_thesaurus_gives_all_meanings_of_a_term(met):
    assert met("power") == {"power": {("výkon", TRANSLATION), ("síla", TRANSLATION)}}


def test_thesaurus_without_entries_finds_nothing(analyser):
    assert Thesaurus(analyser).matches([Slot(frozenset({"laser"}))]) == []


def test_thesaurus_leaves_out_terms_without_words(analyser):
    thesaurus = Thesaurus(analyser, [Entry({"cs": ("…", ""), "en": ("laser",)})])

    assert [span.expansions for span in thesaurus.matches([Slot(frozenset({"laser"}))])] == [()]
