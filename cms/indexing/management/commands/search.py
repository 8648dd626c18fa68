"""``klastr search``: builds the index anew, compares it with the site, compiles the lexica."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import IO, Any, cast

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import OperationalError, ProgrammingError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from cms.indexing.connection import Place, analyser, places
from cms.indexing.rebuild import rebuild
from cms.indexing.status import Status, heal, status
from search.engine import EngineDown, NoIndex, SearchError

FAILED, DIFFERS = 1, 3


class Command(BaseCommand):
    """The verbs of the index. Code 1 when the engine or the database fails, 3 when they differ."""

    help = "Build the search index anew, compare it with the public pages, compile the lexica."
    requires_system_checks: tuple[str, ...] = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """One subcommand for each verb."""
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
        verbs.add_parser("rebuild", help="build a new index beside the live one, then swap")
        comparing = verbs.add_parser("status", help="compare the index with the public pages")
        comparing.add_argument("--heal", action="store_true", help="mend what differs")
        verbs.add_parser("compile", help="compile the lexica of Czech and English, if need be")

    def handle(self, *args: Any, verb: str, **options: Any) -> None:
        """Do what the subcommand says."""
        self.console = Console(file=cast("IO[str]", self.stdout._out), highlight=False)
        try:
            getattr(self, f"do_{verb}")(**options)
        except EngineDown as error:
            message = _("The search engine does not answer (%(error)s). See SEARCH_URL.")
            raise CommandError(message % {"error": error}, returncode=FAILED) from error
        except NoIndex as error:
            message = _("Another rebuild was finished meanwhile; its index is live.")
            raise CommandError(message, returncode=FAILED) from error
        except SearchError as error:
            raise CommandError(str(error), returncode=FAILED) from error
        except (OperationalError, ProgrammingError) as error:
            message = _("The database is not ready (%(error)s); “klastr migrate” makes it.")
            raise CommandError(message % {"error": error}, returncode=FAILED) from error

    def do_rebuild(self, **options: Any) -> None:
        """Show how far it is, then how many documents there are."""
        self._in_each_place(self._rebuild)

    def _rebuild(self, place: Place) -> None:
        started = time.monotonic()
        with self._bar() as bar:
            task = bar.add_task(_("Building the index"), total=None)
            documents = rebuild(
                lambda done, total: bar.update(task, completed=done, total=total), place
            )
        line = ngettext(
            "%(documents)d document, %(seconds).1f s. The new index is live.",
            "%(documents)d documents, %(seconds).1f s. The new index is live.",
            documents,
        )
        self._say(line % {"documents": documents, "seconds": time.monotonic() - started})

    def do_status(self, *, heal: bool, **options: Any) -> None:
        """A line for each type and language; with ``--heal`` what was mended."""
        differing: list[Place] = []

        def compare(place: Place) -> None:
            found = status(place)
            self._tell(found)
            if found.is_equal:
                return
            if heal:
                self._mend(place)
            else:
                differing.append(place)

        self._in_each_place(compare)
        if differing:
            raise CommandError(
                _("The index differs; “klastr search status --heal” mends it."), returncode=DIFFERS
            )

    def _in_each_place(self, verb: Callable[[Place], None]) -> None:
        """Do it everywhere, also where it comes after a place that fails; then say what failed."""
        failure: SearchError | None = None
        for place in places():
            if place is Place.STANDIN:
                self._say(_("The index that stands in while the engine does not answer:"))
            try:
                verb(place)
            except SearchError as error:
                failure = failure or error
        if failure is not None:
            raise failure

    def _mend(self, place: Place) -> None:
        mended = heal(place)
        self._say(
            _("Mended: %(put)d put, %(removed)d removed.")
            % {"put": mended.put, "removed": mended.removed}
        )

    def do_compile(self, **options: Any) -> None:
        """Say which lexica are in use."""
        started = time.monotonic()
        with self.console.status(_("Compiling the lexica …")):
            fingerprint = analyser().fingerprint
        seconds = time.monotonic() - started
        line = _("Lexica %(fingerprint)s are ready (%(seconds).1f s).")
        self._say(line % {"fingerprint": fingerprint, "seconds": seconds})

    def _tell(self, found: Status) -> None:
        health = found.health
        if health.live:
            table = Table(
                *(_("Type"), _("Language"), _("Public pages")),
                *(_("missing"), _("outdated"), _("surplus")),
            )
            for kind, locale, *numbers in found.rows():
                table.add_row(kind or _("not public"), locale or "–", *map(str, numbers))
            self.console.print(table)
        else:
            self._say(_("There is no index yet."))
        facts = {"engine": health.engine, "live": health.live, "documents": health.documents}
        self._say(_("%(engine)s: index %(live)s with %(documents)d documents") % facts)
        if health.live and not found.is_current:
            self._say(_("It was made for other plugins or another analysis; a new one is due."))
        for name in health.building:
            self._say(_("Being built, or left behind: %(name)s") % {"name": name})

    def _bar(self) -> Progress:
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        return Progress(*columns, TimeElapsedColumn(), console=self.console)

    def _say(self, line: str) -> None:
        self.console.print(line, markup=False, soft_wrap=True)
