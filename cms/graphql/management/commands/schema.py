"""``klastr schema``: the GraphQL schema as text, and whether the committed one is current."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cms.graphql.schema import schema_for
from cms.plugin.discovery import OWN_DISTRIBUTION, found_plugins
from cms.plugin.registry import registry

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
    """Print, write or check the schema of all bundled plugins."""

    help = "Print the GraphQL schema of all bundled plugins."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """``--write`` renews the committed snapshot, ``--check`` fails when it is old."""
        action = parser.add_mutually_exclusive_group()
        action.add_argument("--write", action="store_true", help="write cms/graphql/schema.graphql")
        action.add_argument("--check", action="store_true", help="fail when that file is old")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do what the options say."""
        sdl = full_schema()
        if options["write"]:
            SNAPSHOT.write_text(sdl, encoding="utf-8")
        elif options["check"]:
            if not SNAPSHOT.exists() or SNAPSHOT.read_text(encoding="utf-8") != sdl:
                raise CommandError(
                    "cms/graphql/schema.graphql is old: run klastr schema --write and commit it."
                )
        else:
            self.stdout.write(sdl, ending="")
