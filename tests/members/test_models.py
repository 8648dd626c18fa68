"""What a member may and may not be."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cms.graphql.testing import execute
from cms.publishing.visibility import live_pages
from plugins.members.models import MemberField, MemberIndexPage, MemberPage, MemberType
from tests.content.factories import make_home
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def wrong_fields(directory: MemberIndexPage, **values: Any) -> set[str]:
    """Names of the fields that validation refuses."""
    member = make_member(directory)
    for name, value in values.items():
        setattr(member, name, value)
    try:
        member.full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


@pytest.mark.parametrize(
    ("values", "wrong"),
    [
        ({}, set()),
        ({"latitude": Decimal("49.4"), "longitude": Decimal("17.4")}, set()),
        ({"latitude": Decimal("49.4")}, {"longitude"}),
        ({"longitude": Decimal("17.4")}, {"longitude"}),
        ({"latitude": Decimal(91), "longitude": Decimal(0)}, {"latitude"}),
        ({"latitude": Decimal(0), "longitude": Decimal(-181)}, {"longitude"}),
        ({"latitude": Decimal(0), "longitude": Decimal(0)}, set()),
        ({"country": "cz"}, {"country"}),
        ({"country": "CZE"}, {"country"}),
        ({"country": "C\n"}, {"country"}),
        ({"country": "DE"}, set()),
        ({"founded": 999}, {"founded"}),
        ({"website": "javascript:alert(1)"}, {"website"}),
        ({"member_type": "cartel"}, {"member_type"}),
        (
            {
                "member_since": datetime.date(2024, 2, 1),
                "member_until": datetime.date(2024, 1, 31),
            },
            {"member_until"},
        ),
        (
            {"member_since": datetime.date(2024, 2, 1), "member_until": datetime.date(2024, 2, 1)},
            set(),
        ),
    ],
)
def test_validation(directory: MemberIndexPage, values: dict[str, Any], wrong: set[str]) -> None:
    assert wrong_fields(directory, **values) == wrong


def test_a_member_is_shown_to_the_end_of_the_last_day(directory: MemberIndexPage) -> None:
    today = timezone.localdate()
    make_member(directory, "Today", member_until=today)
    make_member(directory, "Yesterday", member_until=today - datetime.timedelta(days=1))
    make_member(directory, "Always")

    shown = live_pages(MemberPage).values_list("title", flat=True)

    assert sorted(shown) == ["Always", "Today"]


def test_each_field_for_members_only_is_a_field() -> None:
    relations = {relation.get_accessor_name() for relation in MemberPage._meta.related_objects}
    fields = {field.name for field in MemberPage._meta.get_fields()} | relations

    assert {value for value, _label in MemberField.choices} - fields == set()


def test_members_only_knows_closed_choices(directory: MemberIndexPage) -> None:
    field = MemberPage._meta.get_field("members_only").formfield()

    assert field.clean(["street", "phone"]) == ["street", "phone"]
    with pytest.raises(ValidationError):
        field.clean(["salary"])


def test_members_stand_below_a_directory_only() -> None:
    assert MemberPage.allowed_parent_page_models() == [MemberIndexPage]
    assert MemberPage.allowed_subpage_models() == []
    assert MemberType.UNIVERSITY.value == "university"


def test_member_that_hides_its_street_hides_where_it_is(directory: MemberIndexPage) -> None:
    place = {"street": "Optická 1", "postal_code": "750 02", "city": "Přerov"}
    member = make_member(
        directory, latitude=Decimal("49.4551"), longitude=Decimal("17.4509"), **place
    )
    query = """query ($id: ID!) { page(id: $id) { ... on Member {
        street postalCode city coordinates { latitude longitude } } } }"""
    shown = execute(query, {"id": str(member.pk)}).data

    member.members_only = ["street"]
    member.save_revision().publish()
    hidden = execute(query, {"id": str(member.pk)}).data

    assert shown == {
        "page": {
            "street": "Optická 1",
            "postalCode": "750 02",
            "city": "Přerov",
            "coordinates": {"latitude": 49.4551, "longitude": 17.4509},
        }
    }
    assert hidden == {
        "page": {"street": None, "postalCode": None, "city": "Přerov", "coordinates": None}
    }
