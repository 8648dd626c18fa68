from __future__ import annotations

import pytest

from search.analysis.analyser import Alternative, Analyser
from search.document import Keys


@pytest.mark.parametrize("written", ["lasery", "Laserech", "LASERŮM", "laserem"])
def test_forms_of_a_word_have_one_primary_key(analyser: Analyser, written: str) -> None:
    assert analyser.document_word(written, "cs") == ("laser", ())


def test_the_domain_list_overrides_the_dictionary(analyser: Analyser) -> None:
    assert analyser.document_word("nelineárních", "cs") == ("nelinearni", ())
    assert analyser.document_word("lineárních", "cs") == ("linearni", ())


def test_accents_choose_among_readings_only_when_they_are_there(analyser: Analyser) -> None:
    assert analyser.document_word("dráha", "cs") == ("draha", ())
    with_accents = {a.key for a in analyser.query_word("stáží") if a.part == "l"}
    assert with_accents == {"stazi", "staz"}


def test_paragraphs_are_apart_and_compounds_joined_in_the_bag(analyser: Analyser) -> None:
    keys = analyser.document("Laser.\n\nOpto-mechanické e-maily", "cs")

    assert keys.primary[:2] == ("laser", "00")
    assert keys.primary[3:] != ()
    assert "mail" in keys.extra


def test_no_word_is_taken_for_a_gap(analyser: Analyser) -> None:
    assert analyser.document("10:00", "cs") == Keys(("10", "000"))
    assert analyser.query_word("00") == (Alternative("l", "000", 10), Alternative("x", "000", 8))
