"""Writes what happened in the transaction in which it happens: one event for all of it.

What receivers note is kept with the transaction's commit hooks, so Django itself forgets what a
savepoint takes back. Just before the commit it is put together and written in a few statements,
whether one page changed or a thousand; after it, handlers are told.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, Page

from cms.publishing import delivery, epoch
from cms.publishing.batches import standing_rows_by
from cms.publishing.events import Kind, tags_of_pages
from cms.publishing.handlers import active_handlers
from cms.publishing.models import Delivery, Event
from cms.publishing.showing import chunks, pages_showing


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that happened, as it was seen.

    `pages` changed; so did all that is live in `subtrees`, at their tops and below, and all files
    in `collections` and below. `objects` (model label and pk) changed, and pages show them;
    `shown_by` are pages that are known already to show what changed.
    """

    kind: Kind
    pages: frozenset[int] = frozenset()
    subtrees: frozenset[int] = frozenset()
    objects: frozenset[tuple[str, object]] = frozenset()
    collections: frozenset[int] = frozenset()
    shown_by: frozenset[int] = frozenset()
    tags: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Waiting:
    """A note among the hooks of a transaction that is not committed yet."""

    note: Note
    written: _Written | None = None

    def __call__(self) -> None:
        """After the commit: have the event delivered, once for all notes in it."""
        if self.written is None:  # somebody runs the hooks of a transaction that never commits
            self.written = _Written(write([self.note]))
        self.written.deliver()


@dataclass(slots=True)
class _Written:
    event: Event | None
    is_told: bool = False

    def deliver(self) -> None:
        if self.event is not None and not self.is_told:
            self.is_told = True
            delivery.after_commit(self.event)


def note(happened: Note) -> None:
    """Have `happened` written with the transaction it happens in, or else in one of its own."""
    connection = transaction.get_connection()
    if not connection.in_atomic_block:
        with transaction.atomic():
            note(happened)
        return
    _write_before_commit(connection)
    connection.on_commit(_Waiting(happened))


def pages_changed(page_ids: Iterable[int], kind: Kind = Kind.PUBLISHED) -> None:
    """For code that changes public pages without Wagtail's signals: have it told."""
    note(Note(kind, pages=frozenset(page_ids)))


def _write_before_commit(connection: BaseDatabaseWrapper) -> None:
    """Let the commit of this transaction write what has been noted by then.

    Django tells nobody before a commit, so the connection's own ``commit`` is wrapped until then.
    """
    if "commit" in vars(connection):
        return

    def commit() -> None:
        vars(connection).pop("commit", None)
        connection.in_atomic_block = True  # as it was until a moment ago
        try:
            _write_waiting(connection)
        except BaseException:
            connection.in_atomic_block = False
            connection.rollback()
            raise
        connection.in_atomic_block = False
        connection.commit()

    vars(connection)["commit"] = commit


def _write_waiting(connection: BaseDatabaseWrapper) -> None:
    hooks: list[Any] = list(connection.run_on_commit)
    waiting = [hook for _sids, hook, *_robust in hooks if isinstance(hook, _Waiting)]
    if waiting:
        written = _Written(write([each.note for each in waiting]))
        for each in waiting:
            each.written = written


def write(notes: Iterable[Note]) -> Event | None:
    """The event of all these notes, with its deliveries and epochs; None when nothing was public.

    Some eight statements, however much it is.
    """
    gathered = _Gathered()
    for happened in notes:
        gathered.add(happened)
    gathered.spread()
    tags = gathered.tags
    if not gathered.page_ids and not tags:
        return None
    with transaction.atomic(savepoint=False):
        page_ids = sorted(gathered.page_ids)
        event = Event.objects.create(
            number=epoch.grow({*tags, *tags_of_pages(page_ids)}),
            kinds=sorted(gathered.kinds),
            page_ids=page_ids,
            objects_changed=sorted(gathered.names),
            tags=sorted(tags),
        )
        Delivery.objects.bulk_create(
            Delivery(event=event, handler=name, due_at=event.created_at)
            for name in sorted(active_handlers())
        )
    return event


