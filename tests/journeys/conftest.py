"""A real browser on a real server: each journey gets a copy of the demo site of its own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.project.conftest import FirstStart, first_start
from tests.servers.browser import chromium
from tests.servers.site import Site, running

__all__ = ["first_start"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium of the system."""
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def site(first_start: FirstStart, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo site with two workers."""
    home = Path(shutil.copytree(first_start.home, tmp_path_factory.mktemp("journey") / "home"))
    with running(home, "--workers", "2") as served:
        served.wait_until_ready()
        yield served


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A new window that fails the test when the browser reports an error."""
    context = browser.new_context(viewport={"width": 1360, "height": 950}, locale="cs-CZ")
    window = context.new_page()
    window.set_default_timeout(20_000)
    problems: list[str] = []
    window.on("pageerror", lambda error: problems.append(str(error)))
    window.on(
        "response",
        lambda answer: (
            problems.append(f"{answer.status} {answer.url}") if answer.status >= 500 else None
        ),
    )
    yield window
    context.close()
    assert problems == []
