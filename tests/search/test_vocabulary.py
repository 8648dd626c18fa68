from hypothesis import given
from hypothesis import strategies as st

from search.analysis.folding import fold
from search.vocabulary import Vocabulary


def test_vocabulary_counts_forms_that_differ_in_accents_together():
    vocabulary = Vocabulary([("čočka", 3), ("cocka", 1), ("laser", 2)])

    assert len(vocabulary) == 2
    assert vocabulary.documents("cocka") == 4
    assert vocabulary.written("cocka") == "čočka"
    assert vocabulary.written("laser") == "laser"


def test_vocabulary_knows_what_is_in_it():
    vocabulary = Vocabulary([("čočka", 3)])

    assert "cocka" in vocabulary
    assert "cock" not in vocabulary
    assert "zzz" not in vocabulary


def test_beginning_gives_the_words_of_most_documents_first():
    vocabulary = Vocabulary([("laser", 2), ("lasery", 5), ("laserový", 5), ("lak", 9), ("las", 1)])

    assert vocabulary.beginning("las") == ["laserovy", "lasery", "laser"]
    assert vocabulary.beginning("laser") == ["laserovy", "lasery"]
    assert vocabulary.beginning("las", first=1) == ["laserovy"]


def test_near_words_differ_in_a_letter_or_two():
    vocabulary = Vocabulary([("laser", 1), ("laserový", 1), ("les", 1), ("optika", 1)])

    assert vocabulary.near("laxer") == {"laser"}
    assert vocabulary.near("lesar") == set()
    assert vocabulary.near("lasserrovy") == {"laserovy"}
    assert vocabulary.near("le") == set()


def test_vocabulary_of_the_same_words_takes_over_what_was_built():
    before = Vocabulary([("laser", 1), ("optika", 1)])
    before.prepare()

    same = Vocabulary([("laser", 2), ("optika", 5)], like=before)
    other = Vocabulary([("lasery", 1)], like=before)

    assert same.near("laxer") == {"laser"}
    assert same.documents("laser") == 2
    assert other.near("lasey") == {"lasery"}


WORDS = st.text(alphabet="abcdeř", min_size=4, max_size=9)


@given(word=WORDS, place=st.integers(0, 8), letter=st.sampled_from("abcx"))
def test_near_finds_every_word_with_one_letter_changed(word, place, letter):
    folded = fold(word)
    place %= len(folded)
    vocabulary = Vocabulary([(word, 1)])

    for typed in (
        folded[:place] + letter + folded[place + 1 :],
        folded[:place] + letter + folded[place:],
    ):
        assert vocabulary.near(typed) == ({folded} - {typed})
