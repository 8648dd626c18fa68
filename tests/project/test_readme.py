"""The front door tells the truth: its commands are run and its answers compared."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
import urllib.request
from pathlib import Path

import pytest

from tests.servers.site import Site, ask

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```sh\n(curl [^`]*)```\n\n```json\n([^`]*)```", README)


def test_readme_has_an_example_in_each_language() -> None:
    assert [re.findall(r"locale: (\w\w)", command) for command, _answer in EXAMPLES] == [
        ["CS"],
        ["EN"],
        ["CS"],
        ["EN"],
    ]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("command", "answer"), EXAMPLES, ids=["list-cs", "list-en", "search-cs", "search-en"]
)
def test_readme_query_has_the_answer_shown(served: Site, command: str, answer: str) -> None:
    words = shlex.split(command)
    body = words[words.index("-d") + 1]
    headers = dict([words[words.index("-H") + 1].split(": ")])

    request = urllib.request.Request(f"{served.url}/graphql", data=body.encode(), headers=headers)

    assert json.loads(ask(request).body) == json.loads(answer)


def test_readme_names_every_room() -> None:
    rooms = {path.name for path in (ROOT / "cms").iterdir() if (path / "apps.py").exists()}
    named = set(re.findall(r"cms/(\w+)", README))

    assert rooms - named == set()


def test_readme_links_exist() -> None:
    links = re.findall(r"\]\(([^)#]+)\)", README)

    assert [link for link in links if "://" not in link and not (ROOT / link).exists()] == []


def test_readme_names_every_variable() -> None:
    room = (ROOT / "cms/project/README.md").read_text(encoding="utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)` \|", room, re.MULTILINE))

    assert documented - {"SECRET_KEY_FALLBACKS"} - set(re.findall(r"[A-Z_]{4,}", README)) == set()


def test_every_room_with_code_has_a_readme() -> None:
    rooms = [*(ROOT / "cms").iterdir(), *(ROOT / "plugins").iterdir()]
    missing = [
        room.relative_to(ROOT).as_posix()
        for room in rooms
        if (room / "apps.py").exists() and not (room / "README.md").exists()
    ]

    assert missing == []


def test_wheel_brings_the_console_script() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]

    assert project["scripts"] == {"klastr": "cms.project.cli:main"}
