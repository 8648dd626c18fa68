"""Which plugins are active, in every process and without a restart."""

from __future__ import annotations

from cms.plugin.contributions import Upgrade
from cms.plugin.discovery import failures
from cms.plugin.models import PluginState
from cms.plugin.registry import registry
from cms.plugin.scope import lasting


def active_labels() -> frozenset[str]:
    """Labels of the plugins that work now: core, and those switched on that have not failed."""
    failed = frozenset(failures())  # also those found later, as their part of the schema broke
    return lasting(("active labels", failed), lambda: _read_active_labels(failed))


def _read_active_labels(failed: frozenset[str]) -> frozenset[str]:
    """Those switched on whose requirements, all the way down, work as well."""
    plugins = registry().plugins
    on = set(PluginState.objects.filter(is_active=True).values_list("label", flat=True))
    active: set[str] = set()
    for plugin in registry().in_order(plugins):
        switched_on = plugin.is_core or plugin.label in on
        works = not plugin.failure and plugin.label not in failed
        if switched_on and works and active.issuperset(plugin.requires):
            active.add(plugin.label)
    return frozenset(active)


def is_active(label: str) -> bool:
    """True while the plugin `label` works."""
    return label in active_labels()


def waiting_steps(label: str) -> tuple[int, ...]:
    """Numbers of the upgrade steps of `label` that have not run yet, in order."""
    state = PluginState.objects.filter(label=label).first()
    done = state.upgrade_step if state else 0
    return tuple(upgrade.step for upgrade in upgrades_after(label, done))


def upgrades_after(label: str, done: int) -> tuple[Upgrade, ...]:
    """The upgrade contributions of `label` with a number greater than `done`, in order."""
    upgrades = (c for c in registry().plugins[label].contributions if isinstance(c, Upgrade))
    return tuple(sorted((u for u in upgrades if u.step > done), key=lambda upgrade: upgrade.step))
