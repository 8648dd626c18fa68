"""What an article shows, and which articles a filter finds."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cms.graphql.testing import execute
from plugins.news.models import (
    ArticleAttachment,
    ArticleAuthor,
    ArticleImage,
    ArticleKind,
    ArticlePage,
    NewsIndexPage,
    RelatedMember,
    RelatedProject,
)
from tests.content.factories import Homes, make_english, make_home, make_pillar, make_topic
from tests.media.factories import make_document, make_image
from tests.members.factories import make_directory, make_member
from tests.news.factories import make_article, make_news_index
from tests.projects.factories import make_project, make_project_index

pytestmark = pytest.mark.django_db

TITLES = """query ($filter: NewsFilter, $order: NewsOrder = TITLE) {
  news(locale: CS, filter: $filter, order: $order) { nodes { title } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def index(homes: Homes) -> NewsIndexPage:
    return make_news_index(homes)


def ask(document: str, **variables: Any) -> Any:
    data = execute(document, variables).data
    assert data is not None
    return data


def titles(**variables: Any) -> list[str]:
    return [node["title"] for node in ask(TITLES, **variables)["news"]["nodes"]]


def one(fields: str, locale: str = "CS") -> Any:
    return ask(f"{{ news(locale: {locale}) {{ nodes {{ {fields} }} }} }}")["news"]["nodes"][0]


def test_every_field_of_the_filter_narrows(index: NewsIndexPage, homes: Homes) -> None:
    member = make_member(make_directory(homes), "Meopta")
    project = make_project(make_project_index(homes))
    make_article(
        index,
        "Laser",
        kind=ArticleKind.PRESS_RELEASE,
        published_on=datetime.date(2025, 3, 4),
        pillars=[make_pillar("lasers")],
        topics=[make_topic("thin-films", "Tenké vrstvy")],
        authors=[ArticleAuthor(name="Jana Světlá", locale=homes.czech)],
        members=[RelatedMember(page=member), RelatedMember(page=member)],
        projects=[RelatedProject(page=project)],
    )
    make_article(
        index,
        "Optika",
        kind=ArticleKind.TREND_ANALYSIS,
        published_on=datetime.date(2019, 5, 22),
        authors=[ArticleAuthor(name="Petr Hranol", locale=homes.czech)],
    )
    filters: list[dict[str, Any]] = [
        {"kind": ["PRESS_RELEASE", "EVENT_REPORT"]},
        {"pillar": ["lasers"]},
        {"topic": ["thin-films"]},
        {"author": ["Jana Světlá"]},
        {"member": [str(member.pk)]},
        {"project": [str(project.pk)]},
        {"published": {"since": "2025-03-04", "until": "2025-03-04"}},
        {"year": [2025]},
        {"textPrefix": "LÁS"},
        {"not": {"kind": ["TREND_ANALYSIS"]}},
        {"not": {"event": []}, "year": [2025]},
    ]

    assert [titles(filter=wanted) for wanted in filters] == [["Laser"]] * len(filters)
    assert titles(filter={"event": []}) == []


def test_facets_count_what_the_rest_of_the_filter_finds(index: NewsIndexPage) -> None:
    for kind, year in (("press-release", 2025), ("press-release", 2019), ("event-report", 2019)):
        make_article(index, f"{kind} {year}", kind=kind, published_on=datetime.date(year, 1, 1))
    data = ask("""{ news(locale: CS, filter: {year: [2019]}) {
      facetCounts(facets: [KIND, YEAR]) { name values { value label count selected } } } }""")

    def value(name: str, label: str, count: int, *, selected: bool = False) -> dict[str, Any]:
        return {"value": name, "label": label, "count": count, "selected": selected}

    assert data["news"]["facetCounts"] == [
        {"name": "kind", "values": [
            value("PRESS_RELEASE", "Tisková zpráva", 1),
            value("EVENT_REPORT", "Zpráva z\N{NO-BREAK SPACE}akce", 1)]},
        {"name": "year", "values": [
            value("2019", "2019", 2, selected=True), value("2025", "2025", 1)]},
    ]  # fmt: skip


def test_the_latest_come_first(index: NewsIndexPage) -> None:
    for year in (2019, 2025, 2021):
        make_article(index, str(year), published_on=datetime.date(year, 1, 1))

    assert titles(order="NEWEST") == ["2025", "2021", "2019"]
    assert titles(order="OLDEST") == ["2019", "2021", "2025"]


def test_an_article_of_tomorrow_is_not_public_yet(index: NewsIndexPage) -> None:
    today = timezone.localdate()
    make_article(index, "Dnes", published_on=today)
    make_article(index, "Zítra", published_on=today + datetime.timedelta(days=1))

    assert titles() == ["Dnes"]


def test_members_and_projects_have_their_news(index: NewsIndexPage, homes: Homes) -> None:
    member = make_member(make_directory(homes), "Meopta")
    project = make_project(make_project_index(homes), "LASER-PRO")
    for year in (2019, 2025):
        make_article(
            index,
            str(year),
            published_on=datetime.date(year, 1, 1),
            members=[RelatedMember(page=member)],
            projects=[RelatedProject(page=project)],
        )
    news = [{"title": "2025"}, {"title": "2019"}]

    data = ask("""{ members(locale: CS) { nodes {
        news { totalCount nodes { title } } activity { nodes { date page { title } } } } }
      projects(locale: CS) { nodes { news { nodes { title } } } } }""")

    assert data["members"]["nodes"] == [
        {"news": {"totalCount": 2, "nodes": news},
         "activity": {"nodes": [
             {"date": "2025-01-01", "page": {"title": "2025"}},
             {"date": "2019-01-01", "page": {"title": "2019"}}]}}
    ]  # fmt: skip
    assert data["projects"]["nodes"] == [{"news": {"nodes": news}}]
    assert one("members { title } projects { title }") == {
        "members": [{"title": "Meopta"}],
        "projects": [{"title": "LASER-PRO"}],
    }


def test_relations_go_with_the_other_plugin(index: NewsIndexPage) -> None:
    make_article(index)
    document = "{ news(locale: CS) { nodes { title projects { title } } } }"
    without = frozenset({"cms_content", "news", "members", "events"})

    refused = execute(document, active=without, expect_errors=True)
    kept = execute(document.replace("projects { title }", ""), active=without)

    assert [error["message"] for error in refused.errors] == [
        "Cannot query field 'projects' on type 'Article'."
    ]
    assert kept.data == {"news": {"nodes": [{"title": "Zpráva"}]}}


def test_captions_and_titles_stand_in_for_those_of_the_library(
    index: NewsIndexPage, homes: Homes
) -> None:
    image = make_image(caption_cs="Vlastní popisek", alt_cs="Čočka", alt_en="A lens")
    document = make_document(title="Tabulka")
    make_article(
        index,
        gallery=[
            ArticleImage(image=image, caption="Na schůzi", locale=homes.czech),
            ArticleImage(image=image, locale=homes.czech),
        ],
        attachments=[
            ArticleAttachment(document=document, title="Výsledky", locale=homes.czech),
            ArticleAttachment(document=document, locale=homes.czech),
        ],
        source_name="FTMC",
        source_url="https://example.org/",
    )

    shown = one(
        "gallery { caption alt } attachments { title document { title } } source { name url }"
    )

    assert shown == {
        "gallery": [
            {"caption": "Na schůzi", "alt": "Čočka"},
            {"caption": "Vlastní popisek", "alt": "Čočka"},
        ],
        "attachments": [
            {"title": "Výsledky", "document": {"title": "Tabulka"}},
            {"title": "Tabulka", "document": {"title": "Tabulka"}},
        ],
        "source": {"name": "FTMC", "url": "https://example.org/"},
    }


def test_captions_that_nobody_translated_are_not_shown(index: NewsIndexPage, homes: Homes) -> None:
    image = make_image(alt_cs="Čočka", alt_en="A lens")
    article = make_article(
        index,
        gallery=[
            ArticleImage(image=image, caption="Na schůzi", locale=homes.czech),
            ArticleImage(image=image, locale=homes.czech),
        ],
        authors=[ArticleAuthor(name="Jana", role="redakce", locale=homes.czech)],
    )
    make_english(article, title="Report")

    assert one("gallery { alt } authors { name }", "EN") == {
        "gallery": [{"alt": "A lens"}],
        "authors": [],
    }
    assert ArticlePage.objects.count() == 2
