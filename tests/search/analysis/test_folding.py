from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Příliš ŽLUŤOUČKÝ kůň", "prilis zlutoucky kun"),
        ("Straße Łódź Ærø Đoković", "strasse lodz aero dokovic"),
        ("5 µm, 3 m², Ω", "5 μm, 3 m2, ω"),
        ("ﬁne", "fine"),
    ],
)
def test_fold_leaves_bare_letters(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_fold_is_the_same_for_composed_and_decomposed_text(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(text)


@given(st.text())
def test_fold_is_done_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.characters(categories=["L", "N"]))
def test_fold_makes_nothing_but_letters_and_digits_of_one(character: str) -> None:
    assert fold(character).isalnum()
