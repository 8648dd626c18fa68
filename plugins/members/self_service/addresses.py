"""When two e-mail addresses are the same one.

Databases and Python's own lower case take for equal what mail servers tell apart: “ı”, “ſ”, “İ” and
the sign of Kelvin pass for letters of ASCII. Whoever owns such an address is somebody else.
"""

from __future__ import annotations

import re

from django.db.models import QuerySet

from cms.accounts.models import User

_capitals = re.compile("[A-Z]+")


def spelled(email: str) -> str:
    """`email` as it is compared and stored: the letters A to Z in lower case, all others kept."""
    return _capitals.sub(lambda found: found[0].lower(), email.strip())


def is_same_address(one: str, other: str) -> bool:
    """True for two spellings of one e-mail."""
    return spelled(one) == spelled(other)


def users_with(email: str, users: QuerySet[User]) -> list[User]:
    """Those of `users` who have this e-mail, by number."""
    alike = users.filter(email__iexact=email.strip()).order_by("pk")
    return [user for user in alike if is_same_address(user.email, email)]
