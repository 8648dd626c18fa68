"""``klastr export``: entries of a table into a file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.content.transfer.bar import bar
from cms.content.transfer.errors import CannotExport
from cms.content.transfer.export import export
from cms.content.transfer.formats import FORMATS
from cms.content.transfer.tables import tables


class Command(BaseCommand):
    """Writes all entries of a table, drafts included, as CSV or XLSX."""

    help = "Export members, opportunities or events: klastr export members --format xlsx FILE"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which table, which file."""
        parser.add_argument("table")
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", choices=sorted(FORMATS), help="default: by the file's name")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the file."""
        path: Path = options["file"]
        format = options["format"] or path.suffix.removeprefix(".").lower()
        if format not in FORMATS:
            raise CommandError(_("Say which format: --format csv or --format xlsx."))
        known = tables()
        table = known.get(options["table"])
        if table is None:
            raise CommandError(_("There are these tables: %s") % ", ".join(known))
        try:
            with bar(str(table.title)) as progress:
                content = export(table, format, progress=progress)
        except CannotExport as error:
            raise CommandError(str(error)) from None
        path.write_bytes(content)
        self.stdout.write(_("Written: %s") % path)
