import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.parse import MAX_WORDS, parse


def texts(words):
    return tuple(word.text for word in words)


def parts(text):
    """Words, phrases and unwanted words of a question, without their places."""
    parsed = parse(text)
    phrases = tuple(texts(phrase) for phrase in parsed.phrases)
    return texts(parsed.words), phrases, tuple(texts(words) for words in parsed.unwanted)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ((), (), ())),
        (" \t\n", ((), (), ())),
        ("?!*:()[]{}~^\\/&|", ((), (), ())),
        ("🔬 🤖", ((), (), ())),
        ("laser v Brně", (("laser", "v", "Brně"), (), ())),
        ("„optické vlákno“ stáž", (("stáž",), (("optické", "vlákno"),), ())),
        ('"optické vlákno" stáž', (("stáž",), (("optické", "vlákno"),), ())),
        ('stáž "optické vlákno', (("stáž", "optické", "vlákno"), (), ())),
        ('"" stáž', (("stáž",), (), ())),
        ("stáž -laser", (("stáž",), (), (("laser",),))),
        ("stáž −laser", (("stáž",), (), (("laser",),))),
        ('stáž -"tenké vrstvy"', (("stáž",), (), (("tenké", "vrstvy"),))),
        ("-laser", (("laser",), (), ())),
        ("stáž - laser", (("stáž", "laser"), (), ())),
        ("stáž--laser", (("stáž", "laser"), (), ())),
        ("a:laser AND (b OR y~2)", (("a", "laser", "AND", "b", "OR", "y", "2"), (), ())),
        ("<b>laser</b>", (("b", "laser", "b"), (), ())),
    ],
)  # fmt: skip
def test_parse_takes_a_question_apart(text, expected):
    assert parts(text) == expected


def test_parse_keeps_places_of_words_in_decomposed_text():
    text = unicodedata.normalize("NFD", "stáž čoček")

    parsed = parse(text)

    assert [text[word.start : word.end] for word in parsed.words] == text.split(" ")


def test_parse_looks_at_the_beginning_of_a_pasted_page():
    parsed = parse("laser " * 2_000)

    assert texts(parsed.words) == ("laser",) * MAX_WORDS
    assert len(parsed.text) <= 400


def test_parse_cuts_no_word_in_two():
    parsed = parse("-" * 390 + " nanostruktura")

    assert parsed.words == ()


@pytest.mark.parametrize(
    ("text", "is_unfinished"),
    [
        ("las", True),
        ("las ", False),
        ("las?", False),
        ('"las', True),
        ('"las"', False),
        ("", False),
    ],
)
def test_parse_says_whether_the_last_word_may_go_on(text, is_unfinished):
    assert parse(text).is_unfinished == is_unfinished


def test_parse_takes_an_asterisk_for_letters_to_come():
    assert [word.is_prefix for word in parse("foton* laser").words] == [True, False]


def test_replaced_leaves_all_else_as_it_was_typed():
    parsed = parse("  Optycké -sklo,  laseer!")

    replaced = parsed.replaced({parsed.words[0]: "optické", parsed.words[1]: "laser"})

    assert replaced == "  optické -sklo,  laser!"


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from('"„“-* ačť')), max_size=600))
def test_parse_never_fails(text):
    parsed = parse(text)

    words = [*parsed.words, *(w for part in (*parsed.phrases, *parsed.unwanted) for w in part)]
    assert len(words) <= MAX_WORDS
    assert all(0 <= word.start < word.end <= len(parsed.text) for word in words)
