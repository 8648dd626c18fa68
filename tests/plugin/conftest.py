"""Plugins made for one test: an installed table in which a few values stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from cms.plugin.registry import InstalledPlugin
from cms.plugin.testing import installed

Install = Callable[..., None]


def installed_plugin(label: str, **facts: Any) -> InstalledPlugin:
    """An installed plugin with the given facts; all else as usual."""
    usual = {
        "title": label.title(),
        "description": "",
        "version": "1.0",
        "requires": (),
        "contributions": (),
    }
    return InstalledPlugin(label=label, **(usual | facts))


@pytest.fixture
def install() -> Iterator[Install]:
    """A function that adds plugins to the registry of this process for one test."""
    with ExitStack() as stack:

        def install(*plugins: InstalledPlugin) -> None:
            stack.enter_context(installed(*plugins))

        yield install
