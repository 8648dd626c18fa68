"""The tables of the other plugins: their own rules hold, and what leaves comes back."""

from __future__ import annotations

import time
from uuid import uuid4

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from cms.content.transfer.export import export
from cms.content.transfer.plan import Action
from cms.content.transfer.run import run
from cms.plugin import Table
from plugins.conferences.models import ConferencePage
from plugins.events.models import CalendarPage, EventPage
from plugins.events.tables import EVENTS
from plugins.members.models import MemberIndexPage
from plugins.opportunities.models import OpportunityPage
from plugins.opportunities.tables import OPPORTUNITIES
from tests.conferences.factories import make_conference, make_conferences
from tests.content.factories import Homes, make_english, make_page
from tests.members.factories import make_member
from tests.opportunities.factories import make_board
from tests.transfer.factories import import_file, plan, problems
from tests.transfer.files import csv_file
from tests.transfer.many import opportunities_file, opportunity

pytestmark = pytest.mark.django_db
LASER = "laser-technologies"
EVENT = {
    "key": "",
    "page_status": "live",
    "title_cs": "Setkání členů",
    "title_en": "Members’ meeting",
    "event_type": "členská schůze",
    "precision": "month",
    "start_date": "24. 3. 2026",
    "city_cs": "Olomouc",
    "city_en": "Olomouc",
    "is_online": "ne",
    "languages": "čeština; en",
    "action_plan_goal": "4",
    "status": "",
}


@pytest.fixture
def calendar(homes: Homes) -> CalendarPage:
    index = make_page(homes.cs, CalendarPage, title="Kalendář", slug="kalendar")
    make_english(index, title="Calendar", slug="calendar")
    return index


@pytest.fixture
def conference(homes: Homes) -> ConferencePage:
    found = make_conference(make_conferences(homes), "Optika")
    make_english(found, title="Optics", slug="optics")
    return found


def assert_comes_back(table: Table, format: str) -> None:
    first = export(table, format)
    kept = import_file(table, first, f"file.{format}")
    table.model.objects.all().delete()
    made = import_file(table, first, f"file.{format}")

    assert {row.action for row in kept.rows} == {Action.KEEP}
    assert {row.action for row in made.rows} == {Action.CREATE}
    assert export(table, format) == first


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_opportunities_come_back(homes: Homes, directory: MemberIndexPage, format: str) -> None:
    make_board(homes)
    member = make_member(directory, "Meopta", slug="meopta")
    rows = [
        {**opportunity(n, LASER), "organisation": "meopta", "price": "1 234,5"} for n in range(4)
    ]

    import_file(OPPORTUNITIES, csv_file(*rows))

    page = OpportunityPage.objects.get(locale__language_code="cs", kind="job")
    assert (page.organisation_id, page.levels, str(page.price)) == (
        member.pk,
        ["master", "phd"],
        "1234.50",
    )
    assert_comes_back(OPPORTUNITIES, format)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_conferences_of_opportunities_come_back_by_their_keys(
    homes: Homes, directory: MemberIndexPage, conference: ConferencePage, format: str
) -> None:
    make_board(homes)
    rows = [
        {**opportunity(0, LASER), "conference": conference.translation_key},
        {**opportunity(1, LASER), "conference": "optics"},
    ]

    import_file(OPPORTUNITIES, csv_file(*rows))

    pages = OpportunityPage.objects.order_by("locale", "pk")
    assert {page.conference_id for page in pages} == {conference.pk}
    assert len(pages) == 4
    assert export(OPPORTUNITIES, "csv").count(str(conference.translation_key).encode()) == 2
    assert_comes_back(OPPORTUNITIES, format)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_events_come_back(calendar: CalendarPage, format: str) -> None:
    import_file(EVENTS, csv_file(EVENT))

    page = EventPage.objects.get(locale__language_code="cs")
    assert (str(page.start_date), page.languages, page.action_plan_goal, page.status) == (
        "2026-03-01",
        ["cs", "en"],
        4,
        "scheduled",
    )
    assert_comes_back(EVENTS, format)


def test_kind_says_which_column_is_missing(homes: Homes, directory: MemberIndexPage) -> None:
    make_board(homes)
    row = {**opportunity(0, LASER), "levels": "", "deadline_on": "", "opening_on": "1. 1. 2030"}

    live = problems(OPPORTUNITIES, csv_file(row))
    draft = problems(OPPORTUNITIES, csv_file({**row, "page_status": "draft"}))

    assert [(line, column) for line, column, _reason in live] == [(2, "levels"), (2, "deadline_on")]
    assert draft == []


def test_problems_are_told_in_czech(homes: Homes, directory: MemberIndexPage) -> None:
    make_board(homes)

    with translation.override("cs"):
        found = problems(OPPORTUNITIES, csv_file({**opportunity(0, LASER), "duration": "dlouho"}))

    assert found[0] == (2, "duration", "„dlouho“ není číslo.")


def test_command_imports_what_it_exported(
    calendar: CalendarPage, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "events.xlsx"
    import_file(EVENTS, csv_file(EVENT))

    call_command("export", "events", file)
    EventPage.objects.all().delete()
    call_command("import", "events", file, dry_run=True)
    dry = EventPage.objects.count()
    call_command("import", "events", file)

    assert (dry, EventPage.objects.count()) == (0, 2)
    assert capsys.readouterr().out.splitlines()[1:3] == [
        "Read from the sheet “Klastr”.",
        "New: 1, changed: 0, unchanged: 0.",
    ]


def test_command_names_every_problem(calendar: CalendarPage, tmp_path, capsys) -> None:
    file = tmp_path / "events.csv"
    file.write_bytes(csv_file({**EVENT, "start_date": "někdy"}))

    with pytest.raises(CommandError, match="Nothing was imported"):
        call_command("import", "events", file)

    error = capsys.readouterr().err.splitlines()
    assert error[0] == (
        "Row 2, column start_date: “někdy” is not a date; write 2026-03-24 or 24. 3. 2026."
    )


def test_import_of_more_costs_no_more_statements(homes: Homes, directory: MemberIndexPage) -> None:
    """One batch, whatever its size. SQLite divides what it inserts, and indexes page by page."""
    make_board(homes)

    def statements(count: int) -> int:
        rows = [{**opportunity(n, LASER), "key": str(uuid4())} for n in range(count)]
        with CaptureQueriesContext(connection) as asked:
            run(plan(OPPORTUNITIES, csv_file(*rows)))
        written = ("INSERT", "REPLACE")
        return sum(not query["sql"].lstrip().startswith(written) for query in asked)

    statements(1)  # what is read once and kept

    few, many = statements(2), statements(40)
    assert (few, OpportunityPage.objects.count()) == (many, 86)
    assert many < 100


@pytest.mark.slow
@pytest.mark.indexed
def test_import_of_many_is_fast(homes: Homes, directory: MemberIndexPage) -> None:
    """By the processor's time, whatever else the machine does.

    2,000 take a minute at most on a quiet machine: 30 ms each. A busy one needs half as much more.
    """
    make_board(homes)
    content = opportunities_file(200, LASER)
    started = time.process_time()

    run(plan(OPPORTUNITIES, content))

    assert OpportunityPage.objects.count() == 400
    assert time.process_time() - started < 200 * 0.030 * 1.5
