"""Which plugins are installed: the entry points of group ``klastr.plugins``.

Read once, from settings, before Django's apps are loaded; so nothing here may touch models. What
cannot be loaded is remembered with its reason and left out: a plugin that fails costs only itself.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points

logger = logging.getLogger(__name__)

GROUP = "klastr.plugins"
OWN_DISTRIBUTION = "klastr"

_failures: dict[str, BaseException] = {}


class NotAPlugin(TypeError):
    """What the entry point names is not a plugin class that can be installed under its label."""


@dataclass(frozen=True, slots=True)
class FoundPlugin:
    """An entry point: the plugin's label, the dotted path of its AppConfig, its distribution."""

    label: str
    config: str
    distribution: str
    distribution_version: str


def _points() -> Iterator[EntryPoint]:
    """Entry points of the group, our own first, then by distribution and label; once each."""
    seen = set()
    for point in sorted(
        entry_points(group=GROUP),
        key=lambda point: (_distribution(point) != OWN_DISTRIBUTION, _distribution(point), point),
    ):
        if (point.name, point.value) not in seen:
            seen.add((point.name, point.value))
            yield point


def _distribution(point: EntryPoint) -> str:
    return point.dist.name if point.dist else ""


def _found(point: EntryPoint) -> FoundPlugin:
    return FoundPlugin(
        label=point.name,
        config=f"{point.module}.{point.attr}",
        distribution=_distribution(point),
        distribution_version=point.dist.version if point.dist else "",
    )


@cache
def found_plugins() -> tuple[FoundPlugin, ...]:
    """All plugins by label, the failing ones included; a label that was taken is left out."""
    found: dict[str, FoundPlugin] = {}
    for point in _points():
        found.setdefault(point.name, _found(point))
    return tuple(found[label] for label in sorted(found))


@cache
def duplicates() -> tuple[FoundPlugin, ...]:
    """Entry points left out because their label was taken; our own distribution comes first."""
    taken = set(found_plugins())
    return tuple(found for found in map(_found, _points()) if found not in taken)


def plugin_apps() -> list[str]:
    """Dotted AppConfig paths for ``INSTALLED_APPS``, each after the plugins that it requires."""
    chosen = {found.label: found for found in found_plugins()}
    classes = {}
    for point in _points():
        if chosen[point.name] != _found(point):
            logger.error("plugin.duplicate", extra={"plugin": point.name})
            continue
        try:
            classes[point.name] = _load(point)
        except Exception as error:  # any code may fail in a module that is not ours
            record_failure(point.name, error)
            logger.exception("plugin.failed", extra={"plugin": point.name})
    return [chosen[label].config for label in _by_requirement(classes)]


def _load(point: EntryPoint) -> type:
    """The plugin class, shown to be one that Django can install."""
    from cms.plugin.manifest import Plugin  # noqa: PLC0415 -- manifest imports this module

    config = point.load()
    if not (isinstance(config, type) and issubclass(config, Plugin)):
        raise NotAPlugin(f"{point.value} is not a subclass of cms.plugin.Plugin")
    if getattr(config, "label", None) != point.name:
        raise NotAPlugin(f"the entry point is called “{point.name}”, {point.value} is not")
    if not hasattr(config, "title"):
        raise NotAPlugin(f"{point.value} has no title")
    config.create(f"{point.module}.{point.attr}")
    return config


def _by_requirement(classes: dict[str, type]) -> list[str]:
    """The labels so that each stands after those it requires; a circle keeps its alphabet."""
    order: list[str] = []
    visiting: set[str] = set()

    def visit(label: str) -> None:
        if label in order or label in visiting:
            return
        visiting.add(label)
        for requirement in sorted(getattr(classes[label], "requires", ())):
            if requirement in classes:
                visit(requirement)
        order.append(label)

    for label in sorted(classes):
        visit(label)
    return order


def record_failure(label: str, error: BaseException) -> None:
    """Remember why the plugin `label` cannot work in this process."""
    _failures[label] = error


def failures() -> dict[str, BaseException]:
    """The failed plugins of this process: label → the error. A copy."""
    return dict(_failures)
