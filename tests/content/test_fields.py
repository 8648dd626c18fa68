"""Several values of a closed list in one column."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.migrations.writer import MigrationWriter
from django.utils import translation

from cms.content.fields import ChoiceListField
from plugins.members.models import MemberField, MemberIndexPage, MemberPage
from tests.content.factories import make_english, make_home, publish
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db


class Level(models.TextChoices):
    BACHELOR = "bachelor", "bachelor"
    MASTER = "master", "master"
    DOCTOR = "doctor", "doctor"


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


def found(*values: str) -> list[str]:
    pages = MemberPage.objects.filter(members_only__has_any=values, locale__language_code="cs")
    return sorted(pages.values_list("slug", flat=True))


def test_values_are_found_whole_and_each_row_once(directory: MemberIndexPage) -> None:
    make_member(directory, slug="both", members_only=["phone", "email"])
    make_member(directory, slug="phone", members_only=["phone"])
    make_member(directory, slug="none")

    assert found("phone") == ["both", "phone"]
    assert found("email") == ["both"]
    assert found("email", "phone") == ["both", "phone"]
    assert found("pho", "hone", '"phone"', "%") == []
    assert found() == []
    without = MemberPage.objects.exclude(members_only__has_any=["email"])
    assert set(without.values_list("slug", flat=True)) == {"phone", "none"}


def test_values_are_stored_in_order_of_declaration_each_once(directory: MemberIndexPage) -> None:
    member = make_member(directory, members_only=[MemberField.PHONE, "email", "phone"])

    assert member.members_only == ["email", "phone"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT members_only FROM members_memberpage")
        assert json.loads(cursor.fetchone()[0]) == ["email", "phone"]


def test_the_list_is_the_same_in_all_languages_and_revisions(directory: MemberIndexPage) -> None:
    czech = make_member(directory, members_only=["phone"])
    english = make_english(czech, title="Meopta")
    assert english.members_only == ["phone"]

    publish(czech, members_only=[])

    assert MemberPage.objects.get(pk=english.pk).members_only == []
    revision = MemberPage.objects.get(pk=czech.pk).latest_revision
    assert revision.content["members_only"] == []
    assert revision.as_object().members_only == []


def codes_of(field: ChoiceListField, value: object) -> list[str | None]:
    """What validation says about `value`."""
    try:
        field.clean(value, None)
    except ValidationError as error:
        return [one.code for one in error.error_list]
    return []


@pytest.mark.parametrize(
    ("value", "codes"),
    [
        ([], []),
        (["doctor", "bachelor"], []),
        (["doctor", "professor"], ["invalid_choice"]),
        ("doctor", ["invalid_list"]),
        ({"doctor": 1}, ["invalid_list"]),
        (None, ["null"]),
    ],
)
def test_what_is_not_on_offer_is_refused(value: object, codes: list[str]) -> None:
    assert codes_of(ChoiceListField(Level), value) == codes


def test_a_required_list_needs_a_value() -> None:
    assert codes_of(ChoiceListField(Level, blank=False), []) == ["blank"]


def test_the_form_has_checkboxes_with_labels_in_the_language_of_the_reader() -> None:
    field = MemberPage._meta.get_field("members_only").formfield()

    with translation.override("cs"):
        czech = [str(label) for value, label in field.choices if value == "phone"]
    with translation.override("en"):
        english = [str(label) for value, label in field.choices if value == "phone"]

    assert (czech, english) == (["Telefon"], ["Phone"])
    assert field.clean(["phone", "email"]) == ["phone", "email"]
    with pytest.raises(ValidationError):
        field.clean(["fax"])


def test_migrations_know_a_plain_column() -> None:
    text, imports = MigrationWriter.serialize(ChoiceListField(Level, verbose_name="levels"))

    assert text == "models.JSONField(blank=True, default=list, verbose_name='levels')"
    assert imports == {"from django.db import models"}
