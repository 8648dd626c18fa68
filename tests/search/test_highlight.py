import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Document, Schema
from search.fields import Text
from search.highlight import Highlighter, Marked, Marker
from search.parse import parse
from search.plan import Planner
from search.thesaurus import Entry, Thesaurus

ENTRIES = [
    Entry({"cs": ("čočka",), "en": ("lens",)}),
    Entry({"cs": ("světelný zdroj",), "en": ("light source",)}),
]


class Page(Document):
    title = Text(boost=10, completes=True)


@pytest.fixture(scope="module")
def highlighter(analyser):
    planner = Planner(analyser, Schema.of([Page]), Thesaurus(analyser, ENTRIES))

    def highlight(question, locale="cs"):
        return Highlighter(analyser, planner.plan(parse(question), locale).marker)

    return highlight


@pytest.mark.parametrize(
    ("question", "locale", "text", "expected"),
    [
        ("stáž", "cs", "O stážích a práci", "O <mark>stážích</mark> a práci"),
        ("stazi", "cs", "O stážích a práci", "O <mark>stážích</mark> a práci"),
        ("cocky", "en", "Lenses & mirrors", "<mark>Lenses</mark> &amp; mirrors"),
        (
            "světelné zdroje",
            "en",
            "Light from a light source",
            "Light from a <mark>light</mark> <mark>source</mark>",
        ),
        (
            '"optické vlákno"',
            "cs",
            "Vlákno optické, optická vlákna",
            "Vlákno optické, <mark>optická</mark> <mark>vlákna</mark>",
        ),
        ("optika v Brně", "cs", "Optika v Praze", "<mark>Optika</mark> v Praze"),
        ("foton*", "cs", "Fotonika i fotoniky", "<mark>Fotonika</mark> i <mark>fotoniky</mark>"),
        ("stáž -laser", "cs", "Stáž bez laseru", "<mark>Stáž</mark> bez laseru"),
        ("", "cs", "Nic", "Nic"),
        (
            "postdoctoral",
            "en",
            "A post-doctoral researcher",
            "A <mark>post</mark>-<mark>doctoral</mark> researcher",
        ),
        (
            "optomechanika",
            "cs",
            "Opto-mechanika",
            "<mark>Opto</mark>-<mark>mechanika</mark>",
        ),
        (
            "script",
            "cs",
            "<script>alert('script')</script>",
            "&lt;<mark>script</mark>&gt;alert(&#x27;<mark>script</mark>&#x27;)"
            "&lt;/<mark>script</mark>&gt;",
        ),
    ],
)
def test_mark_marks_what_was_asked_for(highlighter, question, locale, text, expected):
    assert highlighter(question).mark(text, locale).html() == expected


def test_mark_gives_ranges_of_the_given_text_however_it_is_composed(highlighter):
    text = unicodedata.normalize("NFD", "Čočky a čočka")

    marked = highlighter("čočka").mark(text, "cs")

    assert [text[start:end] for start, end in marked.ranges] == [text[:7], text[-7:]]


def test_snippet_is_a_short_text_as_a_whole(highlighter):
    assert highlighter("čočka").snippet("  Malá čočka. ", "cs") == Marked("Malá čočka.", ((5, 10),))


def test_snippet_shows_the_part_with_most_words(highlighter):
    text = "Čočka sama. " + "Výplň bez ničeho. " * 40 + "Stáž s čočkou v Brně. " + "Konec. " * 60

    snippet = highlighter("čočka stáž Brno").snippet(text, "cs", length=80)

    assert snippet.text.startswith("…Stáž s čočkou v Brně. Konec.")
    assert snippet.text.endswith("…")
    marked = [snippet.text[start:end] for start, end in snippet.ranges]
    assert marked == ["Stáž", "čočkou", "Brně"]


PROSE = "Věta, která není položkou žádného seznamu."
LISTS = ["bakalářské", "na místě", "Malá čočka", "čeština", "Brno"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([*["x" * 30] * 9, *LISTS], "…Malá čočka…"),
        ([*["x" * 30] * 9, "Malá čočka", PROSE, "Brno"], f"…Malá čočka\n{PROSE}…"),
        (["bakalářské", PROSE, "Malá čočka", *["Brno"] * 50], f"…{PROSE}\nMalá čočka…"),
        (["Malá čočka", *["Brno"] * 50], "Malá čočka…"),
    ],
)
def test_snippet_leaves_out_items_of_lists_around(highlighter, lines, expected):
    snippet = highlighter("čočka").snippet("\n".join(lines), "cs")

    assert snippet.text == expected
    assert [snippet.text[start:end] for start, end in snippet.ranges] == ["čočka"]


def test_snippet_without_a_mark_is_the_beginning(highlighter):
    snippet = highlighter("laser").snippet("Jedna dvě tři čtyři pět šest.", "cs", length=15)

    assert snippet == Marked("Jedna dvě tři…")


def test_a_marker_of_nothing_marks_nothing(analyser):
    assert Highlighter(analyser, Marker()).mark("Laser", "cs") == Marked("Laser")


TEXTS = st.lists(st.sampled_from(["čočky ", "laser\n", "stáž. ", "x" * 50, " ", "🔬", "<b>", "-"]))


@given(pieces=TEXTS, length=st.integers(20, 120))
def test_snippet_shows_a_part_of_the_text_with_marks_inside(highlighter, pieces, length):
    text = "".join(pieces)

    snippet = highlighter("čočka stáž").snippet(text, "cs", length=length)

    assert snippet.text.strip("…") in text
    assert len(snippet.text) <= length + 2
    shown = [snippet.text[start:end] for start, end in snippet.ranges]
    assert set(shown) <= {"čočky", "stáž"}
    assert re.sub("</?mark>", "", snippet.html()) == Marked(snippet.text).html()
