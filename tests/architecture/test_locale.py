"""Czech is complete: every visible string is translated, none doubtfully, and compiled."""

from __future__ import annotations

import shutil
from pathlib import Path

import polib
import pytest
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(
    path for room in ("locale", "cms", "plugins") for path in (ROOT / room).glob("**/django.po")
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def test_there_are_catalogues():
    assert [name(path) for path in CATALOGUES if path.is_relative_to(ROOT / "locale")] == [
        "locale/cs/LC_MESSAGES/django.po"
    ]


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_catalogue_is_complete(path):
    catalogue = polib.pofile(str(path))

    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue.fuzzy_entries()] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_catalogue_is_compiled_as_it_stands(path):
    compiled = polib.mofile(str(path.with_suffix(".mo")))

    def texts(entries):
        return {(e.msgctxt, e.msgid): (e.msgstr, e.msgstr_plural) for e in entries}

    assert texts(compiled) == texts(e for e in polib.pofile(str(path)) if not e.obsolete)


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_catalogue_knows_every_string_in_the_source(path, tmp_path, monkeypatch):
    folder = path.parents[2].parent
    copy = tmp_path / folder.name
    rooms = ("cms", "search") if folder == ROOT else (".",)
    for room in rooms:
        shutil.copytree(folder / room, copy / room, dirs_exist_ok=True)
    shutil.copytree(path.parents[2], copy / "locale", dirs_exist_ok=True)
    monkeypatch.chdir(copy)

    call_command("makemessages", locale=["cs"], verbosity=0, no_obsolete=True)

    found = {(e.msgctxt, e.msgid) for e in polib.pofile(str(copy / path.relative_to(folder)))}
    known = {(e.msgctxt, e.msgid) for e in polib.pofile(str(path)) if not e.obsolete}
    assert (found - known, known - found) == (set(), set())
