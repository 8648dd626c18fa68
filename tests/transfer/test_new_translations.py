"""Pages that an import gives another language: below which page, whether one may, which address."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from cms.accounts.models import User
from cms.content.transfer.entries import header
from cms.content.transfer.formats import read
from cms.content.transfer.planner import plan_import
from plugins.members.models import MemberIndexPage, MemberPage
from plugins.members.tables import MEMBERS
from tests.content.factories import Homes, make_english, make_page
from tests.members.factories import english_of, make_member
from tests.transfer.factories import import_file, problems
from tests.transfer.files import csv_file

pytestmark = pytest.mark.django_db

NEW = {"key": "", "title_cs": "Meopta", "title_en": "Meopta", "member_type": "university"}


@pytest.fixture
def partners(homes: Homes, directory: MemberIndexPage) -> MemberIndexPage:
    """A second directory, which is not the one that the table puts new members into."""
    index = make_page(homes.cs, MemberIndexPage, title="Partneři", slug="partneri")
    make_english(index, title="Partners", slug="partners")
    return index


def row(page: Page, title: str = "Meopta", **values: str) -> dict[str, str]:
    return {"key": str(page.translation_key), "title_en": title, **values}


def allow(group: Group, page: Page, *actions: str) -> None:
    for action in actions:
        permission = Permission.objects.get(codename=f"{action}_page")
        GroupPagePermission.objects.create(group=group, page=page, permission=permission)


def test_user_needs_to_be_allowed_where_the_translation_will_stand(
    directory: MemberIndexPage, partners: MemberIndexPage
) -> None:
    group = Group.objects.create(name="Editors of Czech pages")
    User.objects.create_user("jan").groups.add(group)
    for page in (directory, english_of(directory), partners):
        allow(group, page, "add", "change", "publish")
    live = csv_file(row(make_member(partners, "Meopta")))
    draft = csv_file(row(make_member(partners, "Crytur", live=False)))

    def reasons(content: bytes) -> list[tuple[str, str]]:
        sheet = read(content, "members.csv", known=header(MEMBERS.columns))
        plan = plan_import(MEMBERS, sheet, user=User.objects.get(username="jan"))
        return [(problem.column, problem.reason) for problem in plan.problems]

    may_not_add = [("title_en", "You may not add pages below “Partners”.")]
    assert (reasons(live), reasons(draft)) == (may_not_add, may_not_add)

    allow(group, english_of(partners), "add")
    may_not_publish = [("title_en", "You may not publish pages below “Partners”.")]
    assert (reasons(live), reasons(draft)) == (may_not_publish, [])

    allow(group, english_of(partners), "publish")
    assert reasons(live) == []


def test_address_is_free_where_the_translation_will_stand(
    directory: MemberIndexPage, partners: MemberIndexPage
) -> None:
    make_member(english_of(directory), "Meopta")
    make_member(english_of(partners), "Crytur")
    first, second, third = [make_member(partners, name) for name in ("Ámos", "Bém", "Cyr")]

    import_file(MEMBERS, csv_file(row(first), row(second), row(third, "Crytur")))

    translations = [english_of(page) for page in (first, second, third)]
    assert [page.slug for page in translations] == ["meopta", "meopta-2", "crytur-2"]
    assert {page.get_parent() for page in translations} == {english_of(partners).page_ptr}


def test_address_that_is_taken_there_is_a_problem(
    directory: MemberIndexPage, partners: MemberIndexPage
) -> None:
    make_member(english_of(directory), "Meopta")
    make_member(english_of(partners), "Crytur")
    one, other = make_member(partners, "Ámos"), make_member(partners, "Bém")

    found = problems(
        MEMBERS,
        csv_file(
            row(one, slug_en="meopta"),
            row(other, slug_en="crytur"),
            row(make_member(partners, "Cyr"), slug_en="meopta"),
        ),
    )

    taken = "The slug “%s” is already in use below “Partners”."
    assert found == [(3, "slug_en", taken % "crytur"), (4, "slug_en", taken % "meopta")]


def test_page_above_needs_to_be_translated(homes: Homes, directory: MemberIndexPage) -> None:
    czech_only = make_page(homes.cs, MemberIndexPage, title="Partneři", slug="partneri")

    found = problems(MEMBERS, csv_file(row(make_member(czech_only, "Meopta"))))

    assert found == [(2, "title_en", "The page above has no version in this language.")]


def test_new_pages_go_below_versions_of_one_directory(
    homes: Homes, directory: MemberIndexPage
) -> None:
    stray = make_page(homes.en, MemberIndexPage, title="Friends", slug="friends")
    stray.move(english_of(directory), "left")

    import_file(MEMBERS, csv_file(NEW))

    made = MemberPage.objects.get(locale__language_code="en")
    assert made.get_parent() == english_of(directory).page_ptr


def test_directories_that_are_no_translations_of_each_other_take_no_page_in_both(
    homes: Homes,
) -> None:
    make_page(homes.cs, MemberIndexPage, title="Členové", slug="clenove")
    make_page(homes.en, MemberIndexPage, title="Friends", slug="friends")

    found = problems(MEMBERS, csv_file(NEW))
    import_file(MEMBERS, csv_file({**NEW, "title_cs": ""}))

    reason = "There is no page of the type “member directory” to put it below."
    assert found == [(2, "title_en", reason)]
    assert MemberPage.objects.get().get_parent().title == "Friends"


def test_page_that_is_hidden_gets_a_hidden_translation(partners: MemberIndexPage) -> None:
    page = make_member(partners, "Meopta")

    import_file(MEMBERS, csv_file(row(page, page_status="draft")))

    versions = MemberPage.objects.filter(translation_key=page.translation_key)
    assert dict(versions.values_list("locale__language_code", "live")) == {"cs": False, "en": False}
