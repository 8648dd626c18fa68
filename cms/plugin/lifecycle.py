"""The verbs that change a plugin's state. Each is one transaction: done wholly or not at all.

The rows of all plugins are locked first, so two processes that switch at once come one after the
other. Purging has a room of its own, ``purge``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone

from cms.plugin import scope
from cms.plugin.contributions import Demo, Role
from cms.plugin.errors import (
    CorePlugin,
    PluginError,
    PluginFailed,
    PluginInactive,
    RequiredByOthers,
    RequirementCycle,
    RequirementMissing,
    StepFailed,
    UnknownPermission,
    UnknownPlugin,
)
from cms.plugin.models import PluginState
from cms.plugin.registry import InstalledPlugin, demo_links, registry
from cms.plugin.state import active_labels, upgrades_after

logger = logging.getLogger(__name__)


def activate(label: str) -> tuple[str, ...]:
    """Labels switched on now, requirements first; empty when the plugin was active already.

    Runs the new upgrade steps of each, and brings its roles up to date.

    Raises: UnknownPlugin, PluginFailed, RequirementMissing, RequirementCycle, StepFailed,
        UnknownPermission.
    """
    plugins = _with_requirements(label)
    with change() as states:
        switched = [plugin for plugin in plugins if not states(plugin.label).is_active]
        for plugin in switched:
            state = states(plugin.label)
            state.is_active = True
            state.save(update_fields=["is_active", "changed_at"])
        scope.forget()
        for plugin in plugins:
            _run_new_steps(plugin, states(plugin.label))
            _refresh_roles(plugin)
        for plugin in switched:
            audit("plugin.activated", plugin=plugin.label)
    return tuple(plugin.label for plugin in switched)


def deactivate(label: str) -> bool:
    """True when the plugin was active and is not any more; nothing else is touched.

    Raises: UnknownPlugin, CorePlugin, RequiredByOthers.
    """
    plugin = installed(label)
    if plugin.is_core:
        raise CorePlugin(label)
    with change() as states:
        state = states(label)
        dependants = dependants_of(label)
        if dependants:
            raise RequiredByOthers(label, dependants)
        if not state.is_active:
            return False
        state.is_active = False
        state.save(update_fields=["is_active", "changed_at"])
        audit("plugin.deactivated", plugin=label)
    return True


def upgrade(label: str) -> tuple[int, ...]:
    """Numbers of the upgrade steps that ran now, in order.

    Raises: UnknownPlugin, PluginFailed, PluginInactive, StepFailed, UnknownPermission.
    """
    plugin = _working(label)
    with change() as states:
        if label not in active_labels():
            raise PluginInactive(label)
        steps = _run_new_steps(plugin, states(label))
        _refresh_roles(plugin)
    return steps


def load_demo(
    labels: Iterable[str] | None = None, *, progress: Callable[[str], None] | None = None
) -> tuple[str, ...]:
    """Labels of the plugins whose demo content was loaded now; each is loaded once ever.

    Without `labels` all active plugins; always in the order of their requirements and of what
    their demo content links to, core first. Content that was loaded before and links to what came
    now is completed. `progress` is told each label before its content is made.

    Raises: UnknownPlugin, PluginFailed, PluginInactive.
    """
    active = active_labels()
    wanted = active if labels is None else set(labels)
    for label in wanted:
        _working(label)
        if label not in active:
            raise PluginInactive(label)
    loaded: list[str] = []
    for plugin in registry().in_demo_order(active):
        has_news = not set(loaded).isdisjoint(demo_links(plugin))
        if _load_demo_of(plugin, plugin.label in wanted, has_news, progress):
            loaded.append(plugin.label)
    return tuple(loaded)


def _load_demo_of(
    plugin: InstalledPlugin,
    is_wanted: bool,
    has_news: bool,
    progress: Callable[[str], None] | None,
) -> bool:
    """True when the demo content came now; with `has_news` what was there is completed."""
    demos = [c for c in plugin.contributions if isinstance(c, Demo)]
    if not demos or not (is_wanted or has_news):
        return False
    with change() as states:
        state = states(plugin.label)
        is_new = state.demo_loaded_at is None
        if not (is_wanted if is_new else has_news):
            return False
        if progress is not None:
            progress(plugin.label)
        for demo in demos:
            demo.create()
        if is_new:
            state.demo_loaded_at = timezone.now()
            state.save(update_fields=["demo_loaded_at", "changed_at"])
        audit("plugin.demo_loaded" if is_new else "plugin.demo_completed", plugin=plugin.label)
    return is_new


def ensure_states() -> None:
    """Give every plugin seen for the first time its row; active where it says so by default.

    A plugin that fails now is seen when it works. Core's upgrade steps run here, as nobody
    activates it.
    """
    known = set(PluginState.objects.values_list("label", flat=True))
    for plugin in registry().in_order(registry().plugins):
        if plugin.failure:
            continue
        if plugin.is_core:
            activate(plugin.label)
        elif plugin.label not in known and plugin.active_by_default:
            try:
                activate(plugin.label)
            except PluginError:
                logger.exception("plugin.activation_refused", extra={"plugin": plugin.label})
        else:
            PluginState.objects.get_or_create(label=plugin.label)


def dependants_of(label: str) -> tuple[str, ...]:
    """Labels of the active plugins that require `label`, in alphabetical order."""
    plugins = registry().plugins
    return tuple(sorted(other for other in active_labels() if label in plugins[other].requires))


@contextmanager
def change() -> Iterator[Callable[[str], PluginState]]:
    """A transaction that holds the rows of all plugins; gives a function label → row."""
    try:
        with transaction.atomic():
            list(PluginState.objects.select_for_update().order_by("label"))
            scope.forget()
            yield _row
    finally:
        scope.forget()


def _row(label: str) -> PluginState:
    state, _created = PluginState.objects.select_for_update().get_or_create(label=label)
    return state


def installed(label: str) -> InstalledPlugin:
    """The plugin of this label. Raises: UnknownPlugin."""
    try:
        return registry().plugins[label]
    except KeyError:
        raise UnknownPlugin(label) from None


def _working(label: str) -> InstalledPlugin:
    plugin = installed(label)
    if plugin.failure:
        raise PluginFailed(label, plugin.failure)
    return plugin


def _with_requirements(label: str) -> tuple[InstalledPlugin, ...]:
    """The plugin and all that it requires, requirements first."""
    order: dict[str, InstalledPlugin] = {}

    def visit(plugin: InstalledPlugin, path: tuple[str, ...]) -> None:
        if plugin.label in path:
            raise RequirementCycle((*path[path.index(plugin.label) :], plugin.label))
        if plugin.label in order:
            return
        for name in plugin.requires:
            requirement = registry().plugins.get(name)
            if requirement is None or requirement.failure:
                raise RequirementMissing(plugin.label, name)
            visit(requirement, (*path, plugin.label))
        order[plugin.label] = plugin

    visit(_working(label), ())
    return tuple(order.values())


def _run_new_steps(plugin: InstalledPlugin, state: PluginState) -> tuple[int, ...]:
    steps = []
    for step in upgrades_after(plugin.label, state.upgrade_step):
        try:
            step.run()
        except Exception as error:  # any code may fail in a step that is not ours
            raise StepFailed(plugin.label, step.step, error) from error
        state.upgrade_step = step.step
        state.save(update_fields=["upgrade_step", "changed_at"])
        steps.append(step.step)
    if steps:
        audit("plugin.upgraded", plugin=plugin.label, steps=steps)
    return tuple(steps)


def _refresh_roles(plugin: InstalledPlugin) -> None:
    """Give each role's group its permissions; what an administrator added stays."""
    for role in plugin.contributions:
        if isinstance(role, Role):
            permissions = [_permission(plugin.label, name) for name in role.permissions]
            group, _created = Group.objects.get_or_create(name=role.name)
            group.permissions.add(*permissions)


def _permission(label: str, name: str) -> Permission:
    app_label, _dot, codename = name.partition(".")
    try:
        return Permission.objects.get(content_type__app_label=app_label, codename=codename)
    except Permission.DoesNotExist:
        raise UnknownPermission(label, name) from None


def audit(event: str, **facts: object) -> None:
    """One line when the change is committed, none when it is not."""
    transaction.on_commit(lambda: logger.info(event, extra=facts))
