"""The demo: documented conferences and one invented edition, in both languages, made once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page, Revision

from cms.content.demo import create as create_content
from cms.content.demo.bilingual import read
from cms.graphql.testing import execute
from plugins.conferences import demo
from plugins.conferences.models import ConferencePage, PackageSale, PackageStock
from plugins.members import demo as members
from plugins.members.upgrades import create_logo_collection
from plugins.projects import demo as projects

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

LISTED = """query ($locale: Locale!) { conferences(locale: $locale, order: START, first: 50) {
  totalCount nodes { title startOn endOn datePrecision clusterRole city intro
    translation { isFallback } organisers { name } packages { price } fees { amount } } } }"""
SAMPLE = """query ($locale: Locale!) { conferences(
  locale: $locale, first: 3, filter: {role: [ORGANISER]}) {
  nodes { title takesEnquiries
    partnerTiers { name partners { organisation { name website page { id } } } }
    packages { name price limit left isAvailable benefits { label } }
    fees { name period isCurrent } speakers { name bio }
    programme { title talks { title speakers { name role } } } } } }"""


@pytest.fixture(scope="module")
def _loaded(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock(), transaction.atomic():
        create_logo_collection()
        create_content()
        demo.create()  # before the members, as when their plugin comes later
        members.create()
        demo.create()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_documented_conferences_have_no_invented_prices(locale: str) -> None:
    data = execute(LISTED, {"locale": locale}).data
    assert data is not None
    listed = data["conferences"]
    documented = [node for node in listed["nodes"] if not node["packages"]]

    assert (listed["totalCount"], len(documented)) == (9, 8)
    assert [node["fees"] for node in documented] == [[]] * 8
    assert [node["title"] for node in listed["nodes"] if node["translation"]["isFallback"]] == []
    assert [node["title"] for node in listed["nodes"] if not node["intro"]] == []


@pytest.mark.usefixtures("_loaded")
def test_the_sample_has_four_tiers_and_eleven_partners() -> None:
    data = execute(SAMPLE, {"locale": "EN"}).data
    assert data is not None
    sample = next(n for n in data["conferences"]["nodes"] if "sample" in n["title"])

    wall = {
        tier["name"]: [partner["organisation"]["name"] for partner in tier["partners"]]
        for tier in sample["partnerTiers"]
    }
    left = {p["name"]: (p["left"], p["isAvailable"]) for p in sample["packages"]}

    others = [
        (partner["organisation"]["name"], partner["organisation"]["website"])
        for tier in sample["partnerTiers"]
        for partner in tier["partners"]
        if partner["organisation"]["page"] is None
    ]

    assert [len(partners) for partners in wall.values()] == [1, 3, 4, 3]
    assert others == [("Musteroptik GmbH", "https://musteroptik.example.org/")]
    assert list(wall) == ["general partner", "gold sponsor", "silver sponsor", "bronze sponsor"]
    assert wall["gold sponsor"] == sorted(wall["gold sponsor"], key=str.casefold)
    assert left["General partnership"] == (0, False)
    assert left["Gold package"] == (0, False)
    assert left["Silver package"] == (2, True)
    assert left["Bronze package"] == (None, True)
    assert sample["takesEnquiries"] is True
    assert len(sample["speakers"]) == 5
    assert all(speaker["bio"] for speaker in sample["speakers"])
    assert {s["name"] for p in sample["programme"] for t in p["talks"] for s in t["speakers"]} == {
        speaker["name"] for speaker in sample["speakers"]
    }


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["CS", "EN"])
def test_organisers_without_a_page_are_named_in_the_asked_language(locale: str) -> None:
    data = execute(LISTED, {"locale": locale}).data
    assert data is not None
    records = read("plugins.conferences", "conferences")
    others = {
        organiser["name"][locale.lower()]
        for record in records
        for organiser in record["organisers"]
        if organiser["member"] is None
    }

    shown = {o["name"] for node in data["conferences"]["nodes"] for o in node["organisers"]}
    cluster = {"CS": "Český optický klastr", "EN": "Czech Optical Cluster"}[locale]
    assert {*others, cluster} - shown == set()
    assert len(others) == 3


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize(
    ("address", "seen"),
    [
        (
            "/cs/konference/ceska-optika-ukazka/",
            ["120\xa0000&nbsp;CZK bez DPH", "2\xa0900&nbsp;CZK (do ", "<li>09:30–12:00 Optické"],
        ),
        (
            "/en/conferences/czech-optics-sample/",
            [
                "120,000&nbsp;CZK excluding VAT",
                "2,900&nbsp;CZK (until ",
                "<li>09:30–12:00 Coatings",
            ],
        ),
    ],
)
def test_the_sample_reads_well_as_a_plain_page(address: str, seen: list[str]) -> None:
    page = Client().get(address).content.decode()
    partner = '<a href="https://musteroptik.example.org/" rel="external nofollow">Musteroptik GmbH'

    assert [words for words in [*seen, partner, "Alena Vzorová"] if words not in page] == []


@pytest.mark.usefixtures("_loaded")
def test_projects_that_come_later_are_linked() -> None:
    document = """{ projects(locale: EN, first: 10) { nodes { slug
      conferences { nodes { slug } } } } }"""
    with transaction.atomic():
        projects.create()
        demo.create()
        data = execute(document).data
        transaction.set_rollback(True)
    assert data is not None

    linked = {
        node["slug"]: [conference["slug"] for conference in node["conferences"]["nodes"]]
        for node in data["projects"]["nodes"]
        if node["conferences"]["nodes"]
    }
    assert linked == {"laser-pro": ["laser-pro-annual-conference-2026"]}


@pytest.mark.usefixtures("_loaded")
def test_only_conferences_are_listed_and_each_is_an_event_of_the_calendar() -> None:
    types = {record["slug"]["cs"]: record["type"] for record in read("plugins.events", "events")}
    records = read("plugins.conferences", "conferences")

    assert [types[record["slug"]["cs"]] for record in records] == ["conference"] * len(records)


@pytest.mark.usefixtures("_loaded")
@pytest.mark.parametrize("locale", ["cs", "en"])
def test_slugs_are_in_the_language_of_the_page(locale: str) -> None:
    pages = ConferencePage.objects.filter(locale__language_code=locale)
    of_events = {record["slug"][locale] for record in read("plugins.events", "events")}
    sample = {"cs": "ceska-optika-ukazka", "en": "czech-optics-sample"}[locale]

    slugs = {page.slug for page in pages}
    assert (slugs - of_events, len(slugs & of_events)) == ({sample}, 8)


@pytest.mark.usefixtures("_loaded")
def test_loading_again_changes_nothing() -> None:
    def facts() -> list[object]:
        return [
            list(Page.objects.order_by("path").values_list("pk", "path", "latest_revision_id")),
            Revision.objects.count(),
            list(PackageSale.objects.order_by("pk").values_list("pk", "package_id")),
            list(PackageStock.objects.order_by("pk").values_list("pk", "sold", "limit")),
        ]

    before = facts()
    demo.create()

    assert facts() == before
