"""An editor's morning: change a member in Czech, translate the change, and see it over GraphQL."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.journeys.admin import log_in
from tests.project.conftest import FirstStart
from tests.servers.site import Site

pytestmark = pytest.mark.slow

MEOPTA = """query($locale: Locale!) { members(locale: $locale, filter: {textPrefix: "meopta"}) {
  nodes { id claim translation { state fields { name state } } } } }"""


def meopta(site: Site, locale: str) -> dict[str, Any]:
    """The member as both workers show it."""
    answers = [site.graphql(MEOPTA, locale=locale) for _ in range(6)]
    assert all(answer == answers[0] for answer in answers)
    node = answers[0]["data"]["members"]["nodes"][0]
    states = {field["name"]: field["state"] for field in node["translation"]["fields"]}
    return {"id": node["id"], "claim": node["claim"], "state": states.get("claim")}


def test_editor_changes_and_translates_a_member(
    page: Page, site: Site, first_start: FirstStart
) -> None:
    czech, english = meopta(site, "CS"), meopta(site, "EN")
    log_in(page, site, first_start.password)

    page.goto(f"{site.url}/admin/pages/{czech['id']}/edit/")
    page.fill("#id_claim", "Optika z Přerova od roku 1933")
    page.locator(".w-dropdown__toggle").last.click()
    page.click("button[name='action-publish']")
    page.wait_for_url("**/admin/pages/*/")

    assert meopta(site, "CS")["claim"] == "Optika z Přerova od roku 1933"
    assert meopta(site, "EN") == english | {"state": "STALE"}

    page.goto(f"{site.url}/admin/pages/{czech['id']}/edit/")
    page.locator(".w-dropdown__toggle").first.click()
    page.locator("a[href*='/localize/update/']").click()
    page.wait_for_load_state("networkidle")
    page.locator("form [type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    page.goto(f"{site.url}/admin/pages/{english['id']}/edit/")
    page.get_by_role("button", name="Přeložit", exact=True).first.click()
    page.locator("textarea:visible").first.fill("Optics from Přerov since 1933")
    page.get_by_role("button", name="Uložit", exact=True).first.click()
    page.get_by_text("Optics from Přerov since 1933").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.get_by_role("button", name="Publikovat").first.click()
    page.wait_for_load_state("networkidle")

    assert meopta(site, "EN") == {
        "id": english["id"],
        "claim": "Optics from Přerov since 1933",
        "state": "TRANSLATED",
    }


def test_editor_switches_members_off_and_on(
    page: Page, site: Site, first_start: FirstStart
) -> None:
    before = site.graphql("{ members(locale: CS, first: 100) { nodes { id title path } } }")
    log_in(page, site, first_start.password)

    page.goto(f"{site.url}/admin/addons/")
    page.locator("#addon-members a.button").click()
    page.wait_for_load_state("networkidle")
    page.locator(".addon-confirm__actions [type=submit]").click()
    page.wait_for_load_state("networkidle")

    gone = [site.graphql("{ members(locale: CS) { totalCount } }") for _ in range(6)]
    assert {answer["errors"][0]["extensions"]["code"] for answer in gone} == {
        "GRAPHQL_VALIDATION_FAILED"
    }
    assert site.get("/cs/clenove/meopta/").status == 404

    page.goto(f"{site.url}/admin/addons/")
    page.locator("#addon-members [type=submit]").click()
    page.wait_for_load_state("networkidle")

    query = "{ members(locale: CS, first: 100) { nodes { id title path } } }"
    assert [site.graphql(query) for _ in range(6)] == [before] * 6
