"""What documents hold, whole, page type by page type."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from wagtail.models import Page

from cms.content.models import FormPage
from cms.content.models.forms import FormField
from cms.content.search.document import DAYS, FIRST_DAY, prior_of
from cms.indexing.connection import analyser
from cms.indexing.documents import documents_of, schema, searchable_types
from cms.plugin import PageType
from cms.plugin.registry import registry
from plugins.members.models import ContactPerson, Market, MemberField, MemberPage, Product
from search.document import Document
from tests.content.factories import (
    Homes,
    block,
    item,
    make_english,
    make_home,
    make_page,
    make_pillar,
    make_term,
    make_topic,
    publish,
)
from tests.events.factories import make_calendar, make_event
from tests.members.factories import english_of, make_directory, make_member
from tests.opportunities.factories import extension, internship, make_board, make_opportunity

pytestmark = pytest.mark.django_db

PERSON = {"name": "Jana Nová", "role": "", "email": "", "phone": "", "photo": None}
BODY = [
    block("heading", {"text": "Nadpis", "level": "h2"}, "1"),
    block("rich_text", "<p>Jedna <b>dvě</b></p><ul><li>tři</li></ul>", "2"),
    block("people", {"title": "Lidé", "people": [item(PERSON, "a")]}, "3"),
    block("table", {"data": [["buňka", ""]], "table_caption": "Popis"}, "4"),
    block("embed", {"media": "https://example.org/v", "title": "Video"}, "5"),
]


@pytest.fixture
def homes() -> Homes:
    return make_home()


def said(page: Page) -> dict[str, Any]:
    """What the document of `page` holds, without what merely identifies it."""
    document: Any = documents_of([page.pk])[page.pk]
    values = {name: getattr(document, name) for name in document.fields}
    del values["digest"], values["translation_key"], values["last_published_at"]
    return {name: value for name, value in values.items() if value is not None}


def test_a_page_of_text_says_what_its_blocks_say(homes: Homes) -> None:
    page = make_page(homes.cs, title="O nás", slug="o-nas", intro="Úvod", body=BODY)

    assert said(page) == {
        "title": "O nás",
        "summary": "Úvod",
        "body": "Nadpis\nJedna dvě\ntři\nLidé\nJana Nová\nPopis\nbuňka\nVideo",
    }


def test_a_translation_says_only_what_is_translated(homes: Homes) -> None:
    heading = block("heading", {"text": "Nadpis", "level": "h2"}, "1")
    page = make_page(homes.cs, title="O nás", slug="o-nas", intro="Úvod", body=[heading])
    in_english = block("heading", {"text": "Heading", "level": "h2"}, "1")

    english = make_english(page, title="About us", body=[in_english])
    untouched = make_english(make_page(homes.cs, title="Jen česky", body=BODY), title="Czech")

    assert said(english) == {"title": "About us", "body": "Heading", "also_in": ("cs",)}
    assert said(untouched) == {"title": "Czech", "also_in": ("cs",)}


def test_a_form_says_what_it_asks_for(homes: Homes) -> None:
    page = make_page(
        homes.cs, FormPage, title="Napište nám", slug="kontakt", intro="<p>Rádi odpovíme.</p>",
        form_fields=[FormField(label="Vaše otázka", field_type="multiline", locale=homes.czech)],
    )  # fmt: skip

    assert said(page) == {"title": "Napište nám", "body": "Rádi odpovíme.\nVaše otázka"}


def test_a_member_says_its_names_and_what_it_can(homes: Homes) -> None:
    directory = make_directory(homes)
    member = make_member(
        directory,
        claim="Vidíme dál",
        profile="<p>Vyrábí <b>čočky</b>.</p>",
        other_names="Meopta-optika\n",
        city="Přerov",
        region="CZ-71",
        founded=1933,
        street="Kabelíkova 1",
        email="info@example.org",
        pillars=[make_pillar()],
        topics=[make_topic("thin-films", "Tenké vrstvy", "Thin films")],
        markets=[make_term(Market, "defence", "Obrana", "Defence")],
        products=[Product(name="Zaměřovač", description="Pro lov.", locale=homes.czech)],
        contacts=[
            ContactPerson(name="Jana Nová", role="ředitelka", locale=homes.czech),
            ContactPerson(name="Petr Skrytý", is_members_only=True, locale=homes.czech),
        ],
    )
    english = make_english(member, title="Meopta", claim="We see further")
    facts = {
        "pillar": ("optics",),
        "topic": ("thin-films",),
        "market": ("defence",),
        "member_type": ("company-sme",),
        "region": ("CZ-71",),
        "country": ("CZ",),
        "founded": 1933,
    }

    assert said(member) == facts | {
        "title": "Meopta",
        "names": "Meopta-optika\nOptika\nTenké vrstvy\nObrana\nPřerov",
        "summary": "Vidíme dál",
        "body": "Vyrábí čočky.\nZaměřovač\nPro lov.\nJana Nová\nředitelka\n"
        "Olomoucký kraj\nMalý nebo střední podnik",
        "service": ("Zaměřovač",),
        "city": ("Přerov",),
        "also_in": ("en",),
    }
    assert said(english) == facts | {
        "title": "Meopta",
        "names": "Meopta-optika\nOptics\nThin films\nDefence",
        "summary": "We see further",
        "body": "Olomouc Region\nsmall or medium-sized company",
        "also_in": ("cs",),
    }


def test_what_a_member_keeps_for_members_is_in_no_field(homes: Homes) -> None:
    member = make_member(
        make_directory(homes), products=[Product(name="Tajné", locale=homes.czech)]
    )
    assert said(member)["service"] == ("Tajné",)

    publish(member, members_only=MemberField.values)

    assert {"body", "service"} & said(member).keys() == {"body"}
    assert "Tajné" not in str(said(member))


def test_an_opportunity_says_its_kind_in_many_words(homes: Homes) -> None:
    member = make_member(make_directory(homes), live=True)
    deadline = datetime.date(2030, 6, 30)
    page = make_opportunity(
        make_board(homes),
        "Lasery",
        **internship(make_pillar(), organisation=member.page_ptr)
        | {"deadline_on": deadline, "organisation_name": "Nikdo", "grant_max": Decimal("10.50")},
        extensions=[extension(datetime.date(2030, 7, 31))],
    )

    found = said(page)
    names = found.pop("names").split("\n")
    assert (names[0], names[-3:]) == ("Stáž", ["Meopta", "Optika", "Brno"])
    assert found | {"published": None} == {
        "title": "Lasery",
        "summary": "Shrnutí.",
        "body": "Popis.\nMagisterské studium",
        "kind": ("internship",),
        "family": ("student",),
        "pillar": ("optics",),
        "organisation": (str(member.translation_key),),
        "organisation_name": ("Nikdo",),
        "place": ("Brno",),
        "country": ("CZ",),
        "level": ("master",),
        "is_open_until_filled": ("false",),
        "deadline": datetime.date(2030, 7, 31),
        "closes_at": datetime.datetime(2030, 7, 31, 22, tzinfo=datetime.UTC),
        "duration_days": 90,
        "grant_size": 1050,
        "published": None,
    }
    assert found["published"] == timezone.localdate()


def test_an_organisation_that_is_not_public_is_named_as_somebody_typed(homes: Homes) -> None:
    draft = make_member(make_directory(homes), "Tajná firma", live=False)
    page = make_opportunity(
        make_board(homes), organisation=draft.page_ptr, organisation_name="Veřejné jméno"
    )

    found = said(page)

    assert "organisation" not in found
    assert "Veřejné jméno" in found["names"].split("\n")
    assert "Tajná" not in str(found)


def test_an_event_has_the_instants_of_its_state(homes: Homes) -> None:
    page = make_event(make_calendar(homes), registration_url="https://example.org/")
    midnight = datetime.datetime(2030, 6, 11, 22, tzinfo=datetime.UTC)

    assert said(page) == {
        "title": "Setkání",
        "names": "networking\nčerven 2030",
        "event_type": ("networking",),
        "status": ("scheduled",),
        "precision": ("day",),
        "is_online": ("false",),
        "is_internal": ("false",),
        "is_summary": ("false",),
        "date": datetime.date(2030, 6, 12),
        "date_end": datetime.date(2030, 6, 12),
        "begins_at": midnight,
        "ends_at": midnight + datetime.timedelta(days=1),
        "registration_closes_at": midnight,
    }


def test_every_page_type_of_the_house_has_a_document() -> None:
    types = {item.model for _label, item in registry().contributed(PageType)}

    assert types - {item.model for item in searchable_types()} == set()


def test_the_documents_of_all_types_fit_one_schema() -> None:
    fields = schema("analysis").fields

    assert {"title", "kind", "deadline", "seats"} <= fields.keys()
    assert schema("analysis").fingerprint != schema("another").fingerprint


def test_every_word_of_a_document_is_in_its_vocabulary(homes: Homes) -> None:
    page = make_page(homes.cs, title="Lasery", slug="l", intro="Svítí", body=BODY[:2])

    record = documents_of([page.pk])[page.pk].record(analyser())

    assert {"lasery", "svítí", "nadpis", "jedna"} <= set(record.keywords["words"])
    assert record.surfaces == {"title": ("lasery",)}


def test_equal_pages_have_equal_digests_and_a_change_another(homes: Homes) -> None:
    page = make_page(homes.cs, title="Optika", slug="optika", intro="Úvod")

    def digest(version: int) -> tuple[str, ...]:
        document: Any = documents_of([page.pk], version)[page.pk]
        return tuple(document.digest)

    before = digest(1)
    assert digest(2) == before
    publish(page, intro="Jiný")
    assert digest(2) != before


@pytest.mark.parametrize(
    ("rank", "dated", "prior"),
    [
        (0, None, 0),
        (0, datetime.date(2010, 1, 2), 1),
        (1, datetime.date(1990, 1, 1), DAYS),
        (3, datetime.date(9999, 1, 1), 4 * DAYS - 1),
        (2, datetime.datetime(2010, 1, 1, 23, 30, tzinfo=datetime.UTC), 2 * DAYS + 1),
    ],
)
def test_rank_counts_more_than_dates(rank: int, dated: Any, prior: int) -> None:
    assert prior_of(rank, dated) == prior


def test_days_of_documents_last_for_decades() -> None:
    assert datetime.date.fromordinal(FIRST_DAY + DAYS).year == 2054


def test_documents_are_those_of_the_search_library(homes: Homes) -> None:
    (document,) = documents_of([homes.en.pk]).values()

    assert isinstance(document, Document)
    assert (document.id, document.type, document.locale) == (str(homes.en.pk), "HomePage", "en")
    assert english_of(homes.cs).pk == homes.en.pk
    assert MemberPage not in {type(homes.en)}
