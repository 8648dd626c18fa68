"""What kept a message from arriving: a word in the table, a sentence for people."""

from __future__ import annotations

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

SENTENCES = {
    "timeout": _("It took too long to answer."),
    "tls": _("Its certificate does not prove the name, or it speaks no TLS."),
    "connection": _("The connection failed or broke off."),
    "no-address": _("The host has no address."),
    "not-public": _("The host is not on the public internet."),
    "no-url": _("This is no URL."),
    "not-secure": _("The URL must begin with https://."),
    "password": _("The URL must not hold a user name or a password."),
    "port": _("Webhooks go to the ports 443, 80, and those from 1024 on."),
}


def in_words(problem: str) -> str:
    """The problem in the language of whoever asks; empty when there is none."""
    return gettext(SENTENCES[problem]) if problem in SENTENCES else problem
