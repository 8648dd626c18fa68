from __future__ import annotations

import pytest

from search.analysis.compile import DATA, listed
from search.analysis.paradigms import forms
from tests.bench.search.recall import GOLD


@pytest.mark.parametrize(
    ("lemma", "pattern", "expected"),
    [
        ("paprs*k", "hrad", "paprsek paprsku paprskem paprsky paprsků paprskům paprscích"),
        ("laser", "hrad", "laser laseru laserem lasery laserů laserům laserech"),
        (
            "čoč*ka",
            "žena",
            "čočka čočky čočce čočku čočko čočkou čoček čočkám čočkách čočkami",
        ),
        ("vlák*no", "město", "vlákno vlákna vláknu vlákně vláknem vláken vláknům vlákny vláknech"),
        (
            "optický",
            "mladý",
            "optický optického optickému optickém optickým optická optické optickou "
            "optičtí optických optickými",
        ),
        (
            "optik",
            "pán",
            "optik optika optiku optikovi optikem optici optikové optiky optiků optikům opticích",
        ),
        ("lens", "box", "lens lenses"),
        ("technology", "city", "technology technologies"),
    ],
)
def test_forms_are_those_of_grammars(lemma: str, pattern: str, expected: str) -> None:
    assert forms(lemma, pattern) == tuple(expected.split())


@pytest.mark.parametrize(
    ("lemma", "pattern"), [("laser", "žena"), ("laser", "vzor"), ("a", "žena")]
)
def test_lemmas_that_do_not_follow_a_pattern_are_refused(lemma: str, pattern: str) -> None:
    with pytest.raises(ValueError, match="pattern|follow"):
        forms(lemma, pattern)


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_the_gold_is_not_in_our_own_list(locale: str) -> None:
    gold = {lemma for lemmas in listed(GOLD / locale / "words.txt").values() for lemma in lemmas}
    own = {lemma for lemmas in listed(DATA / locale / "words.txt").values() for lemma in lemmas}

    assert len(gold) > 50
    assert gold & own == set()
