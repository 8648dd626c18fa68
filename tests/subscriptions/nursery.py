"""Processes to be killed: forks one for each line, since starting Python takes longer than sending.

``publish 7`` adds the seventh member, ``digests`` is the command, ``prepare`` makes the site.
"""

from __future__ import annotations

import os
import sys

import django

SUBSCRIBERS = 12


def prepare(number: int) -> None:
    """A directory with a member that everybody knows, and its subscribers."""
    from tests.content.factories import make_home  # noqa: PLC0415 -- after django.setup()
    from tests.members.factories import make_directory, make_member  # noqa: PLC0415 -- likewise
    from tests.subscriptions.factories import make_subscription  # noqa: PLC0415 -- likewise

    make_member(make_directory(make_home()), "Známý")
    for place in range(SUBSCRIBERS):
        parameters = "country=CZ" if place % 3 else ""
        make_subscription(f"{place}@example.org", parameters=parameters)


def publish(number: int) -> None:
    """One more member."""
    from plugins.members.models import MemberIndexPage  # noqa: PLC0415 -- after django.setup()
    from tests.members.factories import make_member  # noqa: PLC0415 -- likewise

    make_member(MemberIndexPage.objects.get(locale__language_code="cs"), f"Nový {number}")


def digests(number: int) -> None:
    """The command."""
    from django.core.management import call_command  # noqa: PLC0415 -- after django.setup()

    call_command("digests", stdout=sys.stderr)


VERBS = {"prepare": prepare, "publish": publish, "digests": digests}


def main() -> None:
    """Fork a process for each line and say its number; say when those that are waited for end."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- after django.setup()

    from cms.graphql.schema import schema_for  # noqa: PLC0415 -- likewise
    from cms.plugin.state import active_labels  # noqa: PLC0415 -- likewise

    schema_for(active_labels())
    connection.close()
    for line in sys.stdin:
        verb, _, number = line.strip().partition(" ")
        child = os.fork()
        if child == 0:
            VERBS[verb](int(number or 0))
            os._exit(0)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
        _pid, status = os.waitpid(child, 0) if number else (0, 0)
        if number:
            sys.stdout.write(f"{status}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
