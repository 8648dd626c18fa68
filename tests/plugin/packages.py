"""Real plugin packages in a folder of their own, found by real entry points."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

from tests.servers.database import SqliteDatabase

ROOT = Path(__file__).parents[2]
MANIFEST = """
from cms.plugin import Plugin


class ThePlugin(Plugin):
    name, label, title = "{package}", "{label}", "{title}"
"""


@dataclass(frozen=True)
class Finished:
    """A process that has ended."""

    code: int
    out: str
    err: str


class Site:
    """A site in a folder: its packages, its database, and commands run in a new process each."""

    def __init__(self, folder: Path) -> None:
        self.packages = folder / "packages"
        self.home = folder / "home"
        self.packages.mkdir()
        self.home.mkdir()
        template = SqliteDatabase(folder).template  # made by any test that uses the database
        if template.exists():
            shutil.copyfile(template, self.home / "site.sqlite3")
        else:
            self.klastr("migrate", "--verbosity=0")

    def add_plugin(
        self,
        label: str,
        files: Mapping[str, str] | None = None,
        *,
        manifest: str = "",
        entry_point: str = "",
        distribution: str = "",
    ) -> None:
        """Write the package ``<label>_plugin`` with its entry point.

        `manifest` is appended to the usual one inside the class; `files` may replace any file.
        """
        package = f"{label}_plugin"
        usual = MANIFEST.format(package=package, label=label, title=label.title())
        if manifest:
            body = "\n".join(f"    {line}" for line in dedent(manifest).strip().splitlines())
            usual += f"\n{body}\n"
        for name, text in {"__init__.py": "", "apps.py": usual, **(files or {})}.items():
            path = self.packages / package / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(dedent(text), encoding="utf-8")
        self.add_entry_point(
            label, entry_point or f"{package}.apps:ThePlugin", distribution or f"dist-{label}"
        )

    def add_entry_point(self, label: str, value: str, distribution: str) -> None:
        """Write what pip writes when it installs a distribution."""
        info = self.packages / f"{distribution.replace('-', '_')}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
        )
        (info / "entry_points.txt").write_text(f"[klastr.plugins]\n{label} = {value}\n")

    @property
    def environment(self) -> dict[str, str]:
        """The variables of a process of this site."""
        return os.environ | {
            "PYTHONPATH": os.pathsep.join([str(self.packages), str(ROOT)]),
            "KLASTR_HOME": str(self.home),
            "DATABASE_URL": f"sqlite:///{self.home / 'site.sqlite3'}",
            "DJANGO_SETTINGS_MODULE": "cms.project.settings.local",
            "PYTHONWARNINGS": "ignore",
        }

    def klastr(self, *arguments: str, stdin: str = "") -> Finished:
        """The result of ``klastr …`` in a process of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "django", *arguments],
            env=self.environment,
            cwd=self.home,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return Finished(done.returncode, done.stdout, done.stderr)

    def python(self, code: str) -> Finished:
        """The result of a Python program in which Django is set up."""
        return self.klastr("shell", "--no-imports", "--verbosity=0", "-c", dedent(code))

    def plugins(self) -> dict[str, Any]:
        """What ``klastr plugin list --json`` says, by label."""
        rows = json.loads(self.klastr("plugin", "list", "--json").out)
        return {row["label"]: row for row in rows}
