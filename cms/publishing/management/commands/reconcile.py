"""``klastr reconcile``: compares what is derived with what is public, and heals it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cms.publishing.reconcile import reconcile


class Command(BaseCommand):
    """Prints each difference and what was done; exit code 1 when something failed."""

    help = "Deliver what is due, compare what is derived with what is public, and heal it."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run all reconcilers."""
        done = reconcile(self.stdout.write)
        told = done.told
        self.stdout.write(
            f"deliveries: {told.delivered} made, {told.failed} to be tried again,"
            f" {told.dead} given up"
        )
        for name, healed in done.healed.items():
            self.stdout.write(f"{name}: {healed} healed" if healed else f"{name}: as it should be")
        self.stdout.write(f"events: {done.forgotten} forgotten")
        if done.failures:
            lines = (f"{name}: {type(e).__name__}: {e}" for name, e in done.failures.items())
            raise CommandError("\n".join(lines))
