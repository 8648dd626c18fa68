"""A developer's first minute: the explorer in a browser, with nothing from another host."""

from __future__ import annotations

import json
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import ConsoleMessage, Page

from tests.servers.site import Site

pytestmark = pytest.mark.slow


def test_developer_runs_the_example_in_the_explorer(page: Page, site: Site) -> None:
    hosts: set[str] = set()
    complaints: list[str] = []

    def listen(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("request", lambda request: hosts.add(urlsplit(request.url).netloc))
    page.on("console", listen)

    page.goto(f"{site.url}/graphql")
    page.click(".graphiql-execute-button")
    page.get_by_role("menuitem", name="Czech").click()
    page.locator(".result-window").get_by_text('"totalCount"').wait_for()
    shown = json.loads(page.inner_text(".result-window").replace("\xa0", " "))
    page.get_by_label("Show Documentation Explorer").click()
    page.get_by_role("link", name="Query", exact=True).click()

    asked = site.graphql("{ pages(locale: CS, first: 3) { nodes { title } } }")["data"]["pages"]
    assert [node["title"] for node in shown["data"]["pages"]["nodes"]] == [
        node["title"].replace("\xa0", " ") for node in asked["nodes"]
    ]
    page.get_by_role("link", name="pages", exact=True).wait_for()
    assert complaints == []
    assert hosts - {""} == {urlsplit(site.url).netloc}
