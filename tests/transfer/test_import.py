"""Importing members: what a dry run says, what a real one does, and what it leaves alone."""

from __future__ import annotations

import io
from uuid import UUID

import pytest
from django.core.management import call_command
from wagtail.models import Page, Revision

from cms.content.transfer.errors import TransferError
from cms.content.transfer.export import export
from cms.content.transfer.plan import Action
from cms.content.transfer.revise import _revise_alone
from cms.content.transfer.run import run
from cms.translation.provenance import provenance_of
from cms.translation.state import State
from plugins.members.models import MemberIndexPage, MemberPage
from plugins.members.tables import MEMBERS
from tests.content.bulk.snapshot import differences, rows_after
from tests.content.factories import publish
from tests.members.factories import english_of, make_member
from tests.transfer.factories import import_file, plan, problems
from tests.transfer.files import csv_file, xlsx_file

pytestmark = [pytest.mark.django_db, pytest.mark.indexed]
KEY = "0d9c1bc5-6f2e-4b57-8d3a-3f2f6d0d3c11"


def dump() -> str:
    """The whole database as text."""
    out = io.StringIO()
    call_command("dumpdata", "--all", stdout=out)
    return out.getvalue()


def czech(slug: str) -> MemberPage:
    return MemberPage.objects.get(slug=slug, locale__language_code="cs")


def meopta(**values: object) -> dict[str, object]:
    return {
        "key": KEY,
        "page_status": "live",
        "title_cs": "Meopta – optika",
        "title_en": "Meopta – optics",
        "slug_cs": "meopta",
        "slug_en": "meopta",
        "member_type": "Large company",
        "claim_cs": "Vidíme světlo",
        "claim_en": "We see light",
        "profile_cs": "<p>První</p><p>Druhý</p>",
        "profile_en": "<p>First</p><p>Second</p>",
        "pillars": "laser-technologies; mikroskopie",
        "latitude": "49,45",
        "longitude": "17.45",
        "member_since": "24. 3. 2017",
        **values,
    }


def test_new_member_is_public_in_both_languages(directory: MemberIndexPage) -> None:
    found = import_file(MEMBERS, csv_file(meopta()))

    page = czech("meopta")
    english = english_of(page)
    assert [row.action for row in found.rows] == [Action.CREATE]
    assert (page.translation_key, page.live, page.member_type) == (UUID(KEY), True, "company-large")
    assert [pillar.code for pillar in page.pillars.all()] == ["laser-technologies", "microscopy"]
    assert (str(page.latitude), page.member_since.isoformat()) == ("49.45000", "2017-03-24")
    assert (english.title, english.claim, english.live, english.latitude) == (
        "Meopta – optics",
        "We see light",
        True,
        page.latitude,
    )
    assert provenance_of([english])[english.pk].state is State.TRANSLATED
    assert page.latest_revision.as_object().claim == "Vidíme světlo"


def test_second_import_keeps_everything(directory: MemberIndexPage) -> None:
    import_file(MEMBERS, csv_file(meopta()))
    before = dump()

    again = import_file(MEMBERS, csv_file(meopta()))

    assert [row.action for row in again.rows] == [Action.KEEP]
    assert dump() == before


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_export_import_export_is_the_same_file(directory: MemberIndexPage, format: str) -> None:
    texts = {
        "title_cs": "=1+1",
        "title_en": "@x",
        "claim_cs": ' \'="a";\r\nb\t🔬 ',
        "claim_en": "-",
    }
    import_file(MEMBERS, csv_file(meopta(**texts)))
    make_member(directory, "Jen česky", live=False)
    first = export(MEMBERS, format)

    found = import_file(MEMBERS, first, f"file.{format}")
    for page in Page.objects.type(MemberPage):
        page.delete()
    copied = import_file(MEMBERS, first, f"file.{format}")

    assert [row.action for row in found.rows] == [Action.KEEP] * 2
    assert [row.action for row in copied.rows] == [Action.CREATE] * 2
    assert export(MEMBERS, format) == first


