import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Schema
from search.parse import parse
from search.plan import NATIVE, NONE_MISSING, Planner
from search.query import Best, Bonus, Except, Is, Match, Phrase, Prefix, Sum, Term
from search.thesaurus import Entry, Thesaurus
from tests.search.library import Notice

ENTRIES = [
    Entry({"cs": ("stáž",), "en": ("internship",)}),
    Entry({"cs": ("světelný zdroj", "zdroj světla"), "en": ("light source",)}, {"cs": ("LED",)}),
]


@pytest.fixture(scope="module")
def planner(analyser):
    return Planner(analyser, Schema.of([Notice]), Thesaurus(analyser, ENTRIES))


def leaves(match):
    """All terms, beginnings and rows in a match."""
    if isinstance(match, Bonus):
        inner = [match.match, *(part for part, _ in match.bonuses if isinstance(part, Match))]
    else:
        inner = getattr(match, "parts", None) or [getattr(match, "match", None)]
    found = [leaf for part in inner if part is not None for leaf in leaves(part)]
    return found or [match]


def highest(match):
    """The highest score that a document can have."""
    if isinstance(match, Best):
        return max(highest(part) for part in match.parts)
    if isinstance(match, Sum):
        return sum(highest(part) for part in match.parts)
    if isinstance(match, Bonus):
        return highest(match.match) + sum(weight for _, weight in match.bonuses)
    return highest(match.match) if isinstance(match, Except) else match.weight


def test_plan_puts_the_visitors_language_above_everything(planner):
    plan = planner.plan(parse("stáž"), "cs")

    assert isinstance(plan.match, Bonus)
    assert plan.match.bonuses == ((Is("locale", ("cs",)), NATIVE),)


def test_plan_counts_a_word_by_field_and_a_translation_less(planner):
    plan = planner.plan(parse("stáž"), "cs")

    weights = {(t.field, t.key): t.weight for t in leaves(plan.match) if t.part == "l"}
    assert {key: n for key, n in weights.items() if key[0] in {"title", "body"}} == {
        ("title", "staz"): 100,
        ("title", "internship"): 70,
        ("body", "staz"): 20,
        ("body", "internship"): 14,
    }


@pytest.mark.parametrize(
    ("text", "units", "at_least"),
    [("laser sklo", 2, None), ("laser sklo čočka", 3, 2), ("laser světelný zdroj", 2, None)],
)
def test_plan_asks_for_both_words_or_for_all_but_one(planner, text, units, at_least):
    match = planner.plan(parse(text), "cs").match

    while isinstance(match, Bonus):
        match = match.match
    assert isinstance(match, Sum)
    assert (len(match.parts), match.at_least) == (units, at_least)


def test_plan_asks_for_one_word_when_it_is_told_so(planner):
    match = planner.plan(parse("laser sklo"), "cs", is_any=True).match

    while isinstance(match, Bonus):
        match = match.match
    assert isinstance(match, Sum)
    assert match.at_least == 1


def test_plan_asks_for_one_word_of_a_term_when_one_word_will_do(planner):
    whole, any_word = (
        planner.plan(parse("světelný zdroj"), "cs", is_any=is_any) for is_any in (False, True)
    )

    assert own_part(whole.match).at_least is None
    assert own_part(any_word.match).at_least == 1
    assert highest(any_word.match) == highest(whole.match)


def own_part(match):
    """What must be there of the visitor's own words, where the thesaurus knows other ones."""
    while not isinstance(match, Best):
        match = match.match if isinstance(match, Bonus) else match.parts[0]
    return match.parts[0]


def test_plan_counts_more_when_none_of_many_words_is_missing(planner):
    match = planner.plan(parse("laser sklo čočka"), "cs").match

    assert isinstance(match, Bonus)
    assert isinstance(match.match, Bonus)
    sum_of_all, points = match.match.bonuses[0]
    assert isinstance(sum_of_all, Sum)
    assert (len(sum_of_all.parts), sum_of_all.at_least, points) == (3, None, NONE_MISSING)


