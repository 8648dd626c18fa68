"""What a project shows, what its indicators count, and which projects a filter finds."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from cms.graphql.testing import execute
from plugins.projects.models import (
    ClusterRole,
    Counted,
    ExchangeStatus,
    HostCountryRate,
    Kpi,
    Mission,
    PartnerRole,
    ProjectIndexPage,
    ProjectPage,
    ProjectPartner,
)
from tests.content.factories import Homes, make_english, make_home, make_pillar, publish
from tests.members.factories import make_directory, make_member
from tests.projects.factories import an_exchange, make_project, make_project_index

pytestmark = pytest.mark.django_db

TITLES = """query ($filter: ProjectFilter, $order: ProjectOrder = TITLE) {
  projects(locale: CS, filter: $filter, order: $order) { nodes { title } } }"""


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def index(homes: Homes) -> ProjectIndexPage:
    return make_project_index(homes)


def ask(document: str, **variables: Any) -> Any:
    data = execute(document, variables).data
    assert data is not None
    return data


def titles(**variables: Any) -> list[str]:
    return [node["title"] for node in ask(TITLES, **variables)["projects"]["nodes"]]


def one(fields: str, locale: str = "CS") -> Any:
    data = ask(f"{{ projects(locale: {locale}) {{ nodes {{ {fields} }} }} }}")
    return data["projects"]["nodes"][0]


def partner(homes: Homes, name: str = "", **values: Any) -> ProjectPartner:
    return ProjectPartner(locale=homes.czech, name=name, **values)


def test_indicators_count_exchanges_that_are_done_and_paid_here(
    index: ProjectIndexPage, homes: Homes
) -> None:
    make_project(
        index,
        kpis=[
            Kpi(label=counts.value, unit="x", target=4, counts=counts, locale=homes.czech)
            for counts in Counted
        ],
        exchanges=[
            an_exchange(visitor_name="a", status=ExchangeStatus.DONE),
            an_exchange(visitor_name="b", status=ExchangeStatus.REPORTED, host_country="LT"),
            an_exchange(visitor_name="c", status=ExchangeStatus.PAID),
            an_exchange(visitor_name="d", status=ExchangeStatus.PAID, is_paid_here=False),
            an_exchange(visitor_name="e", status=ExchangeStatus.AGREED, host_country="AT"),
            an_exchange(visitor_name="f", status=ExchangeStatus.PLANNED),
        ],
        missions=[
            Mission(name="past", starts_on=datetime.date(2023, 1, 19), locale=homes.czech),
            Mission(name="future", starts_on=datetime.date(9000, 1, 1), locale=homes.czech),
            Mission(name="some day", locale=homes.czech),
        ],
    )

    assert one("kpis { label achieved progress asOf }")["kpis"] == [
        {"label": "exchanges", "achieved": 3.0, "progress": 75.0, "asOf": None},
        {"label": "exchange-countries", "achieved": 2.0, "progress": 50.0, "asOf": None},
        {"label": "missions", "achieved": 1.0, "progress": 25.0, "asOf": None},
    ]


def test_an_exchange_shows_what_the_visitor_gets(index: ProjectIndexPage) -> None:
    make_project(
        index,
        rates=[HostCountryRate(country="FI", lump_sum_eur=Decimal(780))],
        exchanges=[an_exchange(), an_exchange(3, visitor_name="B", distance_km=1000)],
    )

    assert one("exchanges { visitor { name } workingDays isHalved isCounted lumpSumEur }") == {
        "exchanges": [
            {"visitor": {"name": "Visitor"}, "workingDays": 5, "isHalved": False,
             "isCounted": False, "lumpSumEur": "780.00"},
            {"visitor": {"name": "B"}, "workingDays": 3, "isHalved": True,
             "isCounted": False, "lumpSumEur": "390.00"},
        ]
    }  # fmt: skip


def test_partners_are_members_or_named(index: ProjectIndexPage, homes: Homes) -> None:
    member = make_member(make_directory(homes), "Meopta", website="https://example.org/")
    hidden = make_member(member.get_parent(), "Draft", live=False)
    make_project(
        index,
        partners=[
            partner(homes, "Older name", organisation=member, country="CZ"),
            partner(homes, "FZU", country="CZ", role=PartnerRole.COORDINATOR),
            partner(homes, organisation=hidden),
        ],
    )

    assert one(
        "coordinator { name } partners { role organisation { name website country page { slug } } }"
    ) == {
        "coordinator": {"name": "FZU"},
        "partners": [
            {"role": "PARTNER", "organisation": {
                "name": "Meopta", "website": "https://example.org/", "country": "CZ",
                "page": {"slug": "meopta"}}},
            {"role": "COORDINATOR", "organisation": {
                "name": "FZU", "website": None, "country": "CZ", "page": None}},
        ],
    }  # fmt: skip


def test_a_member_has_its_projects_in_either_language(
    index: ProjectIndexPage, homes: Homes
) -> None:
    member = make_member(make_directory(homes), "Meopta")
    make_english(member, title="Meopta Ltd")
    for year, title in enumerate(("Alfa", "Beta"), start=2020):
        project = make_project(
            index,
            title,
            start_on=datetime.date(year, 1, 1),
            partners=[partner(homes, organisation=member)],
        )
    make_english(project, title="Beta in English")
    document = """query ($locale: Locale!) { members(locale: $locale) { nodes {
      title projects { totalCount nodes { title } } activity { nodes { page { title } } } } } }"""

    def answer(locale: str) -> Any:
        return ask(document, locale=locale)["members"]["nodes"]

    czech = [{"title": "Beta"}, {"title": "Alfa"}]
    assert answer("CS") == [
        {"title": "Meopta", "projects": {"totalCount": 2, "nodes": czech},
         "activity": {"nodes": [{"page": node} for node in czech]}}
    ]  # fmt: skip
    english = [{"title": "Beta in English"}]
    assert answer("EN") == [
        {"title": "Meopta Ltd", "projects": {"totalCount": 1, "nodes": english},
         "activity": {"nodes": [{"page": node} for node in english]}}
    ]  # fmt: skip


def test_state_follows_from_the_dates_and_the_day(index: ProjectIndexPage) -> None:
    today = timezone.localdate()
    day = datetime.timedelta(days=1)
    make_project(index, "a planned", start_on=today + day)
    make_project(index, "b first day", start_on=today, end_on=today + day)
    make_project(index, "c last day", start_on=today - day, end_on=today)
    make_project(index, "d over", start_on=today - 2 * day, end_on=today - day)
    make_project(index, "e no end", start_on=today - day)
    make_project(index, "f no dates")
    make_project(index, "g year", start_on=today, start_precision="year", duration_months=12)
    make_project(index, "h only an end", end_on=today - day)

    data = ask("{ projects(locale: CS, order: TITLE) { nodes { title state } } }")

    assert [(n["title"], n["state"]) for n in data["projects"]["nodes"]] == [
        ("a planned", "PLANNED"),
        ("b first day", "RUNNING"),
        ("c last day", "RUNNING"),
        ("d over", "FINISHED"),
        ("e no end", "UNKNOWN"),
        ("f no dates", "UNKNOWN"),
        ("g year", "RUNNING"),
        ("h only an end", "FINISHED"),
    ]
    assert titles(filter={"state": ["FINISHED"]}) == ["d over", "h only an end"]
    assert titles(filter={"not": {"state": ["UNKNOWN", "FINISHED", "PLANNED"]}}) == [
        "b first day",
        "c last day",
        "g year",
    ]


def test_every_field_of_the_filter_narrows(index: ProjectIndexPage, homes: Homes) -> None:
    member = make_member(make_directory(homes), "Meopta")
    make_project(
        index,
        "LASER-PRO",
        programme="Horizont Evropa",
        cluster_role=ClusterRole.PARTNER,
        start_on=datetime.date(2025, 3, 1),
        end_on=datetime.date(2029, 8, 31),
        pillars=[make_pillar("laser")],
        partner_countries=["CZ", "UA"],
        partners=[
            partner(homes, organisation=member),
            partner(homes, "Baltic", country="LT"),
            partner(homes, "Baltic again", country="LT"),
        ],
    )
    make_project(
        index,
        "CDO",
        programme="TA ČR",
        cluster_role=ClusterRole.NONE,
        start_on=datetime.date(2012, 3, 1),
        end_on=datetime.date(2019, 12, 31),
        partners=[partner(homes, "Palacký", country="DE")],
    )
    filters: list[dict[str, Any]] = [
        {"programme": ["Horizont Evropa"]},
        {"role": ["PARTNER"]},
        {"pillar": ["laser"]},
        {"partner": [str(member.pk)]},
        {"country": ["UA"]},
        {"country": ["LT"]},
        {"not": {"country": ["DE"]}},
        {"year": [2025]},
        {"period": {"since": "2026-01-01", "until": "2026-12-31"}},
        {"period": {"since": "2029-08-31"}},
        {"textPrefix": "las"},
    ]

    assert [titles(filter=wanted) for wanted in filters] == [["LASER-PRO"]] * len(filters)
    assert titles(filter={"country": []}) == []
    assert titles(filter={"period": {"since": "2019-12-31", "until": "2025-03-01"}}) == [
        "CDO",
        "LASER-PRO",
    ]


def test_facets_count_countries_once_for_each_project(
    index: ProjectIndexPage, homes: Homes
) -> None:
    make_project(
        index, "A", partner_countries=["CZ", "UA"], partners=[partner(homes, "x", country="CZ")]
    )
    make_project(
        index,
        "B",
        partners=[partner(homes, "x", country="CZ"), partner(homes, "y", country="LT")],
    )
    data = ask("""{ projects(locale: CS, filter: {country: ["UA"]}) {
      totalCount
      facetCounts(facets: [COUNTRY]) { name values { value label count selected } } } }""")

    def value(code: str, count: int, *, selected: bool = False) -> dict[str, Any]:
        return {"value": code, "label": code, "count": count, "selected": selected}

    assert data["projects"] == {
        "totalCount": 1,
        "facetCounts": [
            {"name": "country", "values": [
                value("CZ", 2), value("LT", 1), value("UA", 1, selected=True)]}
        ],
    }  # fmt: skip


def test_those_that_started_last_come_first_and_unknown_starts_last(
    index: ProjectIndexPage,
) -> None:
    make_project(index, "None")
    for year in (2012, 2025):
        make_project(index, str(year), start_on=datetime.date(year, 1, 1))

    assert titles(order="START_DESC") == ["2025", "2012", "None"]
    assert titles(order="START") == ["2012", "2025", "None"]


def test_children_that_nobody_translated_are_not_shown(
    index: ProjectIndexPage, homes: Homes
) -> None:
    project = make_project(
        index,
        full_name="Laser",
        partners=[partner(homes, "FZU")],
        kpis=[Kpi(label="Výměny", unit="výměn", target=1, locale=homes.czech)],
        exchanges=[an_exchange()],
    )
    make_english(project, title="LASER-PRO", full_name="Lasers")

    assert one("fullName partners { role } kpis { label } exchanges { hostCountry }", "EN") == {
        "fullName": "Lasers",
        "partners": [],
        "kpis": [],
        "exchanges": [{"hostCountry": "FI"}],
    }


def test_dates_are_as_exact_as_they_are_known(index: ProjectIndexPage) -> None:
    project = make_project(
        index, start_on=datetime.date(2025, 3, 9), start_precision="month", duration_months=54
    )
    fields = "start { date precision text } end { text } durationMonths state"

    assert one(fields) == {
        "start": {"date": "2025-03-01", "precision": "MONTH", "text": "2025-03"},
        "end": None,
        "durationMonths": 54,
        "state": "RUNNING",
    }
    publish(project, end_on=datetime.date(2026, 1, 1), end_precision="year", duration_months=None)
    assert one("end { date text }") == {"end": {"date": "2026-12-31", "text": "2026"}}
    assert ProjectPage.objects.get(pk=project.pk).last_day == datetime.date(2026, 12, 31)
