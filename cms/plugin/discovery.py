"""Which plugins are installed: the entry points of group ``klastr.plugins``.

Read once, from settings, before Django's apps are loaded; so nothing here may touch models.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

logger = logging.getLogger(__name__)

GROUP = "klastr.plugins"

_failures: dict[str, BaseException] = {}


@dataclass(frozen=True, slots=True)
class FoundPlugin:
    """An entry point: the plugin's label, the dotted path of its AppConfig, its distribution."""

    label: str
    config: str
    distribution: str
    distribution_version: str


@cache
def found_plugins() -> tuple[FoundPlugin, ...]:
    """All entry points of the group, by label, the failing ones included."""
    found = {}
    for point in entry_points(group=GROUP):
        found[point.name] = FoundPlugin(
            label=point.name,
            config=f"{point.module}.{point.attr}",
            distribution=point.dist.name if point.dist else "",
            distribution_version=point.dist.version if point.dist else "",
        )
    return tuple(found[label] for label in sorted(found))


def plugin_apps() -> list[str]:
    """Dotted AppConfig paths for ``INSTALLED_APPS``; what cannot be imported is left out."""
    paths = []
    for point in entry_points(group=GROUP):
        try:
            point.load()
        except Exception as error:  # any code may fail in a module that is not ours
            record_failure(point.name, error)
            logger.exception("plugin.failed", extra={"plugin": point.name})
        else:
            paths.append(f"{point.module}.{point.attr}")
    return sorted(set(paths))


def record_failure(label: str, error: BaseException) -> None:
    """Remember why the plugin `label` cannot work in this process."""
    _failures[label] = error


def failures() -> dict[str, BaseException]:
    """The failed plugins of this process: label → the error. A copy."""
    return dict(_failures)
