"""Who is told of events: what active plugins contribute."""

from __future__ import annotations

from cms.plugin.contributions import Handler
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.publishing.events import Changed

MAIN = ""  # the lane of handlers that are told right after the commit


class Postponed(Exception):
    """What a handler raises to be told again after so many seconds: no failure and no attempt."""

    def __init__(self, seconds: float) -> None:
        """Later, but at least a second."""
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = max(1.0, seconds)


class TryLater(Exception):
    """A failure of a handler; the other side does not want to be asked for so many `seconds`."""

    seconds: float = 0


def full_name(label: str, handler: Handler) -> str:
    """How deliveries name the handler of the plugin `label`."""
    return f"{label}.{handler.name}"


def active_handlers() -> dict[str, Handler]:
    """The handlers of active plugins by full name."""
    return _handlers(active_labels())


def lanes() -> tuple[str, ...]:
    """The lanes of all installed handlers, the main one first."""
    return tuple(sorted({MAIN, *(handler.lane for handler in installed_handlers().values())}))


def installed_handlers() -> dict[str, Handler]:
    """The handlers of all installed plugins by full name."""
    return _handlers(None)


def _handlers(labels: frozenset[str] | None) -> dict[str, Handler]:
    return {
        full_name(label, handler): handler
        for label, handler in registry().contributed(Handler, labels)
        if issubclass(Changed, handler.event)
    }
