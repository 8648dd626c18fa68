import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.spelling import Correction, Speller, distance
from search.vocabulary import Vocabulary

COUNTS = [
    ("laser", 9),
    ("laseru", 5),
    ("optika", 12),
    ("optický", 10),
    ("optické", 20),
    ("čočka", 7),
    ("čočky", 4),
    ("vlákno", 6),
    ("nanostruktura", 2),
    ("mřížka", 3),
    ("brno", 30),
]


@pytest.fixture(scope="module")
def speller(analyser):
    return Speller(Vocabulary(COUNTS), analyser)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("lasser", Correction("laser", True)),
        ("lasre", Correction("laser", True)),
        ("optyka", Correction("optika", True)),
        ("čovka", Correction("čočka", True)),
        ("nanostruhktrua", Correction("nanostruktura", False)),
        ("bnro", Correction("brno", True)),
        ("klystron", None),
        ("xyz", None),
        ("laser2", None),
        ("x" * 1_000, None),
        ("", None),
    ],
)
def test_correction_is_what_was_meant(speller, typed, expected):
    assert speller.correction(typed) == expected


def test_suggestions_have_one_form_of_each_word(speller):
    assert [s.word for s in speller.suggestions("lasaru")] == ["laseru"]


def test_correction_is_uncertain_between_words_alike(analyser):
    speller = Speller(Vocabulary([("kora", 3), ("kopa", 3)]), analyser)

    correction = speller.correction("koxa")

    assert correction is not None
    assert not correction.is_certain


@pytest.mark.parametrize(
    ("typed", "meant", "expected"),
    [
        ("laser", "laser", 0.0),
        ("lasser", "laser", 0.5),
        ("lser", "laser", 0.9),
        ("lasxer", "laser", 0.9),
        ("alser", "laser", 0.95),
        ("laesr", "laser", 0.6),
        ("lader", "laser", 0.65),
        ("optyka", "optika", 0.35),
        ("xaser", "laser", 1.35),
    ],
)
def test_distance_counts_common_slips_less(typed, meant, expected):
    assert math.isclose(distance(typed, meant), expected)


def test_distance_gives_up_beyond_the_limit():
    assert distance("abcdefgh", "stuvwxyz", limit=1.0) == math.inf


WORDS = st.text(alphabet="aesty", max_size=8)


@given(one=WORDS, other=WORDS)
def test_distance_is_nothing_for_equal_words_only(one, other):
    assert (distance(one, other) == 0) == (one == other)
    assert distance(one, other) <= 0.35 + max(len(one), len(other)) + 0.9 * abs(
        len(one) - len(other)
    )
