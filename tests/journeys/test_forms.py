"""The forms of the office: no scroll marathon, and rows that say what they hold."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.journeys.admin import log_in
from tests.project.conftest import FirstStart
from tests.servers.site import Site

pytestmark = pytest.mark.slow

LISTS = ("members", "opportunities", "events", "news", "projects", "conferences")
SCREENS = 4  # of the height of the window, for each tab


def test_each_tab_of_each_form_is_a_few_screens_long(
    page: Page, site: Site, first_start: FirstStart
) -> None:
    log_in(page, site, first_start.password)

    too_long = {
        (name, tab): screens
        for name in LISTS
        for tab, screens in lengths(page, site, fullest(site, name)).items()
        if screens > SCREENS
    }

    assert too_long == {}


def test_rows_are_folded_and_say_what_they_hold(
    page: Page, site: Site, first_start: FirstStart
) -> None:
    log_in(page, site, first_start.password)
    sample = fullest(site, "conferences")
    page.goto(f"{site.url}/admin/pages/{sample}/edit/")
    page.get_by_role("tab", name="Partneři").click()

    rows = page.locator("#id_partners-FORMS > [data-inline-panel-child]")
    first = rows.first.locator("[data-panel-heading-text]")
    shown = " ".join(first.inner_text().split())
    tier = page.locator("#id_partners-0-tier")
    hidden = not tier.is_visible()
    first.click()
    tier.select_option(index=2)

    organisation = page.locator("#id_partners-0-organisation-chooser [data-chooser-title]")
    assert rows.count() == 11
    assert shown == f"Partner 1 – generální partner · {organisation.inner_text()}"
    assert hidden
    chosen = tier.evaluate("select => select.selectedOptions[0].text.trim()")
    assert " ".join(first.inner_text().split()) == (
        f"Partner 1 – {chosen} · {organisation.inner_text()}"
    )


def fullest(site: Site, name: str) -> str:
    """The id of the newest page of a list; the demo's sample for conferences."""
    answer = site.graphql(f"{{ {name}(locale: CS, first: 1) {{ nodes {{ id }} }} }}")
    return str(answer["data"][name]["nodes"][0]["id"])


def lengths(page: Page, site: Site, page_id: str) -> dict[str, float]:
    """How many screens each visible tab of a page's form is long."""
    page.goto(f"{site.url}/admin/pages/{page_id}/edit/")
    found = {}
    for tab in page.locator(".w-tabs__list [role=tab]").all():
        if tab.is_visible():
            tab.click()
            height = page.evaluate("document.querySelector('#main').scrollHeight")
            found[tab.inner_text().strip()] = round(height / page.evaluate("innerHeight"), 1)
    return found