def test_column_that_is_missing_leaves_the_field_and_an_empty_cell_clears_it(
    directory: MemberIndexPage,
) -> None:
    import_file(MEMBERS, csv_file(meopta(city_cs="Přerov", city_en="Prerov")))

    found = import_file(
        MEMBERS, csv_file({"key": KEY, "claim_cs": "", "claim_en": "", "pillars": ""})
    )

    page = czech("meopta")
    assert {(d.column, d.before, d.after) for d in found.rows[0].differences} == {
        ("claim_cs", "Vidíme světlo", ""),
        ("claim_en", "We see light", ""),
        ("pillars", "laser-technologies; microscopy", ""),
    }
    assert (page.claim, page.pillars.count(), page.city) == ("", 0, "Přerov")
    english = english_of(page)
    assert (english.claim, english.pillars.count(), english.city) == ("", 0, "Prerov")


def test_changed_czech_text_makes_the_untouched_translation_stale(
    directory: MemberIndexPage,
) -> None:
    import_file(MEMBERS, csv_file(meopta()))

    import_file(MEMBERS, csv_file(meopta(claim_cs="Něco jiného", phone="+420 1")))

    english = english_of(czech("meopta"))
    states = provenance_of([english])[english.pk].fields
    assert (english.claim, english.phone) == ("We see light", "+420 1")
    assert (states["claim"], states["title"]) == (State.STALE, State.TRANSLATED)


def test_changed_translation_is_a_translation_of_the_new_text(directory: MemberIndexPage) -> None:
    import_file(MEMBERS, csv_file(meopta()))

    import_file(
        MEMBERS,
        csv_file(
            meopta(
                claim_cs="Něco jiného",
                claim_en="Something else",
                profile_en="<p>First</p><p>Other</p>",
            )
        ),
    )

    english = english_of(czech("meopta"))
    assert (english.claim, english.profile) == ("Something else", "<p>First</p><p>Other</p>")
    assert provenance_of([english])[english.pk].state is State.TRANSLATED


def test_translation_can_be_added_and_emptied_again(directory: MemberIndexPage) -> None:
    alone = {k: "" if k.endswith("_en") else v for k, v in meopta().items()}
    import_file(MEMBERS, csv_file(alone))
    assert not czech("meopta").get_translations().exists()

    import_file(MEMBERS, csv_file(meopta()))
    import_file(MEMBERS, csv_file(meopta(claim_en="")))

    english = english_of(czech("meopta"))
    states = provenance_of([english])[english.pk].fields
    assert (english.title, english.claim) == ("Meopta – optics", "Vidíme světlo")
    assert (states["title"], states["claim"]) == (State.TRANSLATED, State.FALLBACK)


def test_status_publishes_and_hides(directory: MemberIndexPage) -> None:
    import_file(MEMBERS, csv_file(meopta(page_status="draft")))
    assert [czech("meopta").live, english_of(czech("meopta")).live] == [False, False]

    import_file(MEMBERS, csv_file({"key": KEY, "page_status": "live"}))
    assert [czech("meopta").live, english_of(czech("meopta")).live] == [True, True]

    import_file(MEMBERS, csv_file({"key": KEY, "page_status": "draft"}))
    assert [czech("meopta").live, english_of(czech("meopta")).live] == [False, False]


def test_every_problem_is_named_and_a_dry_run_changes_nothing(directory: MemberIndexPage) -> None:
    make_member(directory, "Meopta", slug="meopta")
    before = dump()
    bad = [
        meopta(key="", member_type="", latitude="sever", slug_cs="jina"),
        meopta(slug_cs="meopta"),
        meopta(slug_cs="treti", title_cs="", title_en=""),
        meopta(key="neznámý klíč", slug_cs="a", member_since="1. 1. 2020", claim_cs="x" * 161),
        meopta(key="", slug_cs="b", profile_en="<p>One</p>", pillars="nic", page_status="maybe"),
        meopta(key="", slug_cs="c", longitude=""),
    ]

    found = problems(MEMBERS, csv_file(*bad))

    taken = "The slug “meopta” is already in use below “%s”."
    assert found == [
        (2, "latitude", "“sever” is not a number."),
        (2, "member_type", "This field cannot be blank."),
        (2, "longitude", "Enter both latitude and longitude, or neither of them."),
        (3, "slug_cs", taken % "Členové"),
        (3, "slug_en", taken % "Members"),
        (4, "key", "The key stands in row 3 as well."),
        (4, "title_cs", "The other texts need a title."),
        (4, "title_en", "The other texts need a title."),
        (5, "key", "“neznámý klíč” is neither a key nor the address of one page."),
        (5, "claim_cs", "Ensure this value has at most 160 characters (it has 161)."),
        (5, "slug_en", taken % "Members"),
        (6, "pillars", "There is no “nic”. There are: laser-technologies, microscopy."),
        (6, "page_status", "“maybe” is not on offer. There are: live, draft."),
        (
            6,
            "profile_en",
            "The text must have as many paragraphs and links as in the language it is translated "
            "from.",
        ),
        (6, "slug_en", taken % "Members"),
        (7, "longitude", "Enter both latitude and longitude, or neither of them."),
        (7, "slug_en", taken % "Members"),
    ]
    assert dump() == before


