"""Everything that search promises, in one table."""

from __future__ import annotations

from pathlib import Path

from tests.bench.search import analysis, crosslanguage, engines, publishing, recall, typos
from tests.bench.search.extent import Extent
from tests.bench.table import Table


def measure_search(home: Path, extent: Extent, table: Table) -> None:
    """Add all sections to the table; the site in `home` is made when it is not there."""
    for section in (recall, typos, crosslanguage, analysis, engines):
        section.measure(table, extent)
    publishing.measure(table, extent, home)
