"""What is installed is what pyproject.toml pins, and everything that it pins is installed."""

from __future__ import annotations

import tomllib
from importlib.metadata import distributions
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
OURS = {"klastr", "klastr-venues"}


def pinned() -> dict[str, str]:
    """Versions by name, as far as they hold for this Python."""
    uv = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["uv"]
    found = {}
    for line in uv["constraint-dependencies"]:
        requirement = Requirement(line)
        (exact,) = requirement.specifier
        assert exact.operator == "=="
        if requirement.marker is None or requirement.marker.evaluate():
            found[canonicalize_name(requirement.name)] = exact.version
    return found


def test_every_installed_distribution_is_pinned_exactly():
    installed = {
        canonicalize_name(found.name): found.version
        for found in distributions()
        if canonicalize_name(found.name) not in OURS
    }

    assert installed == pinned()
