"""The shape of the house: what stands at the top, how long a module grows, who names whom."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOP_LEVEL = {
    *("pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md"),
    *("cms", "plugins", "search", "locale", "tests", "docker"),
}
MAX_LINES = 400


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]


def sources(*rooms: str) -> list[Path]:
    return [
        ROOT / path
        for path in tracked()
        if path.endswith(".py") and path.startswith(rooms) and "/migrations/" not in path
    ]


def test_top_level_is_what_the_design_names():
    found = {path.partition("/")[0] for path in tracked()}

    assert {name for name in found if not name.startswith(".")} == TOP_LEVEL


def test_no_lock_file_is_committed():
    assert [path for path in tracked() if path.endswith(".lock")] == []


def test_npm_lock_files_name_no_host():
    """npm writes packages' ``funding`` down; without it the same is installed."""
    locks = [ROOT / path for path in tracked() if path.endswith("package-lock.json")]

    assert [path.parent.name for path in locks] == ["clients"]
    assert [path for path in locks if "://" in path.read_text(encoding="utf-8")] == []


def test_modules_stay_readable():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources("cms/", "plugins/", "search/")
        if (lines := len(path.read_text().splitlines())) > MAX_LINES
    }

    assert long == {}


def test_core_names_no_plugin():
    plugins = {path.name for path in (ROOT / "plugins").iterdir() if (path / "apps.py").exists()}
    named = [
        (str(path.relative_to(ROOT)), name)
        for path in sources("cms/", "search/")
        for name in imported(path) | strings(path)
        if name.startswith("plugins.") or name in plugins
    ]

    assert named == []


def test_a_plugin_imports_only_plugins_that_it_requires():
    wrong = []
    for folder in (ROOT / "plugins").iterdir():
        if not (folder / "apps.py").exists():
            continue
        allowed = {folder.name, *required_by(folder / "apps.py")}
        for path in sources(f"plugins/{folder.name}/"):
            others = {n.split(".")[1] for n in imported(path) if n.startswith("plugins.")}
            wrong += [(str(path.relative_to(ROOT)), other) for other in others - allowed]

    assert wrong == []


def imported(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def strings(path: Path) -> set[str]:
    tree = ast.parse(path.read_text())
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value
    }


def required_by(apps: Path) -> set[str]:
    for node in ast.walk(ast.parse(apps.read_text())):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            names = {target.id for target in targets if isinstance(target, ast.Name)}
            if "requires" in names and node.value is not None:
                return set(ast.literal_eval(node.value))
    return set()
