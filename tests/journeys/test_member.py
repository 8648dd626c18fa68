"""A member's morning: an invitation, a new claim, an internship; the office approves, all see it.

And a contact person without a password, who comes by a link.
"""

from __future__ import annotations

import email
import email.policy
import json
import re
import shutil
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import feedparser
import icalendar
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.project.conftest import FirstStart
from tests.servers.site import Site, running

pytestmark = pytest.mark.slow

MEMBER = """{ members(locale: CS, filter: {textPrefix: "meopta"}) {
  nodes { id claim contacts { email } } } }"""
INTERNSHIPS = """query($locale: Locale!) {
  opportunities(locale: $locale, first: 50, filter: {kind: [INTERNSHIP]}) { nodes { title } } }"""
FEED = "/feeds/{}/opportunities.{}?kind=INTERNSHIP"
CLAIM = "Optika z Přerova od roku 1933"
TITLES = {"cs": "Stáž v laboratoři tenkých vrstev", "en": "Internship in thin films"}
DEADLINE = date.today() + timedelta(days=60)
PASSWORD = "spektrum-589-nm"
BETWEEN_LETTERS = b"\n" + b"-" * 79 + b"\n"


@pytest.fixture(scope="module")
def home(first_start: FirstStart, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the site, where its letters lie."""
    return Path(shutil.copytree(first_start.home, tmp_path_factory.mktemp("member") / "home"))


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[Site]:
    """The demo site with two workers."""
    with running(home, "--workers", "2") as served:
        served.wait_until_ready()
        yield served


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """A window of somebody else than the office."""
    context = browser.new_context(viewport={"width": 1360, "height": 950}, locale="cs-CZ")
    window = context.new_page()
    window.set_default_timeout(20_000)
    yield window
    context.close()


def test_member_posts_an_internship_that_the_office_approves(
    page: Page, visitor: Page, site: Site, home: Path, first_start: FirstStart
) -> None:
    log_in(page, site, "admin", first_start.password)
    page.goto(f"{site.url}/admin/members/{meopta(site)['id']}/invite/")
    page.fill("#id_email", "jana@meopta.example")
    page.get_by_role("button", name="Pozvat", exact=True).click()
    page.wait_for_url("**/admin/members/editors/")
    choose_password(visitor, site, letter(home, "jana@meopta.example"))
    log_in(visitor, site, "jana@meopta.example", PASSWORD)

    visitor.get_by_role("link", name="Upravit zápis").click()
    visitor.fill("#id_claim", CLAIM)
    submit(visitor)
    visitor.get_by_role("link", name="Přidat do „Příležitosti“").click()
    fill_internship(visitor, TITLES["cs"])
    submit(visitor)
    before = seen(site)
    approve(page, site, "Meopta")
    internship = approve(page, site, TITLES["cs"])
    approved = seen(site)
    translate(page, site, internship)

    nowhere, everywhere = dict.fromkeys(before["cs"], False), dict.fromkeys(before["cs"], True)
    assert before == {"claim": False, "cs": nowhere, "en": nowhere}
    assert approved == {"claim": True, "cs": everywhere, "en": nowhere}
    assert seen(site) == {"claim": True, "cs": everywhere, "en": everywhere}


def test_contact_person_comes_by_a_link(visitor: Page, site: Site, home: Path) -> None:
    contact = meopta(site)["contacts"][0]["email"]
    visitor.goto(f"{site.url}/member-access/cs/")
    visitor.fill("#id_email", contact)
    visitor.keyboard.press("Enter")
    visitor.wait_for_url("**/sent/")

    address = re.search(r"http\S+#\S+", letter(home, contact))
    assert address is not None
    visitor.goto(address[0])
    shown = visitor.url
    visitor.get_by_role("button").click()
    visitor.wait_for_url("**/admin/")

    visitor.get_by_role("link", name="Upravit zápis").wait_for()
    assert shown == f"{site.url}/member-access/cs/open/"  # the code is out of the address


def meopta(site: Site) -> dict[str, Any]:
    return site.graphql(MEMBER)["data"]["members"]["nodes"][0]


def seen(site: Site) -> dict[str, Any]:
    """Whether the new claim is public, and by whom the internship is seen in each language."""
    return {
        "claim": meopta(site)["claim"] == CLAIM,
        "cs": seen_by(site, "cs", "Uzávěrka"),
        "en": seen_by(site, "en", "Deadline"),
    }


def seen_by(site: Site, locale: str, deadline: str) -> dict[str, bool]:
    """Whether a frontend, readers of both kinds of feeds, and a calendar show the internship."""
    title = TITLES[locale]
    nodes = site.graphql(INTERNSHIPS, locale=locale.upper())["data"]["opportunities"]["nodes"]
    atom = feedparser.parse(site.get(FEED.format(locale, "atom")).body)
    items = json.loads(site.get(FEED.format(locale, "json")).body)["items"]
    calendar = icalendar.Calendar.from_ical(site.get(FEED.format(locale, "ics")).body)
    days = {str(event["summary"]): event.decoded("dtstart") for event in calendar.walk("VEVENT")}
    return {
        "GraphQL": title in [node["title"] for node in nodes],
        "Atom": title in [entry.title for entry in atom.entries],
        "JSON Feed": title in [item["title"] for item in items],
        "calendar": days.get(f"{deadline}: {title}") == DEADLINE,
    }


def letter(home: Path, to: str) -> str:
    """The text of the last letter to this address; some are sent after the answer."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        for path in sorted((home / "mail").glob("*"), key=lambda path: path.stat().st_mtime)[::-1]:
            for part in filter(bytes.strip, path.read_bytes().split(BETWEEN_LETTERS)):
                message = email.message_from_bytes(part, policy=email.policy.default)
                if message["To"] == to:
                    return str(message.get_content())
        time.sleep(0.2)
    raise AssertionError(f"no letter to {to}")


def log_in(page: Page, site: Site, username: str, password: str) -> None:
    page.goto(f"{site.url}/admin/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")


def choose_password(page: Page, site: Site, text: str) -> None:
    address = re.search(r"/admin/password_reset/\S+", text)
    assert address is not None
    page.goto(f"{site.url}{address[0]}")
    page.fill("#id_new_password1", PASSWORD)
    page.fill("#id_new_password2", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/complete/")


def fill_internship(page: Page, title: str) -> None:
    """Fill in what an internship requires, on all tabs of the form."""
    page.select_option("#id_kind", "internship")
    page.fill("#id_title", title)
    page.fill("#id_summary", "Tři měsíce u napařování.")
    page.locator("[role=textbox][contenteditable=true]").first.click()
    page.keyboard.type("Naučíte se měřit vrstvy.")
    values = {
        "city": "Přerov",
        "duration": "3",
        "deadline_on": DEADLINE.isoformat(),
        "contact_name": "Jana Nová",
        "contact_email": "jana@meopta.example",
    }
    tabs = page.locator("[role=tab]:visible")
    for place in range(tabs.count()):
        tabs.nth(place).click()
        for name in ("levels", "pillars"):
            boxes = page.locator(f"input[name='{name}']:visible")
            if boxes.count():
                boxes.first.check()
        for name, value in values.items():
            field = page.locator(f"#id_{name}:visible")
            if field.count():
                field.fill(value)
                field.press("Tab")


def submit(page: Page) -> None:
    """Send the page to the office, from the menu beside the button that saves."""
    page.locator("footer .w-dropdown__toggle").last.click()
    page.locator("button[name='action-submit']").click()
    page.wait_for_url("**/admin/")


def approve(page: Page, site: Site, title: str) -> str:
    """The id of the waiting page, approved as the office finds it on its home page."""
    page.goto(f"{site.url}/admin/")
    page.locator("table a[href*='/edit/']", has_text=title).first.click()
    page.wait_for_url("**/edit/")
    page.locator("footer .w-dropdown__toggle").last.click()
    page_id = re.findall(r"/pages/(\d+)/", page.url)[0]
    page.locator("[data-workflow-action-name='approve']").first.click()
    page.wait_for_url(re.compile(r"/admin/pages/\d+/$"))
    return str(page_id)


def translate(page: Page, site: Site, page_id: str) -> None:
    """Offer a Czech page in English: copy it, translate its texts, publish it."""
    page.goto(f"{site.url}/admin/localize/submit/page/{page_id}/")
    page.get_by_label("English").check()
    page.locator("form [type=submit]").last.click()
    page.wait_for_url("**/edit/")
    texts = page.get_by_role("button", name="Přeložit", exact=True)
    texts.first.wait_for()
    for left in range(texts.count(), 0, -1):
        texts.first.click()
        page.locator("textarea:visible").first.fill(TITLES["en"])
        page.get_by_role("button", name="Uložit", exact=True).first.click()
        expect(texts).to_have_count(left - 1)
    page.get_by_role("button", name="Publikovat: English").click()
    page.wait_for_load_state("networkidle")
