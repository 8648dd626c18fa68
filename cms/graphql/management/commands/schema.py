"""``klastr schema``: the GraphQL schema as text, its snapshot, its breaks, and who uses it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from graphql import GraphQLError, build_schema

from cms.graphql.schema import schema_for
from cms.graphql.usage.breaking import breaks
from cms.graphql.usage.printed import as_json, breaks_table, usage_data, usage_table
from cms.graphql.usage.report import DEFAULT_DAYS, usage_of
from cms.plugin.discovery import OWN_DISTRIBUTION, found_plugins
from cms.plugin.registry import registry
from cms.plugin.state import active_labels

SNAPSHOT = Path(__file__).resolve().parents[2] / "schema.graphql"


def full_schema() -> str:
    """The schema with all bundled plugins active, whatever the database says."""
    bundled = {
        plugin.label for plugin in found_plugins() if plugin.distribution == OWN_DISTRIBUTION
    }
    plugins = registry().plugins.values()
    labels = {p.label for p in plugins if not p.failure and (p.is_core or p.label in bundled)}
    return schema_for(frozenset(labels)).sdl


class Command(BaseCommand):
    """Print, write or check the schema of all bundled plugins, or say who uses what of it."""

    help = "Print the GraphQL schema of all bundled plugins, or what clients use of it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """One thing to do, and how far the report reaches."""
        action = parser.add_mutually_exclusive_group()
        action.add_argument("--write", action="store_true", help="write cms/graphql/schema.graphql")
        action.add_argument("--check", action="store_true", help="fail when that file is old")
        action.add_argument(
            "--breaking",
            metavar="OLD.graphql",
            type=Path,
            help="what breaks clients of an older schema; fails when one of them is hit",
        )
        action.add_argument(
            "--usage", action="store_true", help="what clients asked this site for, and how often"
        )
        parser.add_argument("--client", default="", help="of --usage, only what this client asked")
        parser.add_argument("--deprecated", action="store_true", help="only what is deprecated")
        parser.add_argument("--unused", action="store_true", help="what nobody asked for instead")
        parser.add_argument("--json", action="store_true", help="all of the report as JSON")
        parser.add_argument("--days", type=int, default=DEFAULT_DAYS, help="30 unless said")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the options say.

        Raises:
            CommandError: The snapshot is old, the old schema cannot be read, or a client is hit.
        """
        if options["usage"]:
            self._print_usage(**options)
        elif options["breaking"]:
            self._print_breaks(options["breaking"], options["days"])
        elif options["write"]:
            SNAPSHOT.write_text(full_schema(), encoding="utf-8")
        elif options["check"]:
            if not SNAPSHOT.exists() or SNAPSHOT.read_text(encoding="utf-8") != full_schema():
                raise CommandError(
                    "cms/graphql/schema.graphql is old: run klastr schema --write and commit it."
                )
        else:
            self.stdout.write(full_schema(), ending="")

    def _print_usage(self, **options: Any) -> None:
        days = options["days"]
        schema = schema_for(active_labels()).graphql_schema
        usage = usage_of(schema, days=days, client=options["client"])
        if options["json"]:
            text = as_json(usage_data(usage))
        elif options["unused"]:
            text = "".join(f"{place}\n" for place in usage.unused())
        else:
            text = usage_table(usage, days=days, is_deprecated_only=options["deprecated"])
        self.stdout.write(text, ending="")

    def _print_breaks(self, path: Path, days: int) -> None:
        try:
            old = build_schema(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError, GraphQLError) as error:
            raise CommandError(f"{path}: {error}") from error
        found = breaks(old, build_schema(full_schema()), usage_of(old, days=days))
        self.stdout.write(breaks_table(found, days=days), ending="")
        if any(each.use for each in found):
            raise CommandError("Clients of this site use what would break.")
