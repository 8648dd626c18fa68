"""The search page in a real browser: typing, narrowing, finding nothing, both languages, keys."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.servers.browser import chromium

pytestmark = pytest.mark.slow

PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
SEARCH = """query ($text: String!, $locale: Locale!, $filter: SearchFilter) {
  search(text: $text, locale: $locale, filter: $filter, first: 10) {
    totalCount nodes { page { title } }
  }
}"""
NO_RESULT = "qqqqzzzz"


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def address(compiled, served) -> Iterator[str]:
    """Where the page is."""
    command = ["node", "dist/serve.js", f"{served.url}/graphql"]
    with subprocess.Popen(
        command, cwd=compiled.folder, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process.stdout.readline().strip()
        process.terminate()


@pytest.fixture
def window(browser):
    context = browser.new_context(viewport=PHONE, locale="cs-CZ")
    page = context.new_page()
    page.set_default_timeout(20_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("response", lambda answer: problems.append(answer.url) if not answer.ok else None)
    yield page
    context.close()
    assert problems == []


def shown(page) -> tuple[int, list[str]]:
    number = page.locator("output").inner_text().split(": ")[1]
    return int(number), page.locator("ol a").all_inner_texts()


def found(served, locale: str, text: str, **narrowed: object) -> tuple[int, list[str]]:
    search = served.graphql(SEARCH, text=text, locale=locale, **narrowed)["data"]["search"]
    return search["totalCount"], [hit["page"]["title"] for hit in search["nodes"]]


def test_visitors_search_and_narrow_by_keys_alone(address, served, window) -> None:
    window.goto(address)
    window.keyboard.press("Tab")  # the other language
    window.keyboard.press("Tab")
    window.keyboard.type("laser")
    window.keyboard.press("Enter")
    window.wait_for_selector("output")
    everything = shown(window)
    options = window.locator("datalist option").count()

    window.get_by_label("Co hledáte?").focus()
    window.keyboard.press("Tab")  # the button
    window.keyboard.press("Tab")
    window.keyboard.press("Space")
    chosen = window.locator("input:checked").get_attribute("value")
    window.keyboard.press("Enter")
    window.wait_for_url("**type=**")

    assert everything == found(served, "CS", "laser")
    assert options > 0
    assert shown(window) == found(served, "CS", "laser", filter={"type": [chosen]})
    assert window.locator("input:checked").get_attribute("value") == chosen


def test_the_other_language_asks_the_same(address, served, window) -> None:
    window.goto(f"{address}?locale=CS&text=laser")
    window.get_by_role("link", name="English").click()
    window.wait_for_url("**locale=EN**")

    assert window.locator("html").get_attribute("lang") == "en"
    assert window.get_by_label("What are you looking for?").input_value() == "laser"
    assert shown(window) == found(served, "EN", "laser")


@pytest.mark.parametrize(("locale", "said"), [("CS", "Nic jsme nenašli."), ("EN", "Nothing was")])
def test_it_is_said_that_nothing_was_found(address, window, locale: str, said: str) -> None:
    window.goto(f"{address}?locale={locale}&text={NO_RESULT}")

    assert shown(window) == (0, [])
    assert window.locator("section p").inner_text().startswith(said)


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_cut_off(address, window, size: dict[str, int], tmp_path: Path) -> None:
    window.set_viewport_size(size)
    window.goto(f"{address}?locale=CS&text=laser")
    width = window.evaluate("document.documentElement.scrollWidth")
    places = [window.locator(each).bounding_box() for each in ("fieldset", "section")]
    picture = window.screenshot(path=tmp_path / "search.png", full_page=True)

    assert (width, bool(picture)) == (size["width"], True)
    is_beside = places[0]["x"] + places[0]["width"] <= places[1]["x"]
    assert is_beside is (size is DESK)