def test_plan_with_problems_is_not_carried_out(directory: MemberIndexPage) -> None:
    broken = plan(MEMBERS, csv_file(meopta(member_type="x"), meopta(key="", slug_cs="dva")))

    with pytest.raises(TransferError):
        run(broken)

    assert MemberPage.objects.count() == 0


def test_formulas_are_refused_in_workbooks_and_harmless_in_csv(
    directory: MemberIndexPage,
) -> None:
    attack = "=cmd|' /C calc'!A0"
    row = meopta(claim_cs=attack)

    found = problems(MEMBERS, xlsx_file(list(row), list(row.values())), "a.xlsx")
    import_file(MEMBERS, csv_file(row))

    assert found == [(2, "claim_cs", "The cell holds a formula; put its result there.")]
    assert czech("meopta").claim == attack
    assert b";'=cmd|" in export(MEMBERS, "csv")


def test_unknown_and_repeated_columns_are_refused() -> None:
    found = problems(MEMBERS, b"key;nazev;title_cs;title_cs\r\n;a;b;c\r\n")

    assert [(row, column) for row, column, _reason in found] == [(1, "nazev"), (1, "title_cs")]


def test_page_that_somebody_edits_is_left_alone(directory: MemberIndexPage) -> None:
    import_file(MEMBERS, csv_file(meopta()))
    page = czech("meopta")
    page.claim = "Rozepsáno"
    page.save_revision()

    found = problems(MEMBERS, csv_file(meopta(claim_cs="Z tabulky")))

    reason = "The page “Meopta – optika” has changes that are not published. Publish them first."
    assert found == [(2, "key", reason)]


def test_run_that_fails_in_the_middle_leaves_nothing(
    directory: MemberIndexPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = [meopta(key="", slug_cs=f"m{n}", slug_en=f"m{n}") for n in range(60)]
    ready = plan(MEMBERS, csv_file(*rows))
    before = dump()

    def stop(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(ready, progress=stop)

    assert dump() == before
    assert Revision.objects.filter(object_str="Meopta – optika").count() == 0


def test_parent_is_named_by_key_address_or_title(directory: MemberIndexPage) -> None:
    parent = make_member(directory, "Fyzikální ústav", slug="fzu")
    publish(parent)

    for name in (str(parent.translation_key), "fzu", "fyzikální ústav"):
        import_file(MEMBERS, csv_file(meopta(parent_member=name)))
        assert czech("meopta").parent_member == parent
        import_file(MEMBERS, csv_file(meopta(parent_member="")))
        assert czech("meopta").parent_member is None


@pytest.mark.parametrize(
    "change",
    [
        {"phone": "+420 1", "pillars": "microscopy", "parent_member": "fzu"},
        {"claim_cs": "Jinak", "phone": "+420 1"},
        {"claim_en": "Otherwise", "profile_en": "<p>A</p><p>B</p>"},
        {"claim_cs": "Jinak", "claim_en": "Otherwise", "latitude": "1"},
        {"claim_en": ""},
    ],
)
def test_changes_are_the_same_rows_as_one_by_one(
    directory: MemberIndexPage, change: dict[str, object]
) -> None:
    make_member(directory, "Fyzikální ústav", slug="fzu")
    other = "4f0c7b2a-0f5d-4d0f-9f0e-1f4a1f0f9b11"
    second = {"key": other, "slug_cs": "b", "slug_en": "b", "title_en": "B"}
    import_file(MEMBERS, csv_file(meopta(), meopta(**second)))
    file = csv_file(meopta(**change), meopta(**second, **change))

    def alone() -> None:
        for row in plan(MEMBERS, file).rows:
            _revise_alone(row.revise, None)

    slow = rows_after(alone)
    fast = rows_after(lambda: run(plan(MEMBERS, file)))

    # Synchronised facts come with another entry in the log, and without a revision.
    del slow["wagtailcore.PageLogEntry"], slow["wagtailcore.Revision"]
    assert differences(slow, fast) == {}
