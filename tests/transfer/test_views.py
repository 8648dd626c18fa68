"""Import and export in the admin, and who may."""

from __future__ import annotations

import datetime
import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail.admin.views.mixins import SpreadsheetExportMixin
from wagtail.models import GroupPagePermission

from cms.accounts.models import User
from cms.accounts.roles import ensure_cluster_office
from cms.content.models import FormPage, HomePage, Upload
from cms.content.models.forms import FormField
from cms.content.transfer.entries import header
from cms.content.transfer.export import export
from cms.content.transfer.formats import read
from cms.content.transfer.planner import plan_import
from cms.plugin import lifecycle
from plugins.members.models import MemberIndexPage, MemberPage
from plugins.members.tables import MEMBERS
from tests.content.factories import make_page
from tests.members.factories import make_member
from tests.transfer.files import csv_file

pytestmark = pytest.mark.django_db
ROW = {
    "key": "",
    "page_status": "live",
    "title_cs": "Meopta",
    "title_en": "Meopta",
    "member_type": "university",
}


def url(name: str, *args: object) -> str:
    return reverse(f"cms_content_admin:{name}", args=args)


@pytest.fixture
def office(client: Client, directory: MemberIndexPage) -> Client:
    lifecycle.ensure_states()
    user = User.objects.create_user("eva", "eva@example.org")
    user.groups.add(ensure_cluster_office())
    client.force_login(user)
    return client


def status(client: Client, path: str) -> int:
    """The status at the end of redirects: a path that is not found is tried with a language."""
    return client.get(path, follow=True).status_code


def upload(client: Client, content: bytes, name: str = "members.csv") -> str:
    """The address of the report on an uploaded file."""
    file = SimpleUploadedFile(name, content)
    answer = client.post(url("transfer_import", "members"), {"file": file})
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def test_office_exports_what_the_command_exports(office: Client) -> None:
    answer = office.get(url("transfer_export", "members", "csv"))

    assert (answer.content, answer["Content-Type"]) == (
        export(MEMBERS, "csv"),
        "text/csv; charset=utf-8",
    )
    assert status(office, url("transfer_export", "members", "pdf")) == 404


def test_office_imports_after_a_report(office: Client) -> None:
    report = upload(office, csv_file(ROW))
    shown = office.get(report)
    assert shown.context["counts"] == {"create": 1, "change": 0, "keep": 0, "problems": 0}
    assert MemberPage.objects.count() == 0

    done = office.post(report, follow=True)

    page = MemberPage.objects.get(locale__language_code="cs")
    assert reverse("wagtailadmin_pages:edit", args=[page.pk]) in done.text
    assert page.owner == User.objects.get(username="eva")
    assert [bytes(kept.content) for kept in Upload.objects.all()] == [b""]


def test_second_click_imports_nothing_again(office: Client) -> None:
    report = upload(office, csv_file(ROW))

    first, second = office.post(report), office.post(report)

    assert first["Location"] == second["Location"]
    assert MemberPage.objects.count() == 2


def test_problems_are_shown_and_stop_the_import(office: Client) -> None:
    report = upload(office, csv_file({**ROW, "member_type": "<b>nic</b>"}))

    shown = office.get(report)
    office.post(report)

    assert [problem.column for problem in shown.context["plan"].problems] == ["member_type"]
    assert "<b>nic</b>" not in shown.text
    assert MemberPage.objects.count() == 0


def test_file_that_cannot_be_read_is_not_kept(office: Client) -> None:
    file = SimpleUploadedFile("members.xlsx", b"nothing")

    answer = office.post(url("transfer_import", "members"), {"file": file})

    assert list(answer.context["form"].errors) == ["file"]
    assert Upload.objects.count() == 0


def test_upload_of_somebody_else_is_not_found(office: Client) -> None:
    report = upload(office, csv_file(ROW))
    office.force_login(User.objects.create_superuser("admin"))

    assert status(office, report) == 404
    assert office.post(report, follow=True).status_code == 404
    assert MemberPage.objects.count() == 0


@pytest.mark.parametrize("path", ["transfer", "transfer_import", "transfer_export"])
def test_who_may_not_publish_may_not_transfer(client: Client, path: str, office: Client) -> None:
    user = User.objects.create_user("jan")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    arguments = {"transfer": [], "transfer_import": ["members"]}.get(path, ["members", "csv"])

    answer = client.get(url(path, *arguments))

    assert (answer.status_code, answer["Location"]) == (302, reverse("wagtailadmin_home"))


