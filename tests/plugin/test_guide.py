"""The guide says what is: its listings are files, and nothing public is missing in it."""

from __future__ import annotations

import inspect
import re

import pytest

from cms import plugin
from cms.plugin import contributions, errors, lifecycle, purge, testing
from cms.plugin.registry import registry
from tests.plugin.packages import ROOT
from tests.public_rows import CORE, bundled

GUIDE = (ROOT / "cms" / "plugin" / "README.md").read_text(encoding="utf-8")
EXAMPLE = ROOT / "tests" / "example_plugin"
LISTING = re.compile(
    r"^#### `(?P<path>[^`]+)`\n\n```\w+\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE
)


def test_the_listings_are_the_files_of_the_example() -> None:
    listings = {found["path"]: found["text"] for found in LISTING.finditer(GUIDE)}

    files = {
        str(path.relative_to(EXAMPLE)): path.read_text(encoding="utf-8")
        for path in EXAMPLE.rglob("*")
        if path.suffix in {".py", ".toml", ".md"} and "migrations" not in path.parts
    }
    assert listings == {path: text for path, text in files.items() if text}


def subclasses(module: object, parent: type) -> list[str]:
    return [
        name
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, parent) and value is not parent
    ]


@pytest.mark.parametrize("kind", subclasses(contributions, contributions.Contribution))
def test_each_contribution_is_in_the_guide_and_exported(kind: str) -> None:
    assert f"`{kind}(" in GUIDE
    assert kind in plugin.__all__


@pytest.mark.parametrize("kind", subclasses(contributions, contributions.Contribution))
def test_each_contribution_is_used_by_a_plugin_of_ours(kind: str) -> None:
    users = {label for label, _item in registry().contributed(getattr(contributions, kind))} & {
        CORE,
        *bundled(),
    }

    assert users != set()


@pytest.mark.parametrize("error", subclasses(errors, errors.PluginError))
def test_each_error_is_in_the_guide_and_in_the_tree(error: str) -> None:
    assert f"| `{error}` |" in GUIDE
    assert f" {error} " in str(errors.__doc__)


def source_of(*parts: str) -> str:
    return "".join(
        path.read_text(encoding="utf-8")
        for part in parts
        for path in sorted((ROOT / "cms" / part).rglob("*.py"))
    )


def test_each_check_is_in_the_guide() -> None:
    source = source_of("plugin", "admin")
    numbers = {int(n) for n in re.findall(r"_error\(\s*(\d+),", source)}
    numbers |= {int(n) for n in re.findall(r'"klastr\.P(\d+)"', source)}

    documented = {int(n) for n in re.findall(r"\| `klastr\.P(\d+)` \|", GUIDE)}
    assert documented == numbers == set(range(1, max(numbers) + 1))


def test_each_event_is_in_the_guide() -> None:
    source = source_of("plugin")
    remembered = set(re.findall(r'once\(\(?\s*"(plugin\.[a-z_]+)"', source))

    events = set(re.findall(r'"(plugin\.[a-z]+_?[a-z]*)"', source)) - remembered
    assert {event for event in events if f"`{event}`" not in GUIDE} == set()


@pytest.mark.parametrize(
    ("module", "names"),
    [
        (lifecycle, ["activate", "deactivate", "upgrade", "load_demo"]),
        (purge, ["purge_plan", "purge"]),
        (testing, ["active", "inactive", "installed"]),
    ],
)
def test_each_verb_is_in_the_guide(module: object, names: list[str]) -> None:
    for name in names:
        assert inspect.getdoc(getattr(module, name))
        assert re.search(rf"`{name}[(`]", GUIDE)
