"""A new plugin is complete: it installs, migrates and passes its own test."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from cms.plugin.scaffold import new_plugin
from tests.plugin.packages import ROOT, Site

EXAMPLE = ROOT / "tests" / "example_plugin"


def files_of(folder: Path) -> set[str]:
    return {
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_the_scaffold_has_the_files_of_the_guide(tmp_path: Path) -> None:
    folder = new_plugin("halls", into=tmp_path / "halls")

    expected = {name.replace("venues", "halls") for name in files_of(EXAMPLE)}
    assert files_of(folder) == expected - {"klastr_halls/migrations/0001_initial.py"}


def test_names_are_made_of_the_label(tmp_path: Path) -> None:
    folder = new_plugin("study_visits", into=tmp_path / "visits")

    project = tomllib.loads((folder / "pyproject.toml").read_text())["project"]
    assert project["name"] == "klastr-study-visits"
    assert project["entry-points"] == {
        "klastr.plugins": {"study_visits": "klastr_study_visits.apps:StudyVisitsPlugin"}
    }
    assert (
        "class StudyVisitPage(ContentPage):"
        in (folder / "klastr_study_visits" / "models.py").read_text()
    )


@pytest.mark.slow
def test_a_new_plugin_passes_its_own_test_and_the_contract(
    tmp_path: Path, django_db_setup: None
) -> None:
    site = Site(tmp_path)
    folder = new_plugin("halls", into=tmp_path / "klastr-halls")
    shutil.move(folder / "klastr_halls", site.packages)  # as pip does
    site.add_entry_point("halls", "klastr_halls.apps:HallsPlugin", "klastr-halls")

    prepared = site.python(
        """
        from django.core.management import call_command
        call_command("makemigrations", "halls", verbosity=0)
        call_command("migrate", verbosity=0)
        call_command("check", fail_level="WARNING")
        """
    )
    (folder / "conftest.py").write_text(USE_THE_DATABASE_AS_IT_IS)
    own = run_tests(site, folder, "--rootdir", str(folder), "tests")
    contract = run_tests(
        site,
        ROOT,
        *("-n0", "-p", "no:cacheprovider", "-k", "halls", "tests/plugin_contract"),
        DJANGO_SETTINGS_MODULE="cms.project.settings.test",
        KLASTR_TEST_CACHE=str(tmp_path / "cache"),
    )

    assert prepared.code == 0, prepared.err
    assert last_line(own).startswith("1 passed"), own
    assert re.match(r"\d\d? passed, \d+ deselected in", last_line(contract)), contract


def run_tests(site: Site, folder: Path, *arguments: str, **environment: str) -> str:
    """What pytest prints in `folder`, on a machine where the plugins of `site` are installed."""
    return subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments],
        env=site.environment | environment,
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=900,
        check=False,
    ).stdout


def last_line(output: str) -> str:
    return output.splitlines()[-1]


USE_THE_DATABASE_AS_IT_IS = """
import pytest

@pytest.fixture(scope="session")
def django_db_setup():
    pass
"""