def test_page_that_a_user_may_not_edit_is_left_alone(
    office: Client, directory: MemberIndexPage
) -> None:
    """Who may publish in a section may not change what was moved out of it."""
    near, far = make_member(directory, "Meopta"), make_member(directory, "Crytur")
    far.move(HomePage.objects.first(), pos="last-child")
    group = Group.objects.create(name="Members’ section")
    for section in MemberIndexPage.objects.all():
        for action in ("add", "change", "publish"):
            permission = Permission.objects.get(codename=f"{action}_page")
            GroupPagePermission.objects.create(group=group, page=section, permission=permission)
    user = User.objects.get(username="eva")
    user.groups.set([group])
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    rows = [{"key": str(p.translation_key), "city_cs": "Brno"} for p in (near, far)]

    report = upload(office, csv_file(*rows))
    shown = office.get(report)
    office.post(report)
    alone = upload(office, csv_file(rows[0]))
    office.post(alone)

    assert [(p.row, p.column, p.reason) for p in shown.context["plan"].problems] == [
        (3, "key", "Stránku „Crytur“ nesmíte měnit.")
    ]
    cities = dict(MemberPage.objects.values_list("title", "city"))
    assert cities == {"Meopta": "Brno", "Crytur": ""}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"city_cs": "Brno"}, "You may not publish the page “Meopta”."),
        ({"page_status": "draft"}, "You may not hide the page “Meopta”."),
    ],
)
def test_page_that_a_user_may_only_edit_is_not_published(
    directory: MemberIndexPage, row: dict[str, str], reason: str
) -> None:
    page = make_member(directory, "Meopta")
    group = Group.objects.create(name="Editors of a section")
    permission = Permission.objects.get(codename="change_page")
    GroupPagePermission.objects.create(group=group, page=directory, permission=permission)
    user = User.objects.create_user("jan")
    user.groups.add(group)
    file = csv_file({"key": str(page.translation_key), **row})
    sheet = read(file, "members.csv", known=header(MEMBERS.columns))

    plan = plan_import(MEMBERS, sheet, user=user)

    assert [found.reason for found in plan.problems] == [reason]


def test_table_of_an_inactive_plugin_is_not_found(office: Client) -> None:
    lifecycle.deactivate("members")

    assert status(office, url("transfer_export", "members", "csv")) == 404
    assert status(office, url("transfer_import", "members")) == 404


@pytest.mark.django_db(transaction=True)
def test_import_reports_its_progress(office: Client) -> None:
    rows = [{**ROW, "title_cs": f"M{n}", "title_en": f"M{n}"} for n in range(3)]
    report = upload(office, csv_file(*rows))

    answer = office.post(report, headers={"accept": "application/x-ndjson"})
    lines = [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]

    assert lines[:3] == [{"done": n, "total": 3} for n in (1, 2, 3)]
    assert lines[3] == {"done": 3, "total": 3}
    assert lines[4] == {"result": {"url": f"{report}done/"}}
    assert MemberPage.objects.count() == 6


@pytest.mark.django_db(transaction=True)
def test_import_that_nobody_waits_for_is_undone(office: Client) -> None:
    rows = [{**ROW, "title_cs": f"M{n}", "title_en": f"M{n}"} for n in range(120)]
    report = upload(office, csv_file(*rows))

    answer = office.post(report, headers={"accept": "application/x-ndjson"})
    next(iter(answer.streaming_content))
    answer.close()

    assert MemberPage.objects.count() == 0
    assert Upload.objects.get().result is None


def test_listings_of_the_admin_write_no_formulas() -> None:
    view = SpreadsheetExportMixin()
    values = ["=cmd", ["=a", "b"], gettext_lazy("-1"), -1, datetime.date(2026, 3, 24), None]

    shown = [view.preprocess_field_value("any", value, view.FORMAT_CSV) for value in values]

    assert shown == ["'=cmd", "'=a, b", "'-1", -1, datetime.date(2026, 3, 24), None]


def test_answers_to_a_form_are_exported_without_formulas(office: Client) -> None:
    page = make_page(HomePage.objects.first(), FormPage, title="Napište nám")
    field = FormField.objects.create(page=page, label="Jméno", field_type="singleline")
    attack = {field.clean_name: "=cmd|' /C calc'!A0"}
    page.get_submission_class().objects.create(page=page, form_data=attack)
    User.objects.filter(username="eva").update(is_superuser=True)

    answer = office.get(reverse("wagtailforms:list_submissions", args=[page.pk]), {"export": "csv"})

    assert b",'=cmd|" in b"".join(answer.streaming_content)
