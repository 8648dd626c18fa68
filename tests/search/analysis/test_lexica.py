from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from search.analysis.lexica import fingerprint, lexica
from search.analysis.making import KEPT_SECONDS, make

OPEN = """
import sys
from pathlib import Path
from search.analysis.analyser import Analyser
print(Analyser.open(Path(sys.argv[1])).document_word("laserech", "cs")[0])
"""


def opening(folder: Path) -> subprocess.Popen[str]:
    """A process that opens the analyser with its lexica in that folder."""
    return subprocess.Popen(
        [sys.executable, "-c", OPEN, str(folder)], stdout=subprocess.PIPE, text=True
    )


def test_a_folder_is_made_once_and_others_tidied_after_long(tmp_path: Path) -> None:
    old, young = tmp_path / "old", tmp_path / "young"
    old.mkdir()
    young.mkdir()
    long_ago = time.time() - KEPT_SECONDS - 1
    os.utime(old, (long_ago, long_ago))

    make(tmp_path / "made", (), is_there=lambda: False)
    make(tmp_path / "not made", (), is_there=lambda: True)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["lock", "made", "young"]


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(NotADirectoryError):
        lexica(tmp_path / "file")


@pytest.mark.slow
def test_processes_that_start_at_once_share_one_set_whoever_is_killed(tmp_path: Path) -> None:
    folder = tmp_path / fingerprint()
    folder.mkdir()
    (folder / "cs.lex").write_bytes(b"half of something")
    with opening(tmp_path) as killed, opening(tmp_path) as first, opening(tmp_path) as second:
        time.sleep(1)
        killed.kill()

        answers = [first.communicate()[0], second.communicate()[0]]

    assert answers == ["laser\n", "laser\n"]
    assert sorted(path.name for path in folder.iterdir()) == ["cs.lex", "en.lex"]
