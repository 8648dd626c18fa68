"""``klastr import``: entries of a table from a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cms.content.bulk.memory import rare_garbage_collection
from cms.content.transfer.bar import bar
from cms.content.transfer.entries import header
from cms.content.transfer.errors import FileRefused
from cms.content.transfer.formats import check_size, read
from cms.content.transfer.plan import Action, Plan
from cms.content.transfer.planner import plan_import
from cms.content.transfer.run import run
from cms.content.transfer.tables import tables
from cms.publishing.statistics import renew_statistics


class Command(BaseCommand):
    """Reads a CSV or XLSX file; creates and changes entries, all of them or none."""

    help = "Import members, opportunities or events: klastr import members FILE [--dry-run]"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which table, which file."""
        parser.add_argument("table")
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Plan; report problems, or do it."""
        known = tables()
        table = known.get(options["table"])
        if table is None:
            raise CommandError(_("There are these tables: %s") % ", ".join(known))
        path: Path = options["file"]
        try:
            check_size(path.stat().st_size)
            sheet = read(path.read_bytes(), path.name, known=header(table.columns))
        except OSError as error:
            raise CommandError(str(error)) from None
        except FileRefused as refused:
            raise CommandError(str(refused)) from None
        with rare_garbage_collection(), transaction.atomic():
            with bar(_("Checking")) as progress:
                plan = plan_import(table, sheet, progress=progress)
            self._report(plan, is_dry=options["dry_run"])
            if plan.problems:
                raise CommandError(_("Nothing was imported."))
            if options["dry_run"]:
                return
            with bar(_("Importing")) as progress:
                run(plan, progress=progress)
        renew_statistics()
        self.stdout.write(_("Imported."))

    def _report(self, plan: Plan, *, is_dry: bool) -> None:
        for note in plan.notes:
            self.stdout.write(note)
        for problem in plan.problems:
            place = _("Row %(row)s, column %(column)s: %(reason)s")
            self.stderr.write(
                place
                % {
                    "row": problem.row or "–",
                    "column": problem.column or "–",
                    "reason": problem.reason,
                }
            )
        if is_dry:
            for row in plan.rows_with(Action.CHANGE):
                for difference in row.differences:
                    self.stdout.write(
                        f"{row.row} {row.title}: {difference.column}: "
                        f"{difference.before!r} → {difference.after!r}"
                    )
        counts = plan.counts
        self.stdout.write(_("New: %(create)s, changed: %(change)s, unchanged: %(keep)s.") % counts)
        if plan.problems:
            self.stdout.write(
                ngettext("%s problem", "%s problems", len(plan.problems)) % len(plan.problems)
            )
