"""Whose mailbox an e-mail address leads to: letters are counted by it."""

from __future__ import annotations

import re

from django.utils.encoding import punycode

_escaped = re.compile(r"\\(.)")


def mailbox_of(email: str) -> str:
    """Whose mailbox it may be, for counting only: rather one for two people than two for one.

    Letters for “jana+stand” are Jana's, quotes change nothing, and Gmail reads over dots.
    """
    name, _at, domain = email.strip().casefold().rpartition("@")
    if len(name) > 1 and name.startswith('"') and name.endswith('"'):
        name = _escaped.sub(r"\1", name[1:-1])
    name = name.partition("+")[0]
    domain = _in_ascii(domain)
    if domain in {"gmail.com", "googlemail.com"}:
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def _in_ascii(domain: str) -> str:
    """The domain as name servers know it; as it is when it can be none."""
    try:
        return punycode(domain)
    except UnicodeError:
        return domain
