import pytest

from search.derivation import derived


@pytest.mark.parametrize(
    ("noun", "adjective"),
    [
        ("laser", "laserovy"),
        ("vlakno", "vlaknovy"),
        ("optika", "opticky"),
        ("mikroskopie", "mikroskopicky"),
        ("dotace", "dotacni"),
        ("skola", "skolni"),
    ],
)
def test_derived_leads_from_noun_to_adjective_and_back(analyser, noun, adjective):
    assert list(derived(noun, analyser)) == [adjective]
    assert noun in list(derived(adjective, analyser))


@pytest.mark.parametrize("lemma", ["xyz", "", "ovy", "a", "brno", "klystron"])
def test_derived_makes_up_no_words(analyser, lemma):
    assert list(derived(lemma, analyser)) == []