@dataclass(slots=True)
class _Gathered:
    """What the notes of one transaction say together."""

    kinds: set[Kind] = field(default_factory=set)
    page_ids: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    tags: set[str] = field(default_factory=set)
    shown_by: set[int] = field(default_factory=set)
    _subtrees: set[int] = field(default_factory=set)
    _collections: set[int] = field(default_factory=set)
    _objects: dict[str, set[object]] = field(default_factory=dict)

    def add(self, happened: Note) -> None:
        """Take in what one note says."""
        self.kinds.add(happened.kind)
        self.page_ids |= happened.pages
        self.shown_by |= happened.shown_by
        self.tags |= happened.tags
        self._subtrees |= happened.subtrees
        self._collections |= happened.collections
        for label, pk in happened.objects:
            self._objects.setdefault(label, set()).add(pk)

    def spread(self) -> None:
        """Find what changed with it: below, and wherever it is shown."""
        self._go_down()
        self._open_collections()
        versions = self._tag_pages()
        for label, pks in self._objects.items():
            model = apps.get_model(label)
            self.tags.add(epoch.type_tag(model))
            self.names |= {epoch.object_tag(model, pk) for pk in pks}
            self._show(*pages_showing(model, pks))
        if versions:
            self._show(*pages_showing(Page, versions, are_all_versions=True))
        self.page_ids |= self.shown_by
        self.tags |= self.names

    def _show(self, page_ids: set[int], others: set[str]) -> None:
        self.shown_by |= page_ids
        self.tags |= others | {f"type:{name.partition(':')[0]}" for name in others}

    def _go_down(self) -> None:
        if not self._subtrees:
            return
        tops = Page.objects.filter(pk__in=self._subtrees).values_list("path", flat=True)
        below = Q()
        for path in _outermost(tops):
            below |= Q(path__startswith=path)
        if below:
            live = Page.objects.filter(below, live=True)
            self.page_ids.update(live.values_list("pk", flat=True))

    def _open_collections(self) -> None:
        if not self._collections:
            return
        tops = Collection.objects.filter(pk__in=self._collections).values_list("path", flat=True)
        within = Q()
        for path in _outermost(tops):
            within |= Q(collection__path__startswith=path)
        if within:
            for model in (get_image_model(), get_document_model()):
                files = model._default_manager.filter(within).values_list("pk", flat=True)
                self._objects.setdefault(model._meta.label_lower, set()).update(files)

    def _tag_pages(self) -> set[int]:
        """The ids of the pages in all their languages: those that are live name them as such."""
        ids = sorted(self.page_ids)
        if ids:
            self.tags.add(epoch.PAGES)
        versions = set(ids)
        for pk, type_id, key, is_live in _versions_of(ids):
            versions.add(pk)
            self.tags.add(epoch.versions_tag(key))
            if pk in self.page_ids:
                model = ContentType.objects.get_for_id(type_id)
                self.tags.add(f"type:{model.app_label}.{model.model}")
            if is_live:
                self.tags.add(epoch.page_tag(pk))
        return versions


def _versions_of(page_ids: Iterable[int]) -> Iterator[tuple[int, int, UUID, bool]]:
    """Ids, types, translation keys and liveness of the pages and of their other versions."""
    for chunk in chunks(page_ids):
        yield from standing_rows_by("outbox versions", _version_rows, pks=chunk)


def _version_rows(pks: Sequence[int]) -> QuerySet[Page, tuple[int, int, UUID, bool]]:
    keys = Page.objects.filter(pk__in=pks).order_by().values("translation_key")
    rows = Page.objects.filter(translation_key__in=keys).order_by()
    return rows.values_list("pk", "content_type_id", "translation_key", "live")


def _outermost(paths: Iterable[str]) -> list[str]:
    """Those of the tree paths that are below none of the others."""
    found: list[str] = []
    for path in sorted(paths):
        if not found or not path.startswith(found[-1]):
            found.append(path)
    return found
