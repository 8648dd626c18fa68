"""Which plugins are active: one SQL query in a request, in every process, without a restart."""

from __future__ import annotations

from cms.plugin.models import PluginState
from cms.plugin.registry import registry
from cms.plugin.scope import once


def active_labels() -> frozenset[str]:
    """Labels of the plugins that work now: core, and those switched on that have not failed."""
    return once("plugin.active_labels", _read_active_labels)


def _read_active_labels() -> frozenset[str]:
    plugins = registry().plugins
    on = set(PluginState.objects.filter(is_active=True).values_list("label", flat=True))
    return frozenset(
        label
        for label, plugin in plugins.items()
        if not plugin.failure and (plugin.is_core or label in on)
    )


def is_active(label: str) -> bool:
    """True while the plugin `label` works."""
    return label in active_labels()
