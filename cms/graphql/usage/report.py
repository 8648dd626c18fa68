"""What was counted, as people and programs read it: each place of the schema, by whom, when last.

Fields are found in the kept documents when the report is made: counting stays cheap, and a report
can be held against any schema, such as that of the last release.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Max, Sum
from django.utils import timezone
from graphql import GraphQLSchema

from cms.graphql.models import DocumentUse, UsedDocument
from cms.graphql.usage.coordinates import Touched, answered_through, places, touched_by

DEFAULT_DAYS = 30


@dataclass(slots=True)
class Use:
    """How often something was asked, when last, and by which clients ("name version")."""

    times: int = 0
    last: date | None = None
    clients: dict[str, int] = field(default_factory=dict)

    def add(self, client: str, times: int, last: date) -> None:
        """Count `times` more by a client."""
        self.times += times
        self.last = max(self.last or last, last)
        self.clients[client] = self.clients.get(client, 0) + times

    @property
    def by_client(self) -> list[tuple[str, int]]:
        """The clients, most frequent first."""
        return sorted(self.clients.items(), key=lambda each: (-each[1], each[0]))


Uses = defaultdict[str, Use]


@dataclass(frozen=True, slots=True)
class Usage:
    """What clients asked in a number of days: by coordinate, and by client.

    `possible` are coordinates that may have been in variables. `uncounted` is how often something
    was asked that was beyond the bounds, so that nobody knows what it was.
    """

    schema: GraphQLSchema
    named: Mapping[str, Use]
    possible: Mapping[str, Use]
    clients: Mapping[str, Use]
    uncounted: int

    def of(self, coordinate: str) -> Use | None:
        """The use of a place, also through interfaces and, perhaps, variables; None if unused."""
        found = [
            use
            for each in answered_through(self.schema, coordinate)
            for use in (self.named.get(each), self.possible.get(each))
            if use is not None
        ]
        return _together(found) if found else None

    def deprecated(self) -> dict[str, tuple[Use, str]]:
        """The deprecated places that are used, each with its use and the reason."""
        return {
            place: (use, reason)
            for place, reason in places(self.schema)
            if reason is not None and (use := self.of(place)) is not None
        }

    def unused(self) -> list[str]:
        """The fields and arguments that nobody asked for."""
        # Values are not in documents when they come in answers.
        enums = {name for name, kind in self.schema.type_map.items() if hasattr(kind, "values")}
        return sorted(
            place
            for place, _reason in places(self.schema)
            if place.partition(".")[0] not in enums and self.of(place) is None
        )


def usage_of(
    schema: GraphQLSchema, *, days: int = DEFAULT_DAYS, client: str = "", today: date | None = None
) -> Usage:
    """What was asked of `schema` in the last days, by everybody or by one client.

    Three statements at most, however many clients and documents there are.
    """
    since = (today or timezone.localdate()) - timedelta(days=days)
    uses = DocumentUse.objects.filter(day__gt=since)
    if client:
        uses = uses.filter(client=client)
    rows = list(
        uses.values_list("client", "version", "document_id").annotate(Sum("times"), Max("day"))
    )
    touched = _touched(schema, {document for _client, _version, document, *_rest in rows})
    named: Uses = defaultdict(Use)
    possible: Uses = defaultdict(Use)
    clients: Uses = defaultdict(Use)
    uncounted = 0
    for name, version, document, times, last in rows:
        shown = f"{name} {version}".strip()
        clients[shown].add(shown, times, last)
        if document not in touched:
            uncounted += times
            continue
        for place in touched[document].named:
            named[place].add(shown, times, last)
        for place in touched[document].possible - touched[document].named:
            possible[place].add(shown, times, last)
    return Usage(schema, dict(named), dict(possible), dict(clients), uncounted)


def _touched(schema: GraphQLSchema, wanted: set[str]) -> dict[str, Touched]:
    documents = UsedDocument.objects.filter(uses__isnull=False).exclude(source="").distinct()
    return {
        sha256: touched_by(schema, source)
        for sha256, source in documents.values_list("sha256", "source")
        if sha256 in wanted
    }


def _together(uses: Iterable[Use]) -> Use:
    """One use for several. A document may count in each, so it is said how often at least."""
    together = Use()
    for use in uses:
        together.last = max(filter(None, (together.last, use.last)), default=None)
        for client, times in use.clients.items():
            together.clients[client] = max(times, together.clients.get(client, 0))
    together.times = sum(together.clients.values())
    return together
