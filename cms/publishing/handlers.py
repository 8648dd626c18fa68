"""Who is told of events: what active plugins contribute."""

from __future__ import annotations

from cms.plugin.contributions import Handler
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.publishing.events import Changed


def full_name(label: str, handler: Handler) -> str:
    """How deliveries name the handler of the plugin `label`."""
    return f"{label}.{handler.name}"


def active_handlers() -> dict[str, Handler]:
    """The handlers of active plugins by full name."""
    return _handlers(active_labels())


def installed_handlers() -> dict[str, Handler]:
    """The handlers of all installed plugins by full name."""
    return _handlers(None)


def _handlers(labels: frozenset[str] | None) -> dict[str, Handler]:
    return {
        full_name(label, handler): handler
        for label, handler in registry().contributed(Handler, labels)
        if issubclass(Changed, handler.event)
    }
