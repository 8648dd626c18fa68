from __future__ import annotations

from search.analysis.guesser import change, guesses, learn

PAIRS = [(stem + "iky", stem + "ika") for stem in ("opt", "fyz", "log", "tak")] + [
    (stem + "ech", stem) for stem in ("lesk", "domk", "vazk")
]


def test_change_says_what_to_take_off_and_add() -> None:
    assert change("optice", "optika") == "2ka"
    assert change("laser", "laser") == "0"


def test_rules_are_learnt_for_endings_that_words_share() -> None:
    assert learn(PAIRS) == {"-y": "1a", "-h": "3"}


def test_guesses_follow_the_longest_known_ending() -> None:
    rules = {"-y": "1a", "-aky": "0 1"}

    assert list(guesses("praky", rules.get)) == ["praky", "prak", "praka"]
    assert list(guesses("optiky", rules.get)) == ["optika"]
    assert list(guesses("xy", rules.get)) == []
