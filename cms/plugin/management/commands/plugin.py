"""``klastr plugin``: the add-ons panel for the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError

from cms.plugin import lifecycle, scaffold
from cms.plugin.errors import PluginError, UnknownPlugin
from cms.plugin.purge import PurgePlan, purge, purge_plan
from cms.plugin.registry import InstalledPlugin, registry
from cms.plugin.state import active_labels, waiting_steps

REFUSED, WRONG_USE = 1, 2


class Command(BaseCommand):
    """Lists and switches plugins. A refusal is one line: code 1, for an unknown plugin 2."""

    help = "Lists plugins, switches them on and off, upgrades and purges them, starts a new one."
    requires_system_checks: tuple[str, ...] = ()  # a broken plugin must not keep us from helping

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand for each verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        listing = verbs.add_parser("list", help="what is installed, and how it stands")
        listing.add_argument("--json", action="store_true", help="for programs")
        for verb, text in (
            ("activate", "switch a plugin on, with what it requires"),
            ("deactivate", "switch a plugin off; nothing is deleted"),
            ("upgrade", "run the upgrade steps that wait"),
        ):
            verbs.add_parser(verb, help=text).add_argument("label")
        purging = verbs.add_parser("purge", help="delete the content of an inactive plugin")
        purging.add_argument("label")
        purging.add_argument("--yes", action="store_true", help="do not ask")
        demo = verbs.add_parser("demo", help="load the demo content of active plugins, once")
        demo.add_argument("labels", nargs="*", metavar="label")
        new = verbs.add_parser("new", help="write the files of a new plugin")
        new.add_argument("name", help='the label, such as "venues"')
        new.add_argument(
            "--page", help='its page type, such as "Venue"; made of the name if absent'
        )
        new.add_argument("--into", type=Path, help="the folder; klastr-NAME if absent")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do what the subcommand says."""
        try:
            getattr(self, f"do_{verb}")(**options)
        except UnknownPlugin as refusal:
            raise CommandError(str(refusal), returncode=WRONG_USE) from refusal
        except scaffold.ScaffoldError as refusal:
            raise CommandError(str(refusal), returncode=WRONG_USE) from refusal
        except PluginError as refusal:
            raise CommandError(str(refusal), returncode=REFUSED) from refusal
        except (OperationalError, ProgrammingError) as error:
            raise CommandError(
                f"The database is not ready ({error}); “klastr migrate” makes it.",
                returncode=REFUSED,
            ) from error

    def do_list(self, *, json: bool, **options: Any) -> None:
        """A line for each plugin."""
        rows = [_row(plugin) for plugin in registry().plugins.values()]
        if json:
            self.stdout.write(_as_json(rows))
            return
        for row in rows:
            state = f"{row['state']}, upgrade waiting" if row["waiting_steps"] else row["state"]
            facts = (row["label"], row["version"], state, row["failure"] or row["title"])
            self.stdout.write("{:<20} {:<8} {:<26} {}".format(*facts).rstrip())

    def do_activate(self, *, label: str, **options: Any) -> None:
        """Say what was switched on."""
        switched = lifecycle.activate(label)
        self.stdout.write(f"Activated: {', '.join(switched)}" if switched else "Already active.")

    def do_deactivate(self, *, label: str, **options: Any) -> None:
        """Say whether anything changed."""
        changed = lifecycle.deactivate(label)
        self.stdout.write(f"Deactivated: {label}" if changed else "Already inactive.")

    def do_upgrade(self, *, label: str, **options: Any) -> None:
        """Say which steps ran."""
        steps = lifecycle.upgrade(label)
        ran = ", ".join(map(str, steps))
        self.stdout.write(f"Upgraded {label}: step {ran}" if steps else "Nothing to upgrade.")

    def do_purge(self, *, label: str, yes: bool, **options: Any) -> None:
        """Show what goes, ask, delete."""
        self._show(purge_plan(label))
        if not yes and input(f'Type "{label}" to delete it for good: ') != label:
            raise CommandError("Nothing was deleted.", returncode=REFUSED)
        purge(label)
        self.stdout.write(f"Purged: {label}")

    def _show(self, plan: PurgePlan) -> None:
        if plan.is_empty:
            self.stdout.write(f"{plan.label} has no content; only its state would be forgotten.")
        for doomed in plan.doomed:
            where = " (of another plugin)" if doomed.kind == "foreign" else ""
            self.stdout.write(f"  {doomed.count:>6}  {doomed.name}{where}")

    def do_demo(self, *, labels: list[str], **options: Any) -> None:
        """Say what was loaded."""
        loaded = lifecycle.load_demo(
            labels or None, progress=lambda label: self.stdout.write(f"Loading: {label}")
        )
        self.stdout.write(f"Loaded: {', '.join(loaded)}" if loaded else "Nothing to load.")

    def do_new(self, *, name: str, page: str | None, into: Path | None, **options: Any) -> None:
        """Write the files and say what comes next."""
        folder = scaffold.new_plugin(name, page=page, into=into)
        self.stdout.write(
            f"Wrote {folder}. Next:\n"
            f"  uv pip install -e {folder}\n"
            f"  klastr makemigrations {name} && klastr migrate\n"
            f"  klastr plugin activate {name}"
        )


def _row(plugin: InstalledPlugin) -> dict[str, Any]:
    is_active = plugin.label in active_labels()
    return {
        "label": plugin.label,
        "title": str(plugin.title),
        "version": plugin.version,
        "state": "failed" if plugin.failure else "active" if is_active else "inactive",
        "requires": list(plugin.requires),
        "waiting_steps": list(waiting_steps(plugin.label)) if is_active else [],
        "failure": plugin.failure,
    }


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)
