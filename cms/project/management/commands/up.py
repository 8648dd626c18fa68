"""``klastr up``: from nothing, or from the last time, to a served site."""

from __future__ import annotations

import logging
import os
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from cms.project import preflight, server
from cms.project.first_run import ADMIN_NAME, prepare
from cms.project.progress import Progress

DEFAULT_PORT = 8000


class Command(BaseCommand):
    """Prepares what is missing, prints the addresses and serves until Ctrl-C."""

    help = "Prepare everything that is missing, then serve the site until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and with what."""
        parser.add_argument("--host", default="127.0.0.1", help="address to listen on")
        parser.add_argument("--port", type=int, default=DEFAULT_PORT, help="port to listen on")
        parser.add_argument("--no-demo", action="store_true", help="leave out the demo content")
        parser.add_argument("--workers", type=int, help="processes that serve (default: WORKERS)")

    def handle(self, *args: Any, **options: Any) -> None:
        """Check, prepare, tell, serve."""
        host, port = options["host"], options["port"]
        preflight.check_port(host, port)
        preflight.check_home()
        preflight.check_database()
        preflight.keep_database_private()

        logging.getLogger("cms").setLevel(logging.WARNING)  # the steps tell what happens
        address = public_address(host, port)
        progress = Progress()
        password = prepare(progress, demo=not options["no_demo"], address=address)

        _tell(progress, address, password)
        os.environ["PUBLIC_URL"] = address
        server.replace_process(host, port, options["workers"] or settings.KLASTR_WORKERS)


def public_address(host: str, port: int) -> str:
    """PUBLIC_URL when it is set, otherwise where the server listens."""
    if "PUBLIC_URL" in os.environ:
        return str(settings.PUBLIC_URL)
    shown = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 -- compared
    return f"http://[{shown}]:{port}" if ":" in shown else f"http://{shown}:{port}"


def _tell(progress: Progress, address: str, password: str | None) -> None:
    progress.say()
    for what, path in [
        ("Site, Czech", "/cs/"),
        ("Site, English", "/en/"),
        ("Admin", "/admin/"),
        ("GraphQL", "/graphql"),
        ("GraphQL schema", "/graphql/schema.graphql"),
    ]:
        progress.say(f"  {what:<16} {address}{path}")
    progress.say()
    if password is None:
        progress.say(f"  Forgotten the password?  klastr changepassword {ADMIN_NAME}")
    else:
        progress.say(f"  Log in as        {ADMIN_NAME}")
        progress.say(f"  Password         {password}   (shown only now)")
    progress.say()
    progress.say("Serving. Ctrl-C stops.")
