"""``klastr plugin``: the add-ons panel for the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _

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
                _("The database is not ready (%(error)s); “klastr migrate” makes it.")
                % {"error": error},
                returncode=REFUSED,
            ) from error

    def do_list(self, *, json: bool, **options: Any) -> None:
        """A line for each plugin."""
        rows = [_row(plugin) for plugin in registry().plugins.values()]
        if json:
            self.stdout.write(_as_json(rows))
            return
        for row in rows:
            state = _state_in_words(row)
            facts = (row["label"], row["version"], state, row["failure"] or row["title"])
            self.stdout.write("{:<20} {:<8} {:<26} {}".format(*facts).rstrip())

    def do_activate(self, *, label: str, **options: Any) -> None:
        """Say what was switched on."""
        switched = lifecycle.activate(label)
        done = _("Activated: %(labels)s") % {"labels": ", ".join(switched)}
        self.stdout.write(done if switched else _("Already active."))

    def do_deactivate(self, *, label: str, **options: Any) -> None:
        """Say whether anything changed."""
        changed = lifecycle.deactivate(label)
        done = _("Deactivated: %(label)s") % {"label": label}
        self.stdout.write(done if changed else _("Already inactive."))

    def do_upgrade(self, *, label: str, **options: Any) -> None:
        """Say which steps ran."""
        steps = lifecycle.upgrade(label)
        done = _("Upgraded %(label)s: step %(steps)s") % {
            "label": label,
            "steps": ", ".join(map(str, steps)),
        }
        self.stdout.write(done if steps else _("Nothing to upgrade."))

    def do_purge(self, *, label: str, yes: bool, **options: Any) -> None:
        """Show what goes, ask, delete."""
        self._show(purge_plan(label))
        question = _("Type “%(label)s” to delete it for good:") % {"label": label}
        if not yes and input(f"{question} ") != label:
            raise CommandError(_("Nothing was deleted."), returncode=REFUSED)
        purge(label)
        self.stdout.write(_("Purged: %(label)s") % {"label": label})

    def _show(self, plan: PurgePlan) -> None:
        if plan.is_empty:
            self.stdout.write(
                _("%(label)s has no content; only its state would be forgotten.")
                % {"label": plan.label}
            )
        for doomed in plan.doomed:
            name = doomed.name
            if doomed.kind == "foreign":
                name = _("%(name)s (of another plugin)") % {"name": name}
            self.stdout.write(f"  {doomed.count:>6}  {name}")

    def do_demo(self, *, labels: list[str], **options: Any) -> None:
        """Say what was loaded."""
        loaded = lifecycle.load_demo(
            labels or None,
            progress=lambda label: self.stdout.write(_("Loading: %(label)s") % {"label": label}),
        )
        done = _("Loaded: %(labels)s") % {"labels": ", ".join(loaded)}
        self.stdout.write(done if loaded else _("Nothing to load."))

    def do_new(self, *, name: str, page: str | None, into: Path | None, **options: Any) -> None:
        """Write the files and say what comes next."""
        folder = scaffold.new_plugin(name, page=page, into=into)
        self.stdout.write(
            f"{_('Wrote %(folder)s. Next:') % {'folder': folder}}\n"
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


def _state_in_words(row: dict[str, Any]) -> str:
    """The state in the language of the moment; programs read the English words."""
    if row["state"] != "active":
        return _("failed") if row["state"] == "failed" else _("inactive")
    return _("active, upgrade waiting") if row["waiting_steps"] else _("active")


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, ensure_ascii=False, indent=2)
