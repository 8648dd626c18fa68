"""For the tests of plugin authors: a plugin switched on or off for the length of a block.

    @pytest.mark.django_db
    def test_venue_has_seats() -> None:
        with active("venues"):
            ...

These go through ``lifecycle``, so requirements, upgrade steps and roles are as in life; at the end
of the block every plugin is as active as it was before.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from cms.plugin import lifecycle, scope
from cms.plugin.models import PluginState
from cms.plugin.registry import InstalledPlugin, Registry, registry, replaced_registry


@contextmanager
def active(*labels: str) -> Iterator[None]:
    """Within this block the plugins `labels` and those they require are active."""
    with _states_kept():
        for label in labels:
            lifecycle.activate(label)
        yield


@contextmanager
def inactive(*labels: str) -> Iterator[None]:
    """Within this block the plugins `labels`, and those that require them, are inactive."""
    with _states_kept():
        for label in labels:
            _deactivate(label)
        yield


@contextmanager
def installed(*plugins: InstalledPlugin) -> Iterator[Registry]:
    """Within this block `plugins` are installed too; one of a known label takes its place.

    Only what asks the registry anew sees them: models, URLs and Wagtail's hooks are registered
    when the process starts.
    """
    table = Registry(tuple({**registry().plugins, **{p.label: p for p in plugins}}.values()))
    with replaced_registry(table):
        yield table


def _deactivate(label: str) -> None:
    for dependant in lifecycle.dependants_of(label):
        _deactivate(dependant)
    lifecycle.deactivate(label)


@contextmanager
def _states_kept() -> Iterator[None]:
    before = dict(PluginState.objects.values_list("label", "is_active"))
    try:
        yield
    finally:
        for state in PluginState.objects.all():
            state.is_active = before.get(state.label, False)
            state.save(update_fields=["is_active", "changed_at"])
        scope.forget()
