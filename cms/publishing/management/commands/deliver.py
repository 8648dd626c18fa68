"""``klastr deliver``: tells handlers what was published, for as long as it runs."""

from __future__ import annotations

import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from cms.publishing import courier, delivery
from cms.publishing.delivery import Told


class Command(BaseCommand):
    """One process or several; each stops after the delivery that it is making."""

    help = "Tell handlers what was published, until Ctrl-C (with --once: what is due now)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Once or on and on, and with or without those given up."""
        parser.add_argument("--once", action="store_true", help="end when nothing is due")
        parser.add_argument(
            "--retry-dead", action="store_true", help="first make due what was given up"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Deliver."""
        if options["retry_dead"]:
            self.stdout.write(_("Due again: %(count)d") % {"count": delivery.retry_dead()})
        if options["once"]:
            self._once()
        else:
            self._on_and_on()

    def _once(self) -> None:
        told = delivery.deliver_all()
        courier.run_beside()
        self.stdout.write(summary(told))

    def _on_and_on(self) -> None:
        stopped = threading.Event()

        def stop(*_: object) -> None:
            stopped.set()
            courier.wake()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)
        self.stdout.write(_("Delivering. Ctrl-C stops."))
        courier.work_in_all(stopped)


def summary(told: Told) -> str:
    """How it went, in a line."""
    return _("%(delivered)d delivered, %(failed)d to be tried again, %(dead)d given up") % {
        "delivered": told.delivered,
        "failed": told.failed,
        "dead": told.dead,
    }