@pytest.mark.parametrize(
    "text",
    ["hledám stáž", "prosím příští stáž", "shaním stáž", "looking for stáž", "stáž s. r. o."],
)
def test_plan_requires_no_word_that_is_only_said_to_ask(planner, text):
    asked, alone = (planner.plan(parse(each), "cs").match for each in (text, "stáž"))

    assert required(asked) == required(alone)


def required(match):
    """What must be there, without what only counts more."""
    while isinstance(match, Bonus):
        match = match.match
    return match


@pytest.mark.parametrize(
    ("text", "keys"),
    [("o klastru", {"00oklastru"}), ("O  klastru!", {"00oklastru"}), ("x" * 59, set())],
)
def test_plan_counts_a_whole_name_more(planner, text, keys):
    found = leaves(planner.plan(parse(text), "cs").match)

    wholes = {leaf.key for leaf in found if isinstance(leaf, Term) and leaf.key.startswith("00")}
    assert wholes == keys


def test_plan_leaves_out_words_that_say_nothing_when_all_is_in_capitals(planner):
    plans = [planner.plan(parse(text), "cs") for text in ("STÁŽ PRO LASER", "stáž pro laser")]

    assert plans[0] == plans[1]


def test_plan_takes_an_abbreviation_of_the_thesaurus_for_no_other_word(analyser):
    entries = [
        Entry({"cs": ("numerická apertura", "NA"), "en": ("transmission microscope", "TEM")})
    ]
    planner = Planner(analyser, Schema.of([Notice]), Thesaurus(analyser, entries))

    found = leaves(planner.plan(parse("numerická apertura"), "cs").match)

    keys = {leaf.key for leaf in found if isinstance(leaf, Term)}
    assert {"na", "tem"} <= keys
    assert not keys & {"na0", "tem0", "tma"}


def test_plan_asks_for_words_of_another_term_apart_only_in_names(analyser):
    entries = [Entry({"cs": ("stanovy", "pravidla klastru")})]
    planner = Planner(analyser, Schema.of([Notice]), Thesaurus(analyser, entries))

    found = leaves(planner.plan(parse("stanovy"), "cs").match)

    assert {leaf.field for leaf in found if isinstance(leaf, Phrase)} == set(
        Schema.of([Notice]).texts()
    )
    fields = {leaf.field for leaf in found if isinstance(leaf, Term) and leaf.key == "klastr"}
    assert fields == {"title", "names"}


def test_plan_counts_words_that_others_write_as_one(planner):
    found = leaves(planner.plan(parse("laser pro"), "cs").match)

    assert "laserpro" in {leaf.key for leaf in found if isinstance(leaf, Term)}
    found = leaves(planner.plan(parse("laser, pro"), "cs").match)
    assert "laserpro" not in {leaf.key for leaf in found if isinstance(leaf, Term)}


@pytest.mark.parametrize(
    ("text", "beginnings"),
    [
        ("fotonxy", {"fotonxy"}),
        ("fotonxy ", set()),
        ("laser", set()),
        ("laser*", {"laser"}),
        ("Wi-F*", {"wif"}),
        ("op", set()),
    ],
)
def test_plan_goes_on_with_words_that_are_being_typed(planner, text, beginnings):
    found = leaves(planner.plan(parse(text), "cs").match)

    assert {leaf.prefix for leaf in found if isinstance(leaf, Prefix)} == beginnings


@pytest.mark.parametrize("text", ["", "…", '""', "🔬"])
def test_plan_of_nothing_asks_nothing(planner, text):
    plan = planner.plan(parse(text), "cs")

    assert plan.match is None
    assert not plan.marker


def test_plan_asks_for_a_repeated_word_once(planner):
    once, twice = (planner.plan(parse(text), "cs").match for text in ("laser ", "laser laser "))

    assert required(once) == required(twice)


WORDS = st.sampled_from(
    ["stáž", "světelný", "zdroj", "LED", "most", "in", "the", '"', "-", "laser", "foton*", "a-b"]
)


@given(words=st.lists(WORDS, min_size=1, max_size=14), is_any=st.booleans())
def test_plan_keeps_all_words_together_below_the_visitors_language(planner, words, is_any):
    match = planner.plan(parse(" ".join(words)), "cs", is_any=is_any).match

    assert match is None or highest(match) < 2 * NATIVE
    assert match is None or highest(match.match) < NATIVE
