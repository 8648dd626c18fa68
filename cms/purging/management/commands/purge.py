"""``klastr purge``: has the caches in front of the site drop something now."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from cms.purging.caches import Cache, CannotDropEverything, Wanted
from cms.purging.calls import PurgeFailed
from cms.purging.conf import caches


class Command(BaseCommand):
    """Says each call; exit code 1 when a cache did not do what it was told."""

    help = "Have the caches of PURGE drop everything, or what has a tag or an address."

    def add_arguments(self, parser: CommandParser) -> None:
        """What, of which caches, and whether in earnest."""
        parser.add_argument("--everything", action="store_true", help="all they have")
        parser.add_argument("--tag", action="append", default=[], help="such as page:7; repeatable")
        parser.add_argument("--url", action="append", default=[], help="absolute; repeatable")
        parser.add_argument("--cache", action="append", help="only the cache of this name")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be sent")

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell each cache."""
        wanted = Wanted(frozenset(options["tag"]), frozenset(options["url"]), options["everything"])
        if wanted == Wanted():
            raise CommandError(_("Say what: --everything, --tag TAG or --url ADDRESS."))
        chosen = self._chosen(options["cache"])
        failures = [self._tell(cache, wanted, is_dry=options["dry_run"]) for cache in chosen]
        if any(failures):
            raise CommandError("\n".join(filter(None, failures)))

    def _chosen(self, names: list[str] | None) -> list[Cache]:
        known = {cache.name: cache for cache in caches()}
        if not known:
            raise CommandError(_("PURGE names no cache; cms/purging/README.md says how."))
        unknown = sorted(set(names or ()) - known.keys())
        if unknown:
            raise CommandError(_("There is no cache called %(name)s.") % {"name": unknown[0]})
        return [known[name] for name in names or known]

    def _tell(self, cache: Cache, wanted: Wanted, *, is_dry: bool) -> str:
        """What failed, or nothing."""
        try:
            calls = cache.calls(wanted, by=cache.ways)
        except CannotDropEverything:
            return _("%(name)s cannot be told to drop everything.") % {"name": cache.name}
        if not calls:
            return _("%(name)s: nothing, it is not told so.") % {"name": cache.name}
        for call in calls:
            self.stdout.write(f"{cache.name}: {call}")
        try:
            cache.tell([] if is_dry else calls)
        except PurgeFailed as error:
            return f"{cache.name}: {error}"
        return ""
