"""``klastr enquiries``: what is to be done with enquiries from time to time."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from plugins.conferences.enquiries.mail import deliver
from plugins.conferences.enquiries.retention import delete_old
from plugins.conferences.models import ConferenceEnquiry


class Command(BaseCommand):
    """Deletes old enquiries, or sends the e-mails that a mail server did not take."""

    help = "Deletes old enquiries (purge), or sends e-mails that could not be sent (mail)."

    def add_arguments(self, parser: CommandParser) -> None:
        """One word: what to do."""
        parser.add_argument("action", choices=["purge", "mail"])

    def handle(self, *args: Any, action: str, **options: Any) -> None:
        """Do it, and say how many there were."""
        if action == "purge":
            self.stdout.write(f"Deleted {delete_old()} enquiries.")
            return
        unsent = ConferenceEnquiry.objects.filter(is_handled=False)
        missing = [enquiry for enquiry in unsent if not enquiry.is_mailed]
        sent = sum(deliver(enquiry) for enquiry in missing)
        self.stdout.write(f"Sent the e-mails of {sent} of {len(missing)} enquiries.")
