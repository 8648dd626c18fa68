"""The committed schema as tools see it: linted, and compared with what clients know."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent
SNAPSHOT = "cms/graphql/schema.graphql"


def test_the_schema_is_clean_for_linters(workspace):
    assert workspace.ask("node", "lint.mjs", "schema.graphql") == []


def test_the_linter_sees_what_is_wrong(workspace):
    schema = "type Query {\n  things(first: Int): [Int!]!\n}\n"
    (workspace.folder / "wrong.graphql").write_text(schema)

    found = workspace.ask("node", "lint.mjs", "wrong.graphql")

    rules = {message.split()[1] for message in found}
    assert rules == {"@graphql-eslint/relay-page-info:", "@graphql-eslint/require-description:"}


def test_what_breaks_clients_is_written_down(workspace):
    (workspace.folder / "before.graphql").write_text(_known_to_clients())
    written = json.loads((HERE / "breaking.json").read_text())

    breaking = workspace.ask("node", "changes.mjs", "before.graphql", "schema.graphql")

    assert [change for change in breaking if change not in written] == []
    assert all(reason.strip() for reason in written.values())


def test_a_field_that_goes_breaks_clients(workspace):
    for name, fields in (("old", "a: Int b: Int"), ("new", "a: Int c: Int")):
        (workspace.folder / f"{name}.graphql").write_text(f"type Query {{ {fields} }}")

    breaking = workspace.ask("node", "changes.mjs", "old.graphql", "new.graphql")

    assert breaking == ["Query.b FIELD_REMOVED"]


def _known_to_clients() -> str:
    """The snapshot of the last release; while there is none, from before the last break was named.

    So a change that is not named is found however many commits ago it was.
    """
    release = _git("describe", "--tags", "--abbrev=0", "--match", "v*", "HEAD^").strip()
    named = _git("log", "-1", "--format=%H", "--", "breaking.json").strip()
    shown = _git("show", f"{release or f'{named}^'}:{SNAPSHOT}")
    if not shown:
        pytest.skip("this checkout has no history")
    return shown


def _git(*arguments: str) -> str:
    """What Git prints; empty when it knows no answer."""
    return subprocess.run(
        ["git", *arguments], cwd=HERE, capture_output=True, text=True, check=False
    ).stdout
