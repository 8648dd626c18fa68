"""``klastr bench``: how fast the site answers, beside a view that does nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from cms.project.bench.load import load
from cms.project.bench.run import in_temporary_home, measure
from cms.project.bench.servers import address


class Command(BaseCommand):
    """Fills a temporary site and measures it; or one of the two alone."""

    help = "Fill a temporary site, serve it, and print how fast it answers."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """What to do, and how thoroughly."""
        parser.add_argument(
            "step",
            nargs="?",
            choices=("all", "load", "measure"),
            default="all",
            help="load: fill the empty site of KLASTR_HOME; measure: measure a filled one;"
            " all (unless said): both, in a temporary home",
        )
        parser.add_argument("--quick", action="store_true", help="a small site, few requests")
        parser.add_argument("--rounds", type=int, default=5, help="how often all is asked in turn")
        parser.add_argument("--port", type=int, default=8520, help="the first of three ports")

    def handle(self, *args: Any, **options: Any) -> None:
        """Do it."""
        quick, port = options["quick"], options["port"]
        if options["step"] == "load":
            load(address(port), quick=quick)
        elif options["step"] == "measure":
            measure(port, rounds=1 if quick else options["rounds"], quick=quick)
        else:
            in_temporary_home(port, rounds=options["rounds"], quick=quick)
