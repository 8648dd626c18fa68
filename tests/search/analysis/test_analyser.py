from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.analyser import LONGEST, Alternative, Analyser
from search.analysis.tokens import tokenise
from search.document import GAP, Keys

HOSTILE = st.text(st.characters() | st.sampled_from("aěšBß -\n\u0301\u00ad\u2011\ufdfa0"))


def best(analyser: Analyser, word: str) -> set[str]:
    """The keys that a query's word meets at full weight."""
    return {a.key for a in analyser.query_word(word) if a.part == "l" and a.weight == 10}


@pytest.mark.parametrize("written", ["lasery", "Laserech", "LASERŮM", "laserem", "laseru"])
def test_forms_of_a_word_have_one_primary_key(analyser: Analyser, written: str) -> None:
    assert analyser.document_word(written, "cs") == ("laser", ())


@pytest.mark.parametrize("typed", ["stáží", "stazi", "Stázi"])
def test_a_word_is_found_without_its_accents(analyser: Analyser, typed: str) -> None:
    assert best(analyser, typed) == {"stazi", "staz"}


def test_our_own_list_overrides_the_dictionary(analyser: Analyser) -> None:
    assert analyser.document_word("nelineárních", "cs") == ("nelinearni", ())
    assert analyser.document_word("lineárních", "cs") == ("linearni", ())
    assert analyser.document_word("lenses", "en") == ("lens", ())


def test_accents_choose_among_readings_when_they_are_there(analyser: Analyser) -> None:
    assert best(analyser, "částí") == {"casti", "cast"}
    assert best(analyser, "častí") == {"casti", "casty"}
    assert best(analyser, "casti") == {"casti", "cast", "casty"}


def test_negation_is_a_word_of_its_own_that_the_plain_one_finds_too(analyser: Analyser) -> None:
    assert analyser.document_word("neskleněnou", "cs") == ("neskleneny", ("skleneny",))


def test_words_of_the_other_language_keep_its_lemma(analyser: Analyser) -> None:
    assert analyser.document_word("spectrometers", "cs") == (
        "spectrometer",
        ("0spectrometers",),
    )


def test_unknown_words_are_guessed_and_meet_by_their_stem(analyser: Analyser) -> None:
    assert analyser.document_word("polarimetrickou", "cs") == (
        "polarimetricky",
        ("0polarimetrick",),
    )
    assert {("l", "polarimetricky"), ("x", "0polarimetrick")} <= {
        (a.part, a.key) for a in analyser.query_word("polarimetrickych")
    }


def test_the_heaviest_alternatives_come_first(analyser: Analyser) -> None:
    weights = [alternative.weight for alternative in analyser.query_word("polarimetrickych")]

    assert weights == sorted(weights, reverse=True)
    assert set(weights) <= set(range(1, 11))


def test_paragraphs_are_apart_and_compounds_joined_in_the_bag(analyser: Analyser) -> None:
    assert analyser.document("Laser.\n\n\n \nOpto-mechanické Wi-Fi\n", "cs") == Keys(
        ("laser", GAP, "opto", "mechanicky", "wifi"),
        ("optomechanicky", "wi", "fi"),
    )


def test_no_word_is_taken_for_a_gap(analyser: Analyser) -> None:
    assert analyser.document("10:00", "cs") == Keys(("10", "000"))
    assert analyser.query_word("00") == (Alternative("l", "000", 10), Alternative("x", "000", 8))


def test_surfaces_are_words_as_they_are_written(analyser: Analyser) -> None:
    assert analyser.surfaces("Čočky a Wi-Fi") == ("cocky", "a", "wifi")


def test_known_words_are_told_from_others(analyser: Analyser) -> None:
    assert [analyser.is_known(w) for w in ("čočkám", "cockam", "lenses", "čočgám", "")] == [
        True,
        True,
        True,
        False,
        False,
    ]
    assert [analyser.lemma(w) for w in ("čočkám", "lenses", "čočgám")] == [
        "cocka",
        "lens",
        "cocgam",
    ]


def test_words_that_say_nothing_are_no_other_words(analyser: Analyser) -> None:
    assert analyser.document("Člověk může být", "cs").primary == ("clovek", "muze0", "byt0")
    assert best(analyser, "může") >= {"muze0"}
    assert analyser.document("Byt", "cs").primary == ("byt",)
    assert best(analyser, "muže") == {"muze", "muz"}
    assert best(analyser, "SME") == {"sme"}


def test_stopwords_are_those_of_a_language_or_of_any(analyser: Analyser) -> None:
    asked = [("že", None), ("že", "cs"), ("že", "en"), ("the", "cs"), ("laser", None), ("IT", None)]

    assert [analyser.is_stopword(*each) for each in asked] == [
        True,
        True,
        False,
        False,
        False,
        False,
    ]


@given(text=HOSTILE, locale=st.sampled_from(["cs", "en"]))
def test_any_text_has_keys_that_engines_can_hold(
    analyser: Analyser, text: str, locale: str
) -> None:
    keys = analyser.document(text, locale)

    for key in (*keys.primary, *keys.extra, *analyser.surfaces(text)):
        assert key == GAP or re.fullmatch(rf"[^\W_]{{1,{LONGEST + 1}}}", key)


@given(text=HOSTILE, locale=st.sampled_from(["cs", "en"]))
def test_a_text_has_the_keys_of_its_words(analyser: Analyser, text: str, locale: str) -> None:
    of_words = [
        analyser.document_word(token.text, locale)[0]
        for paragraph in text.splitlines()
        for token in tokenise(paragraph)
    ]

    assert [key for key in analyser.document(text, locale).primary if key != GAP] == of_words


@given(HOSTILE)
def test_a_word_of_a_query_finds_itself(analyser: Analyser, text: str) -> None:
    for token in tokenise(text):
        primary, _ = analyser.document_word(token.text, "cs")

        assert primary in {a.key for a in analyser.query_word(token.text) if a.part == "l"}
