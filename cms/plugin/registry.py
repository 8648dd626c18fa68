"""What the installed plugins contribute, as one immutable table built when apps are ready."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from django.apps import apps
from django.db.models import Model
from wagtail.blocks import Block
from wagtail.models import Page

from cms.plugin import contributions as kinds
from cms.plugin import discovery
from cms.plugin.contributions import Contribution
from cms.plugin.manifest import Plugin

LANE = re.compile(r"[a-z0-9-]{0,60}")  # it is the name of a file
logger = logging.getLogger(__name__)

C = TypeVar("C", bound=Contribution)


@dataclass(frozen=True, slots=True)
class InstalledPlugin:
    """A plugin with its contributions, or with the reason why it has none.

    `is_core` marks plugin zero, which is always active.
    """

    label: str
    title: str
    description: str
    version: str
    requires: tuple[str, ...]
    contributions: tuple[Contribution, ...]
    is_core: bool = False
    active_by_default: bool = False
    failure: str = ""


class Registry:
    """All installed plugins by label, core first; answers by kind and by model."""

    def __init__(self, plugins: tuple[InstalledPlugin, ...]) -> None:
        self.plugins = {plugin.label: plugin for plugin in plugins}
        self._owners: dict[type[Model], str] = {}
        for plugin in plugins:
            for contribution in plugin.contributions:
                model = model_of(contribution)
                if model is not None:
                    self._owners[model] = plugin.label

    def contributed(
        self, kind: type[C], active: frozenset[str] | None = None
    ) -> Iterator[tuple[str, C]]:
        """Pairs (label, contribution) of one kind; with `active`, only of these plugins."""
        for plugin in self.plugins.values():
            if active is None or plugin.label in active:
                for contribution in plugin.contributions:
                    if type(contribution) is kind:
                        yield plugin.label, contribution

    def owner_of(self, model: type[Model]) -> str | None:
        """The label of the plugin that `model` belongs to, None when it is nobody's.

        A plugin that failed in ``contributions()`` still owns the models of its app.
        """
        if model in self._owners:
            return self._owners[model]
        app_label = model._meta.app_label
        return app_label if app_label in self.plugins else None

    def in_order(self, labels: Iterable[str]) -> tuple[InstalledPlugin, ...]:
        """These plugins, each after those that it requires; core first, then by label."""
        return self._sorted(labels, lambda plugin: plugin.requires)

    def in_demo_order(self, labels: Iterable[str]) -> tuple[InstalledPlugin, ...]:
        """These plugins as :meth:`in_order`, each also after those that its demo content links to.

        Of two that link to each other, either may come first.
        """
        return self._sorted(labels, lambda plugin: (*plugin.requires, *demo_links(plugin)))

    def _sorted(
        self, labels: Iterable[str], before: Callable[[InstalledPlugin], tuple[str, ...]]
    ) -> tuple[InstalledPlugin, ...]:
        wanted, order = set(labels), list[InstalledPlugin]()
        visited: set[str] = set()

        def visit(plugin: InstalledPlugin) -> None:
            if plugin.label in visited:
                return
            visited.add(plugin.label)
            for label in sorted(before(plugin)):
                if label in self.plugins:
                    visit(self.plugins[label])
            if plugin.label in wanted:
                order.append(plugin)

        for plugin in self.plugins.values():
            visit(plugin)
        return tuple(order)

    def page_models(self, active: frozenset[str]) -> tuple[type[Model], ...]:
        """The page models of these plugins."""
        return tuple(c.model for _, c in self.contributed(kinds.PageType, active))


def demo_links(plugin: InstalledPlugin) -> tuple[str, ...]:
    """Labels of the plugins whose demo content that of `plugin` links to."""
    demos = [c for c in plugin.contributions if isinstance(c, kinds.Demo)]
    return tuple(label for demo in demos for label in demo.after)


def model_of(contribution: Contribution) -> type[Model] | None:
    """The model that a contribution brings, None when it brings none."""
    match contribution:
        case kinds.PageType(model=model) | kinds.Setting(model=model):
            return model
        case kinds.Snippet(viewset=viewset):
            return viewset.model
        case _:
            return None


def _checked(contributions: Iterable[object]) -> Iterator[Contribution]:
    """The contributions, each shown to hold what its fields promise.

    Raises: TypeError. A wrong value would otherwise break pages and schema of everybody.
    """
    for contribution in contributions:
        match contribution:
            case kinds.PageType(model=model, graphql=graphql):
                fits = _is_subclass(model, Page) and isinstance(graphql, type)
            case kinds.Snippet(viewset=viewset):
                fits = _is_subclass(getattr(viewset, "model", None), Model)
            case kinds.Setting(model=model):
                fits = _is_subclass(model, Model)
            case kinds.Searchable(document=document):
                fits = _is_subclass(getattr(document, "model", None), Page)
            case kinds.Handler(event=event, run=run, name=name, lane=lane):
                is_named = bool(name) and bool(LANE.fullmatch(lane))
                fits = isinstance(event, type) and callable(run) and is_named
            case kinds.BodyBlock(block=block, graphql=graphql):
                fits = isinstance(block, Block) and isinstance(graphql, type)
            case kinds.Fields(on=on, mixin=mixin, requires=requires):
                fits = bool(on) and isinstance(mixin, type) and isinstance(requires, tuple)
            case kinds.Relation(source=source, target=target, path=path, order=order):
                is_labelled = all(label.count(".") == 1 for label in (source, target))
                fits = is_labelled and bool(path) and isinstance(order, tuple)
            case _:
                fits = isinstance(contribution, Contribution)
        if not fits:
            raise TypeError(f"contributions() yielded {contribution!r}, which does not fit")
        yield contribution  # type: ignore[misc]  # shown above


def _is_subclass(value: object, parent: type) -> bool:
    return isinstance(value, type) and issubclass(value, parent)


def _installed(config: Plugin) -> InstalledPlugin:
    failure = discovery.failures().get(config.label)
    contributions: tuple[Contribution, ...] = ()
    if failure is None:
        try:
            contributions = tuple(_checked(config.contributions()))
        except Exception as error:  # any code may fail in a module that is not ours
            discovery.record_failure(config.label, error)
            logger.exception("plugin.failed", extra={"plugin": config.label})
            failure = error
    return InstalledPlugin(
        label=config.label,
        title=config.title,
        description=config.description,
        version=config.version,
        requires=config.requires,
        contributions=contributions,
        is_core=config.is_core,
        active_by_default=config.active_by_default,
        failure=f"{type(failure).__name__}: {failure}" if failure else "",
    )


_replacement: ContextVar[Registry | None] = ContextVar("klastr_registry", default=None)


def registry() -> Registry:
    """The table of this process."""
    return _replacement.get() or _installed_registry()


@contextmanager
def replaced_registry(table: Registry) -> Iterator[None]:
    """Within this block `table` stands for what is installed. For tests of plugin authors."""
    token = _replacement.set(table)
    try:
        yield
    finally:
        _replacement.reset(token)


@cache
def _installed_registry() -> Registry:
    """Built on first use after all models are loaded."""
    apps.check_models_ready()
    configs = [config for config in apps.get_app_configs() if isinstance(config, Plugin)]
    configs.sort(key=lambda config: (not config.is_core, config.label))
    plugins = [_installed(config) for config in configs]
    known = {plugin.label for plugin in plugins}
    for label, error in discovery.failures().items():
        if label not in known:
            plugins.append(
                InstalledPlugin(
                    label=label,
                    title=label,
                    description="",
                    version="",
                    requires=(),
                    contributions=(),
                    failure=f"{type(error).__name__}: {error}",
                )
            )
    return Registry(tuple(plugins))
