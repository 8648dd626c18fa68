"""What an opportunity may and may not be."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from plugins.opportunities.models import Fee, Kind, OpportunityIndexPage, OpportunityPage, kinds
from plugins.opportunities.models.taxonomy import FIELDS
from tests.content.factories import Homes, make_home, make_pillar, publish
from tests.members.factories import make_directory, make_member
from tests.opportunities.factories import extension, internship, make_board, make_opportunity

pytestmark = pytest.mark.django_db

DAY = datetime.date(2026, 6, 15)


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def board(homes: Homes) -> OpportunityIndexPage:
    return make_board(homes)


def wrong_fields(page: OpportunityPage, **values: Any) -> set[str]:
    """Names of the fields that validation refuses."""
    for name, value in values.items():
        setattr(page, name, value)
    try:
        page.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.mark.parametrize("kind", Kind.values)
def test_what_a_kind_requires_is_missed_by_name(board: OpportunityIndexPage, kind: str) -> None:
    page = make_opportunity(
        board,
        live=False,
        kind=kind,
        summary="",
        description="",
        contact_name="",
        contact_email="",
        duration_unit="months",
    )
    filled = {"title", "duration_unit"}  # the factory's, and one with a default
    expected = {
        group[0]
        for key in kinds()[Kind(kind)].required
        for group in FIELDS[key].needs
        if not filled & set(group)
    }

    assert wrong_fields(page) == expected


def test_a_missing_field_is_named_in_words(board: OpportunityIndexPage) -> None:
    page = make_opportunity(board, live=False, kind=Kind.JOB)

    with pytest.raises(ValidationError) as raised:
        page.full_clean()

    assert raised.value.message_dict["workload"] == [
        "Pro druh „Pracovní nabídka“ vyplňte pole „Úvazek“."
    ]


def test_an_incomplete_draft_cannot_be_published(board: OpportunityIndexPage) -> None:
    page = make_opportunity(board, live=False, kind=Kind.TENDER)

    with pytest.raises(ValidationError):
        page.get_latest_revision().publish()

    assert OpportunityPage.objects.get(pk=page.pk).live is False


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, set()),
        ({"opening_on": DAY, "deadline_on": DAY}, set()),
        ({"opening_on": DAY, "deadline_on": DAY - datetime.timedelta(days=1)}, {"deadline_on"}),
        ({"deadline_time": datetime.time(12)}, {"deadline_time"}),
        ({"deadline_on": datetime.date(2200, 1, 1)}, {"deadline_on"}),
        ({"pay_min": Decimal(200), "pay_max": Decimal(100)}, {"pay_max"}),
        ({"pay_min": Decimal(-1)}, {"pay_min"}),
        ({"grant_min": Decimal(2), "grant_max": Decimal(1)}, {"grant_max"}),
        ({"trl_min": 5, "trl_max": 4}, {"trl_max"}),
        ({"trl_min": 0}, {"trl_min"}),
        ({"trl_max": 10}, {"trl_max"}),
        ({"event_ends_on": DAY}, {"event_starts_on"}),
        (
            {"event_starts_on": DAY, "event_ends_on": DAY - datetime.timedelta(days=1)},
            {"event_ends_on"},
        ),
        ({"academic_year": "2026/2027"}, set()),
        ({"academic_year": "2026/2028"}, {"academic_year"}),
        ({"academic_year": "2026-2027"}, {"academic_year"}),
        ({"latitude": Decimal("49.4")}, {"longitude"}),
        ({"country": "cz"}, {"country"}),
        ({"host_country": "DEU"}, {"host_country"}),
        ({"levels": ["wizard"]}, {"levels"}),
        ({"kind": "lottery"}, {"kind"}),
        ({"stage": "sold-out"}, {"stage"}),
        ({"apply_url": "javascript:alert(1)"}, {"apply_url"}),
        ({"duration": 0}, {"duration"}),
    ],
)
def test_validation(board: OpportunityIndexPage, values: dict[str, Any], wrong: set[str]) -> None:
    assert wrong_fields(make_opportunity(board), **values) == wrong


def test_each_extension_is_later_than_the_deadline_before(board: OpportunityIndexPage) -> None:
    page = make_opportunity(board, deadline_on=DAY)
    later, latest = (DAY + datetime.timedelta(days=days) for days in (7, 14))

    assert wrong_fields(page, extensions=[extension(later), extension(latest)]) == set()
    assert wrong_fields(page, extensions=[extension(latest), extension(later)]) == {"deadline_on"}
    assert wrong_fields(page, extensions=[extension(DAY)]) == {"deadline_on"}
    assert wrong_fields(page, deadline_on=None, extensions=[extension(later)]) == {"deadline_on"}


def test_an_opportunity_outlives_its_organisation(
    homes: Homes, board: OpportunityIndexPage
) -> None:
    member = make_member(make_directory(homes))
    page = make_opportunity(board, organisation=member.page_ptr, kind=Kind.MEMBERSHIP)

    member.delete()

    assert OpportunityPage.objects.get(pk=page.pk).organisation_id is None


def test_a_page_of_another_type_is_no_organisation(board: OpportunityIndexPage) -> None:
    page = make_opportunity(board)

    assert wrong_fields(page, organisation=board.page_ptr) == {"organisation"}


def test_translatable_parts_are_published(board: OpportunityIndexPage, homes: Homes) -> None:
    fees = [Fee(locale=homes.czech, category="Člen", amount=Decimal(500))]

    page = publish(make_opportunity(board, **internship(make_pillar())), fees=fees)

    assert [str(fee) for fee in page.fees.all()] == ["Člen"]
