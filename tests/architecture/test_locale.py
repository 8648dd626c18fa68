"""Czech is complete: every visible string is translated, none doubtfully, and compiled."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import polib
import pytest
import wagtail
import wagtail_localize
from django.core.management import call_command

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(
    path for room in ("locale", "cms", "plugins") for path in (ROOT / room).glob("**/django*.po")
)
# Czech for what Wagtail and wagtail-localize lack: their words, not found in our source.
COMPLETED = [path for path in CATALOGUES if path.is_relative_to(ROOT / "locale" / "wagtail")]
OWN = [path for path in CATALOGUES if path not in COMPLETED]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]*>")
AFTER_ONE_LETTER = re.compile(r"(?<![\w%<>)])[ksvzouaiKSVZOUAI] ")


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def translations(entry: polib.POEntry) -> list[str]:
    return [text for text in (entry.msgstr, *entry.msgstr_plural.values()) if text]


def entries(path: Path) -> Iterator[polib.POEntry]:
    return (entry for entry in polib.pofile(str(path)) if not entry.obsolete)


def test_there_are_catalogues():
    assert [name(path) for path in CATALOGUES if path.is_relative_to(ROOT / "locale")] == [
        "locale/cs/LC_MESSAGES/django.po",
        "locale/wagtail/cs/LC_MESSAGES/django.po",
        "locale/wagtail/cs/LC_MESSAGES/djangojs.po",
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

    assert texts(compiled) == texts(entries(path))


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_placeholders_are_those_of_the_source(path):
    def placeholders(text):
        return sorted(PLACEHOLDER.findall(text))

    wrong = [
        text
        for entry in entries(path)
        for text in translations(entry)
        if placeholders(text)
        not in (placeholders(entry.msgid), placeholders(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_tags_are_those_of_the_source(path):
    def tags(text):
        return sorted(TAG.findall(text))

    wrong = [
        text
        for entry in entries(path)
        for text in translations(entry)
        if tags(text) not in (tags(entry.msgid), tags(entry.msgid_plural or entry.msgid))
    ]
    assert wrong == []


@pytest.mark.parametrize("path", CATALOGUES, ids=name)
def test_typography_is_czech(path):
    wrong = [
        text
        for entry in entries(path)
        for text in translations(entry)
        if "“" in text.replace("“", "", text.count("„")) or AFTER_ONE_LETTER.search(text)
    ]
    assert wrong == []


@pytest.mark.skipif(shutil.which("xgettext") is None, reason="gettext is not installed")
@pytest.mark.parametrize("path", OWN, ids=name)
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
    known = {(e.msgctxt, e.msgid) for e in entries(path)}
    assert (found - known, known - found) == (set(), set())


@pytest.mark.parametrize("path", COMPLETED, ids=name)
def test_words_of_wagtail_are_still_in_wagtail(path):
    theirs = {
        (entry.msgctxt, entry.msgid, entry.msgid_plural)
        for package in (wagtail, wagtail_localize)
        for source in Path(package.__file__).parent.glob(f"**/locale/en/LC_MESSAGES/{path.name}")
        for entry in polib.pofile(str(source))
    }

    assert {(e.msgctxt, e.msgid, e.msgid_plural) for e in entries(path)} - theirs == set()
