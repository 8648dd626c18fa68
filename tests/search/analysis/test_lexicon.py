from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.lexicon import BrokenLexicon, Lexicon, write

LINE = st.text(st.characters(exclude_characters="\t\n", exclude_categories=["Cs"]))


@given(st.dictionaries(LINE, LINE), LINE)
def test_a_lexicon_says_what_was_written(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, str], other: str
) -> None:
    path = tmp_path_factory.mktemp("lexicon") / "some.lex"
    write(path, entries)

    lexicon = Lexicon(path)

    assert {key: lexicon.get(key) for key in entries} == entries
    assert lexicon.get(other) == entries.get(other)


@pytest.mark.parametrize("kept", [0, 5, 11, 40, -1])
def test_a_lexicon_that_is_not_whole_is_refused(tmp_path: Path, kept: int) -> None:
    path = tmp_path / "some.lex"
    write(path, {str(number): "said" for number in range(100)})
    path.write_bytes(path.read_bytes()[:kept])

    with pytest.raises(BrokenLexicon):
        Lexicon(path)


def test_a_file_of_another_sort_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "some.lex"
    path.write_bytes(b"no lexicon at all, but long enough")

    with pytest.raises(BrokenLexicon):
        Lexicon(path)
