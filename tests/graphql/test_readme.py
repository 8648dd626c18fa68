"""The README of the room names every code and every limit."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from cms import graphql
from cms.graphql.checks import settings_are_sound
from cms.graphql.conf import Conf, conf
from cms.graphql.errors import ErrorCode

ROOM = Path(graphql.__file__).parent
README = (ROOM / "README.md").read_text(encoding="utf-8")


def section(title: str) -> str:
    """The text below a heading."""
    return README.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]


def test_readme_lists_every_error_code_and_no_other() -> None:
    table = "\n".join(
        line.split("|")[1] for line in section("Error codes").splitlines() if line.startswith("|")
    )
    assert set(re.findall(r"`([A-Z_]+)`", table)) == {code.value for code in ErrorCode}


def test_readme_lists_every_limit_with_its_default() -> None:
    rows = re.findall(r"^\| `([A-Z_]+)` \| `?([^|`]+)`? \|", section("Limits"), re.MULTILINE)

    assert rows == [(field.name.upper(), str(field.default) or "none") for field in fields(Conf)]


def test_readme_maps_every_module() -> None:
    named = set(re.findall(r"`([a-z_]+\.py)`", section("Map")))

    assert named == {path.name for path in ROOM.glob("*.py")} - {"__init__.py", "apps.py"}


@pytest.mark.parametrize(
    "wrong",
    [{"MAX_DEPHT": 5}, {"MAX_DEPTH": "5"}, {"MAX_DEPTH": -1}, {"EXPLORER": 1}, {"MANIFEST": 5}],
)
def test_wrong_settings_are_refused_by_name(settings: Settings, wrong: dict[str, object]) -> None:
    settings.KLASTR_GRAPHQL = wrong

    with pytest.raises(ImproperlyConfigured, match=next(iter(wrong))):
        conf()


def test_settings_change_a_limit(settings: Settings) -> None:
    settings.KLASTR_GRAPHQL = {"MAX_DEPTH": 3}

    assert conf() == Conf(max_depth=3)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"MAX_DEPHT": 5}, "unknown name"),
        ({"FREE_NETWORKS": "10.0.0.1/8"}, "has host bits set"),
        ({"MANIFEST": "/gone.json"}, "No such file"),
        ({"TRUSTED_ONLY": True}, "needs a MANIFEST"),
    ],
)
def test_wrong_settings_stop_the_start(
    settings: Settings, wrong: dict[str, object], message: str
) -> None:
    assert settings_are_sound() == []
    settings.KLASTR_GRAPHQL = wrong

    assert [message in error.msg for error in settings_are_sound()] == [True]
