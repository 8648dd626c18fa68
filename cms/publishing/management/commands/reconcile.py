"""``klastr reconcile``: compares what is derived with what is public, and heals it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.publishing.management.commands.deliver import summary
from cms.publishing.reconcile import reconcile


class Command(BaseCommand):
    """Prints each difference and what was done; exit code 1 when something failed."""

    help = "Deliver what is due, compare what is derived with what is public, and heal it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all reconcilers."""
        done = reconcile(self.stdout.write)
        self.stdout.write(summary(done.told))
        for name, healed in done.healed.items():
            text = _("%(name)s: %(healed)d healed") if healed else _("%(name)s: as it should be")
            self.stdout.write(text % {"name": name, "healed": healed})
        self.stdout.write(_("Old events forgotten: %(count)d") % {"count": done.forgotten})
        if done.failures:
            lines = (f"{name}: {type(e).__name__}: {e}" for name, e in done.failures.items())
            raise CommandError("\n".join(lines))
