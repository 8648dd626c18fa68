"""``klastr search``: what it prints, and with which code it ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation
from pytest_django import Settings

from cms.content.models import StandardPage
from cms.indexing.connection import disconnect
from cms.indexing.rebuild import rebuild
from cms.indexing.status import status
from tests.content.factories import make_home, make_page
from tests.servers.site import environment, klastr

pytestmark = pytest.mark.django_db

Command = Callable[..., str]


@pytest.fixture
def search(monkeypatch: pytest.MonkeyPatch) -> Command:
    monkeypatch.setenv("COLUMNS", "100")

    def run(*arguments: str) -> str:
        out = StringIO()
        with translation.override("en"):
            call_command("search", *arguments, stdout=out)
        return out.getvalue()

    return run


def test_rebuild_says_how_many_documents_there_are(search: Command) -> None:
    make_home()

    out = search("rebuild")

    assert "2 documents" in out
    assert status().is_equal


def test_status_of_an_equal_index_is_a_table_and_a_line(search: Command) -> None:
    make_home()
    rebuild()

    out = search("status")

    assert "memory: index 1 with 2 documents" in out
    assert [
        word for word in ("HomePage", "missing", "outdated", "surplus") if word not in out
    ] == []


def test_status_ends_with_a_code_of_its_own_when_something_differs(search: Command) -> None:
    with pytest.raises(CommandError) as refusal:
        search("status")

    assert refusal.value.returncode == 3
    assert str(refusal.value) == "The index differs; “klastr search status --heal” mends it."


def test_status_mends_when_told_to(search: Command) -> None:
    page = make_page(make_home().cs, title="Laser", slug="laser")
    rebuild()
    StandardPage.objects.filter(pk=page.pk).update(intro="Jinak")

    assert "Mended: 1 put, 0 removed." in search("status", "--heal")
    assert status().is_equal


def test_an_engine_that_does_not_answer_is_a_line_and_code_1(
    search: Command, settings: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.SEARCH_URL = f"tantivy://{tmp_path}/file/search"

    with pytest.raises(CommandError) as refusal:
        search("status")

    assert refusal.value.returncode == 1
    assert str(refusal.value).startswith("The search engine does not answer (")
    disconnect()


def test_compile_says_which_lexica_are_ready(search: Command) -> None:
    assert " are ready (" in search("compile")


@pytest.mark.slow
def test_commands_that_do_not_search_load_nothing_of_it(tmp_path: Path) -> None:
    code = (
        "import sys; sys.argv = ['klastr', 'check']\n"
        "from cms.project.cli import main\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "names = ('tantivy', 'elasticsearch', 'simplemma', 'Stemmer', 'pypdfium2')\n"
        "print([name for name in (*names, 'search.analysis.analyser') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout.splitlines()[-1] == "[]"


@pytest.mark.slow
def test_without_tables_it_says_what_makes_them(tmp_path: Path) -> None:
    done = klastr("search", "rebuild", home=tmp_path)

    assert done.returncode == 1
    assert "klastr migrate" in done.stderr
    assert "Traceback" not in done.stderr
