"""The demo: every figure of the documented facts, nothing else, in both languages, made once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.utils.text import slugify
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.demo.bilingual import in_locale, read
from cms.content.models import Menu
from cms.graphql.testing import execute
from plugins.members.demo import create as create_members
from plugins.members.upgrades import create_logo_collection
from plugins.projects import demo
from plugins.projects.models import ProjectPage, ProjectPartner

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
PROJECTS = """query ($locale: Locale!) { projects(locale: $locale, first: 20) { nodes {
  slug title fullName summary programme call scheme provider grantNumber
  start { text } end { text } durationMonths budget budgetCurrency travelGrantEur
  coordinator { name } partnersTotal partnerCountries isEuFunded publicity website offers
  partners { organisation { name country page { slug } } role }
  milestones { startsOn endsOn text }
  deliverables { number }
  kpis { label operator target achieved outOf unit asOf counts progress }
  missions { name host { name } start { text } end { text } participants }
  exchanges { status }
  body { __typename }
  translation { isFallback } } } }"""


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        create_logo_collection()
        create_content()
        demo.create()
        yield
        transaction.set_rollback(True)


def shown(locale: str) -> dict[str, Any]:
    data = execute(PROJECTS, {"locale": locale}).data
    assert data is not None
    texts = read("plugins.projects", "texts")["projects"]
    by_slug = {text["slug"][locale.lower()]: key for key, text in texts.items()}
    return {by_slug[node["slug"]]: node for node in data["projects"]["nodes"]}


def expected_figures(fact: dict[str, Any], locale: str) -> dict[str, Any]:
    """The facts of one documented project, as they must be shown."""
    full = fact[f"full_name_{locale}"]
    title = full if fact["name"] == fact["full_name_en"] else fact["name"]
    years = fact.get("duration_years")
    money = {
        name: None if fact.get(key) is None else Decimal(fact[key])
        for name, key in (("budget", "budget_eur"), ("travelGrantEur", "travel_grant_eur"))
    }
    return {
        **money,
        "budgetCurrency": None if money["budget"] is None else "EUR",
        "start": fact["start"],
        "end": fact["end"],
        "durationMonths": None if years is None else years * 12,
        "partnersTotal": fact.get("partners_total"),
        "partnerCountries": fact.get("partner_countries", []),
        "grantNumber": fact.get("project_code"),
        "website": fact.get("website"),
        "scheme": fact.get("scheme"),
        "kpis": [
            [kpi["value"] if isinstance(kpi["value"], str) else float(kpi["value"]),
             kpi.get("operator")]
            for kpi in fact["kpis"]
        ],
        "milestones": [milestone["date"] for milestone in fact.get("milestones", [])],
        "missions": [[t["host"], t["dates"]] for t in fact.get("delegation_trips_2023", [])],
        "partners": [
            partner.get("country") if isinstance(partner, dict) else None
            for partner in fact["partners"]
        ],
        "hasCoordinator": fact["coordinator"] is not None,
        "offers": fact.get(f"offers_{locale}", []),
        "programme": fact[f"programme_{locale}"],
        "provider": fact.get(f"provider_{locale}"),
        "fullName": None if full == title else full,
        "title": title,
        "deliverables": [],
        "exchanges": [],
    }  # fmt: skip


def shown_figures(node: dict[str, Any]) -> dict[str, Any]:
    """The same figures, as GraphQL shows them."""

    def text(date: dict[str, str] | None) -> str | None:
        return date["text"] if date else None

    def period(start: str | None, end: str | None) -> str | None:
        return f"{start}/{end}" if end else start

    def kpi(shown_kpi: dict[str, Any]) -> list[Any]:
        assert (shown_kpi["asOf"], shown_kpi["counts"], shown_kpi["progress"]) == (None,) * 3
        if shown_kpi["outOf"] is not None:
            assert (shown_kpi["target"], shown_kpi["operator"]) == (None, None)
            return [f"{shown_kpi['achieved']:.0f} of {shown_kpi['outOf']:.0f}", None]
        assert shown_kpi["achieved"] is None
        return [shown_kpi["target"], shown_kpi["operator"].lower().replace("_", " ")]

    assert [
        mission["participants"] for mission in node["missions"] if mission["participants"]
    ] == []
    same = ("title", "fullName", "programme", "provider", "offers", "durationMonths",
            "partnersTotal", "partnerCountries", "grantNumber", "website", "scheme",
            "budgetCurrency", "deliverables", "exchanges")  # fmt: skip
    return {
        **{name: node[name] for name in same},
        **{
            name: None if node[name] is None else Decimal(node[name])
            for name in ("budget", "travelGrantEur")
        },
        "start": text(node["start"]),
        "end": text(node["end"]),
        "kpis": [kpi(each) for each in node["kpis"]],
        "milestones": [period(m["startsOn"], m["endsOn"]) for m in node["milestones"]],
        "missions": [
            [m["host"] and m["host"]["name"], period(text(m["start"]), text(m["end"]))]
            for m in node["missions"]
        ],
        "partners": [partner["organisation"]["country"] for partner in node["partners"]],
        "hasCoordinator": node["coordinator"] is not None,
    }


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_every_figure_is_there_and_none_else(locale: str) -> None:
    facts = {
        fact["slug"]: expected_figures(fact, locale.lower())
        for fact in read("plugins.projects", "facts")
    }

    assert {slug: shown_figures(node) for slug, node in shown(locale).items()} == facts


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_prose_names_no_figure_that_is_not_documented(locale: str) -> None:
    """What is written about a project holds its own figures, or those that its sources tell."""
    texts = read("plugins.projects", "texts")["projects"]
    told: dict[str, set[str]] = {
        "photonqboost": {"2026"},  # the year of the plan
        "coc-development-olomouc-region": {"2017"},  # the cluster was founded
        "nck-cepo": {"2019"},  # a workshop of the cluster
        "lasers4eu": {"21", "22"},  # days of the first meeting
    }
    invented = {}
    for fact in read("plugins.projects", "facts"):
        text = texts[fact["slug"]]
        prose = json.dumps(
            [in_locale(text[name], locale) for name in ("summary", "body", "publicity")]
        )
        known = set(re.findall(r"\d+", json.dumps(fact))) | told.get(fact["slug"], set())
        unknown = set(re.findall(r"(?<![\\\w])\d+", prose)) - known
        if unknown:
            invented[fact["slug"]] = unknown

    assert invented == {}


@pytest.mark.parametrize("locale", ["cs", "en"])
def test_slugs_are_in_the_language_of_the_page(locale: str) -> None:
    texts = read("plugins.projects", "texts")["projects"]
    names = {
        fact["slug"]: slugify(f"{fact['name']} {fact[f'full_name_{locale}'] or ''}").split("-")
        for fact in read("plugins.projects", "facts")
    }

    strange = [
        text["slug"][locale]
        for key, text in texts.items()
        if not set(text["slug"][locale].split("-")) <= {*names[key], "nck"}
    ]
    assert strange == []


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_every_project_is_described_in_both_languages(locale: str) -> None:
    projects = shown(locale)

    assert len(projects) == 8
    assert [slug for slug, node in projects.items() if node["translation"]["isFallback"]] == []
    lacking = [
        (slug, name)
        for slug, node in projects.items()
        for name in ("summary", "programme", "body", "partners")
        if not node[name]
    ]
    assert lacking == []
    assert [s for s, node in projects.items() if node["isEuFunded"] and not node["publicity"]] == []


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing() -> None:
    def facts() -> list[object]:
        return [
            list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id")),
            Revision.objects.count(),
            [list(menu.items.raw_data) for menu in Menu.objects.order_by("pk")],
        ]

    before = facts()
    demo.create()

    assert facts() == before


@pytest.mark.usefixtures("_loaded")
def test_partners_whose_pages_come_later_are_linked_in_both_languages() -> None:
    with transaction.atomic():
        assert ProjectPartner.objects.exclude(organisation=None).count() == 0
        create_members()
        demo.create()

        linked = {
            code: sorted(
                partner["organisation"]["page"]["slug"]
                for node in shown(code).values()
                for partner in node["partners"]
                if partner["organisation"]["page"]
            )
            for code in ("CS", "EN")
        }
        transaction.set_rollback(True)

    both = ["crytur", "hilase", "hilase", "meopta", "meopta", "thermo-fisher-brno", "zebr"]
    assert linked == {
        "CS": sorted([*both, "upol", "upt-av-cr"]),
        "EN": sorted([*both, "institute-of-scientific-instruments", "palacky-university-olomouc"]),
    }
    assert ProjectPage.objects.count() == 16
