"""``klastr translations``: how much of the content is translated, and the rows made anew."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import IO, Any, cast

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import track
from rich.table import Table

from cms.translation.health import counts_by_locale
from cms.translation.rebuild import objects_to_judge, purge, rebuild_object
from cms.translation.state import State


class Command(BaseCommand):
    """Counts by language and state; with ``--rebuild``, after computing every row again."""

    help = "Show how much of the content is translated; --rebuild computes provenance anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The one option."""
        parser.add_argument(
            "--rebuild", action="store_true", help="compute all rows again (safe to repeat)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the command."""
        console = Console(file=cast("IO[str]", self.stdout._out))
        if options["rebuild"]:
            wanted = objects_to_judge()
            for model, key in track(wanted, _("Comparing translations"), console=console):
                rebuild_object(model, key)
            purge()
        console.print(_table())


def _table() -> Table:
    table = Table(_("Language"), *(str(state.label) for state in State), _("missing"))
    for locale, counts in counts_by_locale().items():
        table.add_row(
            locale, *(str(counts.by_state.get(state, 0)) for state in State), str(counts.missing)
        )
    return table
