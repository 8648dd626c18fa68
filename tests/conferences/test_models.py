"""What an edition and its rows may and may not be, in the form and at publication."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import Page

from cms.accounts.models import User
from plugins.conferences.models import (
    ConferenceIndexPage,
    ConferencePage,
    Fee,
    Organiser,
    Partner,
    PartnerTier,
    Session,
    Talk,
)
from tests.conferences.factories import day, make_conference, package, partner, tiers
from tests.conferences.public_rows import session
from tests.content.factories import Homes, make_english, publish
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db


def refused(page: ConferencePage, **values: Any) -> list[str]:
    """What publication says against `values`, in Czech; nothing when it is right."""
    try:
        publish(page, **values)
    except ValidationError as error:
        return [message.replace("\N{NO-BREAK SPACE}", " ") for message in error.messages]
    return []


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, []),
        ({"end_on": day(29)}, ["Konference končí dříve, než začíná."]),
        ({"end_on": None}, []),
        ({"latitude": Decimal(49)}, ["Zadejte zeměpisnou šířku i délku, nebo žádnou z nich."]),
        ({"early_until": day(33)}, ["To je až po konferenci."]),
        (
            {"early_until": day(3), "regular_until": day(3)},
            ["Běžné poplatky musí končit později než včasné."],
        ),
        ({"country": "Czechia"}, ["Použijte dvě písmena, například CZ."]),
        ({"website": "javascript:alert(1)"}, ["Zadejte platnou adresu URL."]),
    ],
)
def test_facts(index: ConferenceIndexPage, values: dict[str, Any], wrong: list[str]) -> None:
    page = make_conference(index)

    assert [message for message in refused(page, **values) if "nejvýše" not in message] == wrong


def rows_of(case: str, page: ConferencePage) -> dict[str, Any]:
    """Rows that do not fit one another."""
    locale = page.locale
    talk = Talk(locale=locale, session="a1", title="T")
    return {
        "tier twice": {"tiers": [*tiers(), tiers()[0]]},
        "unknown tier": {"tiers": tiers(), "partners": [partner("platinum", "A")]},
        "nobody": {"tiers": tiers(), "partners": [partner("gold", " ")]},
        "spelt otherwise": {
            "tiers": tiers(),
            "partners": [partner("gold", "Čočka"), partner("silver", "COCKA ")],
        },
        "tier full": {
            "tiers": tiers(gold=1),
            "partners": [partner("gold", "A"), partner("gold", "B")],
        },
        "package of no tier": {"packages": [package(page, tier="platinum")]},
        "nameless organiser": {"organisers": [Organiser()]},
        "outside the dates": {"sessions": [session(page, day=day(40))]},
        "ends before": {"sessions": [session(page, ends_at=datetime.time(8))]},
        "no such session": {"talks": [talk]},
        "outside the session": {
            "sessions": [session(page)],
            "talks": [
                Talk(
                    locale=locale,
                    session="a1",
                    title="T",
                    starts_at=datetime.time(8),
                    ends_at=datetime.time(10),
                )
            ],
        },
        "early without an end": {"fees": [Fee(locale=locale, category="member", early=1)]},
        "two fees": {
            "fees": [Fee(locale=locale, category="member", regular=n) for n in (1, 2)],
        },
    }[case]


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("tier twice", "Kód „gold“ je použit dvakrát."),
        ("unknown tier", "Tento ročník nemá úroveň „platinum“."),
        ("nobody", "Vyberte organizaci, nebo napište název jiné."),
        ("spelt otherwise", "„COCKA “ už partnerem tohoto ročníku je."),
        ("tier full", "Úroveň „zlatý partner“ je plná: může jich mít 1."),
        ("package of no tier", "Tento ročník nemá úroveň „platinum“."),
        ("nameless organiser", "Vyberte organizaci, nebo napište název jiné."),
        ("outside the dates", "V tento den se konference nekoná."),
        ("ends before", "Musí skončit později, než začne."),
        ("no such session", "Blok programu „a1“ neexistuje."),
        ("outside the session", "Přednáška je mimo čas svého bloku programu."),
        ("early without an end", "Uveďte, do kdy platí včasný poplatek."),
        ("two fees", "V této kategorii jsou dva poplatky."),
    ],
)
def test_rows_that_do_not_fit(index: ConferenceIndexPage, case: str, message: str) -> None:
    page = make_conference(index)

    assert refused(page, **rows_of(case, page)) == [message]
    assert ConferencePage.objects.get(pk=page.pk).rows() == page.rows()


def test_one_member_by_two_language_versions_is_one_partner(
    homes: Homes, index: ConferenceIndexPage
) -> None:
    member = make_member(make_directory(homes))
    english = make_english(member, title="Meopta", slug="meopta")
    page = make_conference(index, tiers=tiers(), partners=[partner("gold", member)])
    both = [partner("gold", member), partner("silver", english)]

    assert refused(page, partners=both) == ["„Meopta“ už partnerem tohoto ročníku je."]
    with pytest.raises(IntegrityError), transaction.atomic():
        Partner.objects.create(
            conference=page, tier="silver", organisation=Page.objects.get(pk=english.pk)
        )


def test_rows_may_exchange_what_must_be_unique(index: ConferenceIndexPage) -> None:
    page = make_conference(
        index, tiers=tiers(), partners=[partner("gold", "A"), partner("silver", "B")]
    )
    fresh = ConferencePage.objects.get(pk=page.pk)
    first, second = fresh.partners.all()
    first.name, second.name = second.name, first.name
    fresh.partners = [first, second]
    gold, silver = fresh.tiers.all()
    gold.key, silver.key = silver.key, gold.key
    fresh.tiers = [gold, silver]

    fresh.save_revision().publish()

    names = Partner.objects.filter(conference=page).order_by("pk").values_list("tier", "name")
    assert list(names) == [("gold", "B"), ("silver", "A")]
    keys = PartnerTier.objects.filter(conference=page).order_by("pk").values_list("key", "rank")
    assert list(keys) == [("silver", 1), ("gold", 2)]


def test_a_conference_known_to_the_month_lasts_the_whole_month(index: ConferenceIndexPage) -> None:
    page = make_conference(
        index,
        date_precision="month",
        start_on=datetime.date(2028, 2, 14),
        end_on=None,
    )

    assert (page.start_on, page.end_on, page.year) == (
        datetime.date(2028, 2, 1),
        datetime.date(2028, 2, 29),
        2028,
    )


def test_the_english_page_follows_tiers_and_partners_at_once(index: ConferenceIndexPage) -> None:
    page = make_conference(index, tiers=tiers(), sessions=[session(index)])
    own = session(index, title="Opening")
    own.locale_id = None
    own.translation_key = page.sessions.get().translation_key
    english = make_english(page, title="Optics", slug="optics", sessions=[own])

    later = page.sessions.get()
    later.starts_at = datetime.time(10)
    publish(page, partners=[partner("gold", "A")], sessions=[later])

    kept = Session.objects.get(conference=english)
    assert [p.name for p in english.partners.all()] == ["A"]
    assert (kept.title, kept.starts_at) == ("Opening", datetime.time(10))


def form_of(index: ConferenceIndexPage, client: Client) -> tuple[str, dict[str, str]]:
    """The address of the form for a new edition, and what it sends with only the musts."""
    client.force_login(User.objects.create_superuser("office", "office@example.org", "x"))
    url = f"/admin/pages/add/conferences/conferencepage/{index.pk}/"
    sent: dict[str, str] = {
        "title": "Optika", "slug": "optika", "date_precision": "day", "currency": "CZK",
        "start_on": day(30).isoformat(), "cluster_role": "organiser", "body-count": "0",
        "comments-TOTAL_FORMS": "0", "comments-INITIAL_FORMS": "0",
    }  # fmt: skip
    relations = (
        "organisers",
        "projects",
        "tiers",
        "partners",
        "packages",
        "fees",
        "sessions",
        "talks",
    )
    for relation in (*relations, "speakers"):
        sent |= {f"{relation}-TOTAL_FORMS": "0", f"{relation}-INITIAL_FORMS": "0"}
    return url, sent


def test_a_new_edition_is_offered_the_usual_tiers_in_tabs(
    index: ConferenceIndexPage, client: Client
) -> None:
    url, _sent = form_of(index, client)

    page = client.get(url).content.decode()

    assert page.count('value="generální partner"') == 1
    assert 'name="tiers-TOTAL_FORMS" value="10"' in page
    for tab in ("Konference", "Partneři", "Balíčky a\N{NO-BREAK SPACE}poplatky", "Program"):
        assert tab in page
    assert "conferences/siblings.js" in page


def test_the_form_names_the_row_and_keeps_what_was_typed(
    index: ConferenceIndexPage, client: Client
) -> None:
    url, sent = form_of(index, client)
    sent |= {
        "tiers-TOTAL_FORMS": "1", "tiers-0-key": "gold", "tiers-0-name_cs": "zlatý",
        "tiers-0-name_en": "gold", "tiers-0-rank": "1", "tiers-0-ORDER": "1",
        "partners-TOTAL_FORMS": "2",
        "partners-0-tier": "gold", "partners-0-name": "Čočka s.r.o.",
        "partners-1-tier": "gold", "partners-1-name": "čočka S.R.O.",
    }  # fmt: skip

    wrong = client.post(url, {**sent, "action-publish": "1"})
    right = client.post(url, {**sent, "partners-1-name": "Jiná", "action-publish": "1"})

    page = wrong.content.decode()
    assert wrong.status_code == 200
    assert "„čočka S.R.O.“ už partnerem tohoto ročníku je." in page
    assert 'value="Čočka s.r.o."' in page
    assert right.status_code == 302
    made = ConferencePage.objects.get()
    assert (made.live, made.year, made.end_on) == (True, day(30).year, None)
    assert [p.name for p in made.partners.all()] == ["Čočka s.r.o.", "Jiná"]
