"""``klastr digests``: sends what subscribers have not had yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.publishing.turns import turn
from cms.subscriptions import letters, retention
from cms.subscriptions.models import Frequency
from cms.subscriptions.outgoing import MailServerDown, Outgoing
from cms.subscriptions.planning import Planned, plan
from cms.subscriptions.sending import send_due

WAIT_SECONDS = 10.0
TURN = "digests"


class Command(BaseCommand):
    """To be run every hour or so: who is due is decided by the day, failures are tried again."""

    help = "Send digests that are due (--dry-run: say what would be sent; --forget: delete)."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which ones, or what instead."""
        parser.add_argument("--daily", action="store_true", help="only the daily ones")
        parser.add_argument("--weekly", action="store_true", help="only the weekly ones")
        parser.add_argument("--dry-run", action="store_true", help="say what would be sent")
        parser.add_argument("--forget", metavar="ADDRESS", help="delete all of one mailbox")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it, and say so in a few lines without addresses."""
        if options["forget"]:
            count = retention.forget(options["forget"])
            self.stdout.write(_("Subscriptions deleted: %(count)d") % {"count": count})
            return
        chosen = [each for each in Frequency if options[each.value]] or list(Frequency)
        if options["dry_run"]:
            self._say(plan(chosen, is_dry=True))
            return
        with turn(wait_seconds=WAIT_SECONDS, at=TURN) as is_ours:
            if not is_ours:
                self.stdout.write(_("Another process is sending digests."))
                return
            self._run(chosen)

    def _run(self, chosen: list[Frequency]) -> None:
        retention.delete_unconfirmed()
        waiting = letters.send_waiting()
        if waiting:
            self.stdout.write(_("Letters that had waited: %(count)d") % {"count": waiting})
        self._say(plan(chosen))
        outgoing = Outgoing()
        try:
            done = send_due(outgoing)
        except MailServerDown as error:
            text = _("The mail server cannot be used (%(reason)s); what is left is sent next time.")
            raise CommandError(text % {"reason": error}) from None
        finally:
            outgoing.close()
        text = _("%(sent)d sent, %(failed)d to be tried again, %(paused)d given up")
        facts = {"sent": done.sent, "failed": done.failed, "paused": done.paused}
        self.stdout.write(text % facts)

    def _say(self, planned: Any) -> None:
        for one in planned:
            self.stdout.write(_line(one))


def _line(planned: Planned) -> str:
    facts = {
        "address": str(planned.address),
        "digests": planned.digests,
        "entries": planned.entries,
        "problem": planned.problem,
    }
    if planned.problem:
        return _("%(address)s: cannot be read (%(problem)s)") % facts
    return _("%(address)s – digests: %(digests)d, entries: %(entries)d") % facts
