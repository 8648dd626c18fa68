"""A handler that remembers what it was told, and what is noted while something happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from django.db import connection

from cms.plugin import Handler
from cms.plugin.registry import InstalledPlugin, Registry, registry, replaced_registry
from cms.publishing import outbox
from cms.publishing.delivery import changed
from cms.publishing.events import Changed, Kind
from cms.publishing.outbox import Note

LABEL = "recorder"
NAME = f"{LABEL}.told"


@dataclass
class Recorder:
    """What was told, in order; `run` happens each time, before it is remembered."""

    told: list[Changed] = field(default_factory=list)
    run: Callable[[Changed], None] = lambda event: None

    def __call__(self, event: Changed) -> None:
        self.run(event)
        self.told.append(event)

    @property
    def pages(self) -> list[tuple[int, ...]]:
        """The pages of each event."""
        return [event.page_ids for event in self.told]


@contextmanager
def only_handler(
    run: Callable[[Changed], None], *others: Handler, is_core: bool = True
) -> Iterator[None]:
    """Within this block `run` is told, and nobody else but `others`."""
    own = InstalledPlugin(
        label=LABEL,
        title="Recorder",
        description="",
        version="1.0",
        requires=(),
        contributions=(Handler(Changed, run, "told"), *others),
        is_core=is_core,
    )
    without = [
        replace(
            plugin,
            contributions=tuple(c for c in plugin.contributions if not isinstance(c, Handler)),
        )
        for plugin in registry().plugins.values()
    ]
    with replaced_registry(Registry((*without, own))):
        yield


def change(*page_ids: int) -> None:
    """Write, within the test's transaction, that pages changed; nobody is told yet."""
    outbox.write([Note(Kind.PUBLISHED, pages=frozenset(page_ids))])


@contextmanager
def noted() -> Iterator[list[Changed]]:
    """A list in which, after the block, stands the one event of all that was noted in it.

    For tests whose transaction never commits; empty when nothing public happened.
    """
    found: list[Changed] = []
    before = len(connection.run_on_commit)
    yield found
    hooks = [hook for _sids, hook, *_ in connection.run_on_commit[before:]]
    notes = [hook.note for hook in hooks if hasattr(hook, "note")]
    event = outbox.write(notes) if notes else None
    if event is not None:
        found.append(changed(event))
