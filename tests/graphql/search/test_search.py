"""Questions of visitors over GraphQL: what is found, in which order, and how it is shown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from cms.content.models import StandardPage
from cms.discovery.answering import forget_vocabulary
from cms.discovery.models import AskedQuery, PromotedResult, ThesaurusEntry
from cms.graphql.testing import count_queries, execute
from cms.indexing.connection import disconnect
from tests.content.factories import Homes, block, make_english, make_home, make_page

pytestmark = pytest.mark.django_db

Index = Callable[[], int]

SEARCH = """query ($text: String!, $locale: Locale! = CS, $filter: SearchFilter, $first: Int,
                   $facets: [String!], $after: String, $verbatim: Boolean, $typing: Boolean) {
  search(text: $text, locale: $locale, filter: $filter, facets: $facets, first: $first,
         after: $after, verbatim: $verbatim, typing: $typing) {
    totalCount degraded isPartial didYouMean correctedFrom searchedFor
    pageInfo { hasNextPage hasPreviousPage endCursor }
    nodes { matchedLocale promoted page { id title }
            highlights { field text html ranges { start end } } }
    facets { name values { value label count selected } } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


def ask(text: str, **variables: Any) -> dict[str, Any]:
    result = execute(SEARCH, {"text": text, **variables})
    assert result.errors == []
    assert result.data is not None
    found: dict[str, Any] = result.data["search"]
    return found


def titles(found: dict[str, Any]) -> list[str]:
    return [node["page"]["title"] for node in found["nodes"]]


def page(homes: Homes, title: str, slug: str, **values: Any) -> StandardPage:
    return make_page(homes.cs, title=title, slug=slug, **values)


@pytest.mark.parametrize(
    "text",
    [
        "čočka",
        "cocka",
        "ČOČKY",
        "čočkami",
        "cockami",
        "c\u030coc\u030cka",
        "asfericke cocky",
        "lens",
    ],
)
def test_czech_is_found_without_accents_in_any_form_and_from_english(
    homes: Homes, index: Index, text: str
) -> None:
    ThesaurusEntry.objects.all().delete()
    ThesaurusEntry.objects.create(terms_cs="čočka", terms_en="lens")
    page(homes, "Výroba asférických čoček", "vyroba")
    page(homes, "Lasery", "lasery")
    index()

    assert titles(ask(text)) == ["Výroba asférických čoček"]


def test_pages_of_the_own_language_come_first_and_versions_once(homes: Homes, index: Index) -> None:
    ThesaurusEntry.objects.all().delete()
    ThesaurusEntry.objects.create(terms_cs="čočka", terms_en="lens")
    both = page(homes, "O čočkách", "o-cockach")
    make_english(both, title="About lenses", slug="about-lenses")
    czech_only = page(homes, "Text", "text", intro="I o jedné čočce.")
    make_page(homes.en, title="Lens lens lens", slug="lens")
    index()

    czech, english = ask("čočka"), ask("lens", locale="EN")

    assert [(n["page"]["title"], n["matchedLocale"]) for n in czech["nodes"]] == [
        ("O čočkách", "CS"),
        ("Text", "CS"),
        ("Lens lens lens", "EN"),
    ]
    assert sorted(titles(english)[:2]) == ["About lenses", "Lens lens lens"]
    assert titles(english)[2:] == [czech_only.title]
    only_english = titles(ask("čočka", filter={"locale": ["EN"]}))
    assert sorted(only_english) == ["About lenses", "Lens lens lens"]


def test_marks_are_ranges_and_safe_html(homes: Homes, index: Index) -> None:
    page(homes, "Lasery <b>& čočky", "a", intro="Prodáváme <script>čočku</script> za 5 Kč.")
    index()

    highlights = ask("čočka")["nodes"][0]["highlights"]

    assert highlights == [
        {
            "field": "title",
            "text": "Lasery <b>& čočky",
            "html": "Lasery &lt;b&gt;&amp; <mark>čočky</mark>",
            "ranges": [{"start": 12, "end": 17}],
        },
        {
            "field": "summary",
            "text": "Prodáváme <script>čočku</script> za 5 Kč.",
            "html": "Prodáváme &lt;script&gt;<mark>čočku</mark>&lt;/script&gt; za 5 Kč.",
            "ranges": [{"start": 18, "end": 23}],
        },
    ]


def test_facets_count_under_the_other_conditions(homes: Homes, index: Index) -> None:
    page(homes, "Čočka", "a")
    both = page(homes, "Čočky", "b")
    make_english(both, title="Lenses", slug="lenses")
    make_page(homes.en, title="Cocka", slug="c")
    index()

    found = ask("čočka", filter={"locale": ["EN"]}, facets=["locale", "type"])

    assert found["facets"] == [
        {
            "name": "locale",
            "values": [
                {"value": "EN", "label": "Angličtina", "count": 2, "selected": True},
                {"value": "CS", "label": "Čeština", "count": 2, "selected": False},
            ],
        },
        {
            "name": "type",
            "values": [
                {
                    "value": "StandardPage",
                    "label": "Standardní stránka",
                    "count": 2,
                    "selected": False,
                }
            ],
        },
    ]


def test_pages_of_results_go_on_where_the_last_ended(homes: Homes, index: Index) -> None:
    for number in range(7):
        page(homes, f"Čočka {number}", f"c-{number}")
    index()
    whole = titles(ask("čočka"))

    seen, after = [], None
    while True:
        found = ask("čočka", first=3, after=after)
        seen.append(titles(found))
        after = found["pageInfo"]["endCursor"]
        if not found["pageInfo"]["hasNextPage"]:
            break

    assert [len(part) for part in seen] == [3, 3, 1]
    assert [title for part in seen for title in part] == whole
    assert {title for part in seen for title in part} == {f"Čočka {n}" for n in range(7)}


def test_a_cursor_belongs_to_its_question(homes: Homes, index: Index) -> None:
    page(homes, "Čočka", "c")
    index()
    cursor = ask("čočka")["pageInfo"]["endCursor"]

    for text, after in [("laser", cursor), ("čočka", "nonsense"), ("čočka", "W10"), ("čočka", "")]:
        assert execute(SEARCH, {"text": text, "after": after}, expect_errors=True).codes == [
            "INVALID_CURSOR"
        ]


def test_promoted_pages_come_first_while_they_are_public(homes: Homes, index: Index) -> None:
    page(homes, "Čočky a čočka", "best")
    promoted = page(homes, "Kontakt", "kontakt")
    PromotedResult.objects.create(locale="cs", queries="výroba čoček\nčočky", page=promoted)
    index()

    first = ask("COCKA", first=1)
    second = ask("COCKA", first=1, after=first["pageInfo"]["endCursor"])

    assert [(titles(part), part["totalCount"]) for part in (first, second)] == [
        (["Kontakt"], 2),
        (["Čočky a čočka"], 2),
    ]
    assert [n["promoted"] for n in ask("čočky")["nodes"]] == [True, False]
    assert titles(ask("čočka", locale="EN")) == ["Čočky a čočka"]
    assert titles(ask("čočka laser")) != ["Kontakt"]
    promoted.unpublish()
    index()
    assert titles(ask("čočka")) == ["Čočky a čočka"]


def test_promoted_pages_are_paged_through_like_others(homes: Homes, index: Index) -> None:
    page(homes, "Čočky", "cocky")
    promoted = [page(homes, title, slug) for title, slug in (("Jedna", "jedna"), ("Dvě", "dve"))]
    for each in promoted:
        PromotedResult.objects.create(locale="cs", queries="čočka", page=each)
    index()

    seen, after, is_more = [], None, True
    while is_more:
        part = ask("čočka", first=1, after=after)
        seen += titles(part)
        after, is_more = part["pageInfo"]["endCursor"], part["pageInfo"]["hasNextPage"]

    assert seen == ["Jedna", "Dvě", "Čočky"]


def test_a_promoted_page_is_shown_in_the_language_of_the_visitor(
    homes: Homes, index: Index
) -> None:
    promoted = page(homes, "Kontakt", "kontakt")
    make_english(promoted, title="Lens contact", slug="contact")
    PromotedResult.objects.create(locale="en", queries="lens", page=promoted)
    index()

    assert titles(ask("lens", locale="EN")) == ["Lens contact"]


def test_words_of_the_other_version_are_found_when_the_own_has_none(
    homes: Homes, index: Index
) -> None:
    both = page(homes, "Zobrazování", "zobrazovani")
    make_english(both, title="Imaging of live cells", slug="imaging")
    index()

    assert (titles(ask("live cells")), titles(ask("zobrazování"))) == (
        ["Imaging of live cells"],
        ["Zobrazování"],
    )


def test_a_promotion_ends(homes: Homes, index: Index) -> None:
    promoted = page(homes, "Kontakt", "kontakt")
    yesterday = timezone.localdate() - timedelta(days=1)
    PromotedResult.objects.create(queries="čočka", page=promoted, until=yesterday)
    index()

    assert titles(ask("čočka")) == []


def test_editing_the_thesaurus_counts_at_once(homes: Homes, index: Index) -> None:
    ThesaurusEntry.objects.all().delete()
    page(homes, "Spektrometr", "spektrometr")
    index()
    before = titles(ask("světloměr"))

    entry = ThesaurusEntry.objects.create(terms_cs="spektrometr\nsvětloměr")
    taught = titles(ask("světloměr"))
    entry.delete()

    assert (before, taught, titles(ask("světloměr"))) == ([], ["Spektrometr"], [])


def test_mistyped_words_are_corrected(homes: Homes, index: Index) -> None:
    for number in range(3):
        page(homes, f"Interferometrie {number}", f"i-{number}", intro="Interferometrie")
    index()

    found = ask("intreferometrie")
    verbatim = ask("intreferometrie", verbatim=True)

    assert (found["totalCount"], found["correctedFrom"], found["searchedFor"]) == (
        3,
        "intreferometrie",
        "interferometrie",
    )
    assert (verbatim["totalCount"], verbatim["correctedFrom"]) == (0, None)


def test_questions_are_counted_but_not_while_they_are_typed(homes: Homes, index: Index) -> None:
    page(homes, "Čočka", "c")
    index()
    ask("čočka", typing=True)
    ask("čočka", first=1)
    ask("nic takového")
    execute(
        'mutation ($id: ID!) { recordSearchClick(text: "čočka", locale: CS, page: $id) }',
        {"id": str(StandardPage.objects.get().pk)},
    )

    assert list(
        AskedQuery.objects.order_by("key").values_list("text", "asked", "unanswered", "opened")
    ) == [("čočka", 1, 0, 1), ("nic takového", 1, 1, 0)]


def test_statements_do_not_depend_on_hits(homes: Homes, index: Index) -> None:
    def statements() -> int:
        ask("čočka", typing=True)
        with count_queries() as counted:
            ask("čočka", typing=True)
        return len(counted)

    def grow(numbers: range) -> None:
        for number in numbers:
            body = [block("rich_text", f"<p>Čočka číslo {number}</p>")]
            page(homes, f"Čočka {number}", f"c-{number}", body=body)
        index()

    grow(range(2))
    few = statements()
    grow(range(2, 20))

    assert statements() == few


def test_a_searcher_made_anew_takes_no_more_statements(homes: Homes, index: Index) -> None:
    page(homes, "Čočka", "c")
    index()
    ask("čočka", typing=True)
    with count_queries() as before:
        ask("čočka", typing=True)
    forget_vocabulary()
    with count_queries() as anew:
        ask("čočka", typing=True)

    assert len(anew) == len(before)


def test_without_an_index_the_answer_says_so(homes: Homes) -> None:
    disconnect()

    found = ask("čočka")

    assert (found["degraded"], found["totalCount"], found["nodes"]) == (True, 0, [])


@pytest.mark.parametrize(
    ("variables", "codes"),
    [
        ({"first": 101}, ["BAD_USER_INPUT"]),
        ({"first": -1}, ["BAD_USER_INPUT"]),
        ({"facets": ["nothing"]}, ["BAD_USER_INPUT"]),
        ({"filter": {"type": ["x"] * 101}}, ["BAD_USER_INPUT"]),
        ({"filter": {"pillar": ["x"] * 101}}, ["BAD_USER_INPUT"]),
        (
            {"filter": {"deadline": {"since": "2026-12-01", "until": "2026-01-01"}}},
            ["BAD_USER_INPUT"],
        ),
    ],
)
def test_wrong_questions_are_told(
    homes: Homes, index: Index, variables: dict[str, Any], codes: list[str]
) -> None:
    index()

    assert execute(SEARCH, {"text": "čočka", **variables}, expect_errors=True).codes == codes


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a o v",
        "!?…*",
        "🔭",
        "x" * 10_000,
        "čočka " * 2_000,
        '"',
        '"čočka',
        "-čočka",
        "* OR 1:1 AND title:(x~ ^2 [a TO b] {} \\",
        "<script>alert(1)</script>",
        "\0čočka",
        "\ud83d",
        '{"query": {"match_all": {}}}',
    ],
)
def test_whatever_is_typed_is_answered(homes: Homes, index: Index, text: str) -> None:
    page(homes, "Čočka", "c")
    index()

    found = ask(text)

    assert found["degraded"] is False
    assert found["totalCount"] in {0, 1, 2, 3}


def test_unknown_values_find_nothing(homes: Homes, index: Index) -> None:
    page(homes, "Čočka", "c")
    index()

    for name, value in [("type", "X"), ("pillar", "\0"), ("kind", "X"), ("organisation", "99")]:
        assert ask("čočka", filter={name: [value]})["totalCount"] == 0
