"""What an editor meets: the form of the chosen kind, drafts, errors, the listing."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from importlib.resources import files
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text

from cms.accounts.models import User
from cms.plugin.testing import inactive
from plugins.opportunities.models import Kind, OpportunityIndexPage, OpportunityPage, kinds
from tests.content.factories import Homes, make_home
from tests.members.factories import make_directory, make_member
from tests.opportunities.factories import extension, make_board, make_opportunity, today

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def board(homes: Homes) -> OpportunityIndexPage:
    return make_board(homes)


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("office", "office@example.org", "x"))
    return client


def form(extensions: list[dict[str, Any]] | None = None, **values: Any) -> dict[str, Any]:
    """What a browser sends of the form of a membership, with further values."""
    return nested_form_data(
        {
            "title": "Staňte se členem",
            "slug": "stante-se-clenem",
            "kind": "membership",
            "summary": "Shrnutí.",
            "description": rich_text("<p>Popis.</p>"),
            "contact_name": "Jana Nová",
            "contact_email": "jana.nova@example.org",
            "country": "CZ",
            "duration_unit": "months",
            "pay_currency": "CZK",
            "pay_period": "month",
            "call_currency": "EUR",
            "support_currency": "EUR",
            "price_currency": "CZK",
            "extensions": inline_formset(extensions or []),
            "fees": inline_formset([]),
            "attachments": inline_formset([]),
            "comments": inline_formset([]),
            **values,
        }
    )


def create(office: Client, board: OpportunityIndexPage, **values: Any) -> Any:
    address = f"/admin/pages/add/opportunities/opportunitypage/{board.pk}/"
    return office.post(address, form(**values))


def test_a_complete_opportunity_is_published(office: Client, board: OpportunityIndexPage) -> None:
    response = create(office, board, **{"action-publish": "1"})

    assert response.status_code == 302
    assert OpportunityPage.objects.get().live is True


def test_an_incomplete_draft_is_saved(office: Client, board: OpportunityIndexPage) -> None:
    response = create(office, board, kind="internship")

    assert response.status_code == 302
    assert [(page.kind, page.live) for page in OpportunityPage.objects.all()] == [
        ("internship", False)
    ]


def test_publishing_names_what_the_kind_lacks(office: Client, board: OpportunityIndexPage) -> None:
    response = create(office, board, kind="internship", **{"action-publish": "1"})

    errors = response.context["form"].errors
    assert response.status_code == 200
    assert set(errors) == {
        "organisation",
        "pillars",
        "levels",
        "city",
        "duration",
        "deadline_on",
    }
    assert errors["city"] == ["Pro druh „Stáž“ vyplňte pole „Město“."]
    assert OpportunityPage.objects.exists() is False


@pytest.mark.parametrize("action", ["save", "action-publish"])
def test_a_deadline_before_the_opening_is_refused(
    office: Client, board: OpportunityIndexPage, action: str
) -> None:
    response = create(
        office, board, opening_on="2026-06-02", deadline_on="2026-06-01", **{action: "1"}
    )

    assert response.context["form"].errors == {"deadline_on": ["Uzávěrka je dříve než otevření."]}


def test_an_extension_that_extends_nothing_is_refused_where_it_stands(
    office: Client, board: OpportunityIndexPage
) -> None:
    rows = [
        {"deadline_on": "2026-07-01", "announced_on": "2026-06-01"},
        {"deadline_on": "2026-06-20", "announced_on": "2026-06-10"},
    ]

    response = create(office, board, deadline_on="2026-06-01", extensions=rows)

    message = "Prodloužení musí být pozdější než uzávěrka před ním."
    assert response.context["form"].non_field_errors() == [message]
    assert response.context["form"].formsets["extensions"].errors == [
        {},
        {"deadline_on": [message]},
    ]


def test_values_of_another_kind_are_kept(office: Client, board: OpportunityIndexPage) -> None:
    create(office, board, kind="membership", positions="3", partner_sought="Výrobce")

    page = OpportunityPage.objects.get()
    assert (page.positions, page.partner_sought) == (3, "Výrobce")


def test_the_form_tells_the_browser_the_fields_of_each_kind(
    office: Client, board: OpportunityIndexPage
) -> None:
    address = f"/admin/pages/add/opportunities/opportunitypage/{board.pk}/"
    html = office.get(address).content.decode()
    told = re.search(r'data-opportunity-kinds="([^"]*)"', html)
    assert told is not None

    fields = json.loads(told[1].replace("&quot;", '"'))

    assert {kind: entry["required"] for kind, entry in fields.items()} == {
        kind.value: list(entry.required) for kind, entry in kinds().items()
    }
    assert html.count("opportunities/kind_fields.js") == 1
    assert (
        len(re.findall(r'role="tab"', html)) == 7
    )  # of the page's settings nothing is shown there
    assert 'data-opportunity-field="place"' in html


def test_the_listing_shows_kind_organisation_deadline_and_state(
    office: Client, homes: Homes, board: OpportunityIndexPage
) -> None:
    member = make_member(make_directory(homes), "Meopta")
    make_opportunity(board, "Stáž", organisation=member.page_ptr, deadline_on=today())
    make_opportunity(board, "Jiná", organisation_name="Firma", kind=Kind.MEMBERSHIP)

    listed = office.get("/admin/opportunities/").content.decode()
    closing = office.get("/admin/opportunities/?current_state=closing-soon").content.decode()
    jobs = office.get("/admin/opportunities/?kind=job").content.decode()

    assert [word for word in ("Stáž", "Jiná", "Meopta", "Firma", "Brzy končí", "Otevřená")
            if word not in listed] == []  # fmt: skip
    assert ("Meopta" in closing, "Firma" in closing) == (True, False)
    assert ("Meopta" in jobs, "Firma" in jobs) == (False, False)


def test_an_extension_is_shown_with_its_history(
    office: Client, board: OpportunityIndexPage
) -> None:
    day = today() + datetime.timedelta(days=5)
    page = make_opportunity(board, deadline_on=today(), extensions=[extension(day)])

    html = office.get(f"/admin/pages/{page.pk}/edit/").content.decode()

    assert day.isoformat() in html


def test_an_organisation_is_kept_while_the_directory_is_off(
    office: Client, homes: Homes, board: OpportunityIndexPage
) -> None:
    member = make_member(make_directory(homes), "Meopta")
    page = make_opportunity(board, organisation=member.page_ptr)

    with inactive("members"):
        address = f"/admin/pages/{page.pk}/edit/"
        response = office.post(address, form(**{"action-publish": "1", "summary": "Nové."}))

    kept = OpportunityPage.objects.get(pk=page.pk)
    assert response.status_code == 302
    assert (kept.summary, kept.organisation_id) == ("Nové.", member.pk)


@pytest.mark.slow
def test_the_browser_hides_what_the_kind_has_not_and_keeps_what_was_typed(
    office: Client, board: OpportunityIndexPage
) -> None:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    address = f"/admin/pages/add/opportunities/opportunitypage/{board.pk}/"
    html = office.get(address).content.decode()
    script = files("plugins.opportunities") / "static/opportunities/kind_fields.js"

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page()
        page.set_content(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))
        page.add_script_tag(content=script.read_text(encoding="utf-8"))

        def hidden(name: str) -> bool:
            closest = "node => Boolean(node.closest('[data-opportunity-field][hidden]'))"
            return bool(page.locator(f"#id_{name}").evaluate(closest))

        def tabs() -> list[str]:
            texts = page.locator("[role=tab]:not([hidden])").all_text_contents()
            return [text.strip().splitlines()[0] for text in texts]

        every = [hidden("positions"), hidden("call_id"), len(tabs())]
        page.select_option("#id_kind", "internship", force=True)
        page.locator("#id_positions").evaluate("node => { node.value = '3' }")
        of_internship = [hidden("positions"), hidden("call_id"), tabs()]
        page.select_option("#id_kind", "membership", force=True)
        of_membership = [hidden("positions"), hidden("call_id"), tabs()]
        page.select_option("#id_kind", "internship", force=True)
        again = [hidden("positions"), page.locator("#id_positions").input_value()]
        browser.close()

    assert every == [False, False, 7]
    shared = ["Příležitost", "Uzávěrka a\N{NO-BREAK SPACE}místo"]
    files_ = ["Kontakt a\N{NO-BREAK SPACE}soubory", "Propagace"]
    work = "Práce a\N{NO-BREAK SPACE}studium"
    occasion = "Akce a\N{NO-BREAK SPACE}výměna"
    assert of_internship == [False, True, [*shared, work, *files_]]
    assert of_membership == [True, True, [*shared, occasion, *files_]]
    assert again == [False, "3"]
