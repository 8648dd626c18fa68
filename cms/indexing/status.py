"""Compares the public pages with the index, and mends what differs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from cms.indexing.connection import Place, engine
from cms.indexing.documents import documents_of, searchable_types
from cms.indexing.extraction.texts import extract_missing, noting_missing
from cms.indexing.index import Indexed, batches, health, index_pages
from cms.indexing.rebuild import current_schema, rebuild
from cms.indexing.versions import last_version, take_at_least
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from cms.publishing.visibility import live_pages
from search.query import Find, Is, Position
from search.results import Health, Hit

PORTION = 1_000
Kind = tuple[str, str]  # type and locale


@dataclass(frozen=True, slots=True)
class Status:
    """How the index differs from the public pages, by ids of pages.

    `pages` counts the public ones by type and locale. `is_current` says whether the index has the
    schema that it has to have; `health` is the engine's own word. All of it is of one place.
    """

    health: Health
    is_current: bool = False
    pages: Counter[Kind] = field(default_factory=Counter)
    missing: dict[int, Kind] = field(default_factory=dict)
    outdated: dict[int, Kind] = field(default_factory=dict)
    surplus: dict[int, Kind] = field(default_factory=dict)
    greatest_version: int = 0
    place: Place = Place.MAIN

    @property
    def is_equal(self) -> bool:
        """True when nothing differs."""
        return self.is_current and not (self.missing or self.outdated or self.surplus)

    def rows(self) -> list[tuple[str, str, int, int, int, int]]:
        """Type, locale, public pages, missing, outdated, surplus: a row for each kind."""
        parts = [Counter(part.values()) for part in (self.missing, self.outdated, self.surplus)]
        kinds = sorted(set(self.pages).union(*parts))
        missing, outdated, surplus = parts
        return [
            (*kind, self.pages[kind], missing[kind], outdated[kind], surplus[kind])
            for kind in kinds
        ]


def status(place: Place = Place.MAIN) -> Status:
    """What differs, page by page: every public page is read and compared with its document.

    Raises: EngineDown.
    """
    known = health(engine(place))
    current = bool(known.live) and known.fingerprint == current_schema().fingerprint
    public = _public()
    if not current:  # whatever is in it, a new one is due
        missing = {} if known.live else public
        return Status(known, False, Counter(public.values()), missing, place=place)
    indexed = {int(hit.id): hit for hit in hits(place)}
    missing = {pk: kind for pk, kind in public.items() if pk not in indexed}
    there = [pk for pk in public if pk in indexed]
    same = set(_same(there, place))
    surplus = indexed.keys() - public.keys()
    return Status(
        known,
        current,
        Counter(public.values()),
        missing,
        {pk: public[pk] for pk in there if pk not in same},
        _kinds_in_index(surplus),
        max((hit.version for hit in indexed.values()), default=0),
        place,
    )


def heal(place: Place = Place.MAIN) -> Indexed:
    """What was put and removed to make the index equal to the public pages again.

    An index that is missing, or of another schema, is built anew.

    Raises: EngineDown.
    """
    return mend(status_with_files(place))


def status_with_files(place: Place = Place.MAIN) -> Status:
    """What differs, after the files that nobody had read by now were read.

    Raises: EngineDown.
    """
    with noting_missing() as missing:
        found = status(place)
    return status(place) if missing and extract_missing(missing) else found


def mend(found: Status) -> Indexed:
    """What was put and removed to mend what `found` tells; see :func:`heal`."""
    if not found.is_current:
        return Indexed(put=rebuild(place=found.place))
    if found.greatest_version > last_version():
        take_at_least(found.greatest_version)
    differing = {*found.missing, *found.outdated, *found.surplus}
    return index_pages(sorted(differing), found.place) if differing else Indexed()


def hits(place: Place = Place.MAIN) -> Iterator[Hit]:
    """Every document of the live index, in portions."""
    after: Position | None = None
    while True:
        found = engine(place).find(Find(order="spread", first=PORTION, after=after))
        yield from found.hits
        if len(found.hits) < PORTION:
            return
        after = found.hits[-1].position


def _public() -> dict[int, Kind]:
    """Type and locale of every public page that has a document."""
    with request_scope():
        return {
            pk: (item.name, locale)
            for item in searchable_types(active_labels())
            for pk, locale in live_pages(item.model)
            .order_by("pk")
            .values_list("pk", "locale__language_code")
        }


def _same(page_ids: Sequence[int], place: Place) -> Iterator[int]:
    """Those of the pages whose document says what their page says now."""
    for ids in batches(page_ids):
        with request_scope():
            documents: dict[int, Any] = dict(documents_of(ids))
        digests = {document.digest[0]: pk for pk, document in documents.items()}
        asked = {"id": Is("id", tuple(map(str, ids))), "digest": Is("digest", tuple(digests))}
        found = engine(place).find(Find(where=asked, first=len(ids)))
        yield from (int(hit.id) for hit in found.hits)


def _kinds_in_index(page_ids: set[int]) -> dict[int, Kind]:
    """What pages are that are in the index and should not be; without a name when they are gone."""
    rows = Page.objects.filter(pk__in=page_ids).values_list("pk", "locale__language_code")
    locales = dict(rows)
    return {pk: ("", locales.get(pk, "")) for pk in sorted(page_ids)}
