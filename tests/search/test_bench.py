"""The bench of search, at its quickest: that it still runs, not what it measures."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.bench.search import analysis, crosslanguage, engines, recall, typos
from tests.bench.search.extent import QUICK, Extent
from tests.bench.table import MISSED, Table, least, most


@pytest.mark.slow
@pytest.mark.parametrize(
    ("measure", "row"),
    [
        (recall.measure, "this analysis, no accents"),
        (typos.measure, "optics, keyboard: top 1 / top 3"),
        (crosslanguage.measure, "English: 12 crossed"),
        (analysis.measure, "start: import, open, first text, first query"),
        (engines.measure, "tantivy: put → found"),
    ],
)
def test_a_section_measures_all_its_rows(
    measure: Callable[[Table, Extent], None], row: str, capsys: pytest.CaptureFixture[str]
) -> None:
    table = Table()

    measure(table, QUICK)

    told = capsys.readouterr().out
    assert row in told
    assert told.count(MISSED) == len(table.missed)
    assert [missed for missed in table.missed if "same answers" in missed] == []


def test_a_row_says_whether_it_misses_its_target(capsys: pytest.CaptureFixture[str]) -> None:
    table = Table()

    table.section("speed")
    table.row("fast", 0.4, 4.0, target=most(0.5, 5))
    table.row("slow at times", 0.4, 6.0, unit="ms", target=most(0.5, 5))
    table.row("found", 0.1, 0.95, digits=3, target=least(0, 0.9))
    table.say("the same answers", "NO", is_wrong=True)

    assert table.missed == ["speed: slow at times", "speed: the same answers"]
    told = capsys.readouterr().out.splitlines()
    assert [" ".join(line.split()) for line in told[2:]] == [
        "fast 0.40 / 4.00 ≤ 0.5 / 5",
        f"slow at times 0.40 / 6.00 ms ≤ 0.5 / 5 {MISSED}",
        "found 0.100 / 0.950 ≥ – / 0.9",
        f"the same answers NO {MISSED}",
    ]
