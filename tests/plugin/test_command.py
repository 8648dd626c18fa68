from __future__ import annotations

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from klastr_venues.models import VenuePage

from cms.plugin import Demo, Upgrade
from cms.plugin.models import PluginState
from cms.plugin.state import is_active
from tests.plugin.conftest import Install, installed_plugin
from tests.plugin.factories import make_venue

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with translation.override("en"):
        yield


def plugin(*arguments: str) -> str:
    out = StringIO()
    call_command("plugin", *arguments, stdout=out)
    return out.getvalue()


def refusal(*arguments: str) -> tuple[str, int]:
    with pytest.raises(CommandError) as refused:
        plugin(*arguments)
    return str(refused.value), refused.value.returncode


def test_list_for_programs(install: Install) -> None:
    install(installed_plugin("broken", failure="ValueError: bad", requires=("venues",)))

    rows = {row["label"]: row for row in json.loads(plugin("list", "--json"))}

    assert rows["broken"] == {
        "label": "broken",
        "title": "Broken",
        "version": "1.0",
        "state": "failed",
        "requires": ["venues"],
        "waiting_steps": [],
        "failure": "ValueError: bad",
    }
    assert rows["venues"]["state"] == "inactive"
    assert next(iter(rows)) == "cms_content"


def test_list_for_people(install: Install) -> None:
    install(installed_plugin("late", contributions=(Upgrade(1, lambda: None),)))
    PluginState.objects.create(label="late", is_active=True)

    lines = [line.split() for line in plugin("list").splitlines()]

    assert ["late", "1.0", "active,", "upgrade", "waiting", "Late"] in lines
    assert ["venues", "1.0", "inactive", "Venues"] in lines


def test_switching(install: Install) -> None:
    install(installed_plugin("top", requires=("venues",)))

    assert plugin("activate", "top") == "Activated: venues, top\n"
    assert plugin("activate", "top") == "Already active.\n"
    assert refusal("deactivate", "venues") == (
        "The plugin “venues” is required by: top. Deactivate these first.",
        1,
    )
    assert plugin("deactivate", "top") == "Deactivated: top\n"
    assert plugin("deactivate", "top") == "Already inactive.\n"
    assert is_active("venues") is True


def test_upgrading_and_demo(install: Install) -> None:
    install(installed_plugin("late", contributions=(Upgrade(1, list), Demo(list))))
    PluginState.objects.create(label="late", is_active=True)

    assert plugin("upgrade", "late") == "Upgraded late: step 1\n"
    assert plugin("upgrade", "late") == "Nothing to upgrade.\n"
    assert plugin("demo", "late") == "Loading: late\nLoaded: late\n"
    assert plugin("demo", "late") == "Nothing to load.\n"


@pytest.mark.parametrize("verb", ["activate", "deactivate", "upgrade", "purge", "demo"])
def test_an_unknown_plugin_is_one_line_and_code_2(verb: str) -> None:
    assert refusal(verb, "nothing") == ("No plugin “nothing” is installed.", 2)


def test_purging_shows_asks_and_deletes(monkeypatch: pytest.MonkeyPatch) -> None:
    make_venue()
    monkeypatch.setattr("builtins.input", lambda question: "no")

    assert refusal("purge", "venues") == ("Nothing was deleted.", 1)
    assert VenuePage.objects.count() == 1

    assert plugin("purge", "venues", "--yes") == "       1  Venues\nPurged: venues\n"
    assert VenuePage.objects.count() == 0


@pytest.mark.parametrize("name", ["Venues", "2halls", "class", "venues", "a-b"])
def test_new_refuses_a_name_that_will_not_do(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "new"

    _text, code = refusal("new", name, "--into", str(folder))

    assert code == 2
    assert not folder.exists()


def test_new_refuses_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")

    text, code = refusal("new", "halls", "--into", str(tmp_path))

    assert (text, code) == (f"{tmp_path} is there already.", 2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
