from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.folding import fold, normal
from search.analysis.tokens import Token, joined, tokenise, words


def test_tokens_have_their_places() -> None:
    assert tokenise("Laser, 2 čočky!") == [
        Token("Laser", 0, 5),
        Token("2", 7, 8),
        Token("čočky", 9, 14),
    ]


def test_places_count_the_characters_of_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "dlouhé čočky")

    tokens = tokenise(text)

    assert [text[token.start : token.end] for token in tokens] == text.split()
    assert [normal(token.text) for token in tokens] == ["dlouhé", "čočky"]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Wi-Fi", [Token("Wi-Fi", 0, 5)]),
        ("UV\u2011LED", [Token("UV\u2011LED", 0, 6)]),
        ("opto-mechanika", [Token("opto", 0, 4), Token("mechanika", 5, 14, "optomechanika")]),
        ("je-li", [Token("je", 0, 2), Token("li", 3, 5, "jeli")]),
        ("10-20", [Token("10", 0, 2), Token("20", 3, 5)]),
        ("Praha–Brno", [Token("Praha", 0, 5), Token("Brno", 6, 10)]),
        ("lase\u00adru", [Token("laseru", 0, 7)]),
        ("--a_b-", [Token("a", 2, 3), Token("b", 4, 5)]),
        ("<b>*?\U0001f600", [Token("b", 1, 2)]),
    ],
)
def test_hyphens_split_long_parts_only(text: str, tokens: list[Token]) -> None:
    assert tokenise(text) == tokens


@given(st.text(st.characters() | st.sampled_from("aáB -\u0301\u00ad\u2011")))
def test_words_are_those_of_tokenise(text: str) -> None:
    assert [fold(joined(word)) for word, _ in words(text)] == [
        fold(joined(token.text)) for token in tokenise(text)
    ]


@given(st.text(st.characters() | st.sampled_from("aáB -\u0301\u00ad\u2011")))
def test_tokens_follow_one_another_within_the_text(text: str) -> None:
    places = [place for token in tokenise(text) for place in (token.start, token.end)]

    assert places == sorted(places)
    assert not places or places[-1] <= len(text)
