"""System checks on what plugins say about themselves; README.md explains each by its id."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import FieldDoesNotExist
from django.db.models import DateField
from wagtail.models import Page

from cms.plugin import discovery
from cms.plugin.contributions import (
    AdminViews,
    BodyBlock,
    Handler,
    PageType,
    Reconciler,
    Relation,
    SiteViews,
    Snippet,
    Upgrade,
)
from cms.plugin.gate import GatedPage
from cms.plugin.registry import InstalledPlugin, model_of, registry

Messages = Iterator[CheckMessage]


@register("klastr")
def check_plugins(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Messages on all installed plugins."""
    messages = list(_duplicate_labels())
    messages += _models_contributed_twice()
    messages += _names_taken_twice()
    for plugin in registry().plugins.values():
        for check in PLUGIN_CHECKS:
            messages += check(plugin)
    return messages


def _error(number: int, text: str, hint: str) -> Error:
    return Error(text, hint=hint, id=f"klastr.P{number:03}")


def _duplicate_labels() -> Messages:
    for left_out in discovery.duplicates():
        yield _error(
            1,
            f"The plugin “{left_out.label}” of the distribution “{left_out.distribution}” is left "
            "out: another distribution offers a plugin of this label.",
            "Uninstall one of the two, or rename its entry point and label.",
        )


def _models_contributed_twice() -> Messages:
    models = Counter(
        model
        for plugin in registry().plugins.values()
        for contribution in plugin.contributions
        if (model := model_of(contribution)) is not None
    )
    for model, times in models.items():
        if times > 1:
            yield _error(
                2,
                f"The model {model._meta.label} is contributed {times} times.",
                "Yield each page type, snippet and setting once.",
            )


def _page_types(plugin: InstalledPlugin) -> Messages:
    for page_type in plugin.contributions:
        if isinstance(page_type, PageType) and not issubclass(page_type.model, GatedPage):
            yield _error(
                3,
                f"The page type {page_type.model._meta.label} of the plugin “{plugin.label}” "
                "cannot be switched off.",
                "Derive it from cms.content.base.ContentPage.",
            )


def _wagtail_hooks(plugin: InstalledPlugin) -> Messages:
    if plugin.is_core or plugin.label not in apps.app_configs:
        return
    module = f"{apps.get_app_config(plugin.label).name}.wagtail_hooks"
    if find_spec(module) is not None:
        yield _error(
            4,
            f"The plugin “{plugin.label}” has a module {module}, which cannot be switched off.",
            "Yield AdminHook, MenuItem, AdminViews or HomePanel from contributions() instead.",
        )


def _requirements(plugin: InstalledPlugin) -> Messages:
    for requirement in plugin.requires:
        if requirement not in registry().plugins:
            yield Warning(
                f"The plugin “{plugin.label}” requires “{requirement}”, which is not installed.",
                hint="Install it; until then the plugin cannot be activated.",
                id="klastr.P005",
            )


def _upgrade_steps(plugin: InstalledPlugin) -> Messages:
    steps = Counter(c.step for c in plugin.contributions if isinstance(c, Upgrade))
    wrong = sorted(step for step, times in steps.items() if times > 1 or step < 1)
    if wrong:
        yield _error(
            6,
            f"The upgrade steps of the plugin “{plugin.label}” are not numbered uniquely from 1: "
            f"{', '.join(map(str, wrong))}.",
            "Give each Upgrade a number of its own, greater than all that were released.",
        )


def _foreign_models(plugin: InstalledPlugin) -> Messages:
    for contribution in plugin.contributions:
        model = model_of(contribution)
        if model is not None and model._meta.app_label != plugin.label:
            yield _error(
                7,
                f"The plugin “{plugin.label}” contributes {model._meta.label}, a model of another "
                "app.",
                "Contribute only models from the plugin's own models module.",
            )


def _graphql_types(plugin: InstalledPlugin) -> Messages:
    for contribution in plugin.contributions:
        match contribution:
            case Snippet(graphql=None):
                continue
            case PageType(graphql=graphql) | BodyBlock(graphql=graphql) | Snippet(graphql=graphql):
                if not (isinstance(graphql, type) and hasattr(graphql, "_meta")):
                    yield _error(
                        8,
                        f"{type(contribution).__name__} of the plugin “{plugin.label}” has no "
                        f"GraphQL type: {graphql!r}.",
                        "Pass a graphene type as `graphql`.",
                    )


def _names_taken_twice() -> Messages:
    taken = {
        "body block": [block.name for _l, block in registry().contributed(BodyBlock)],
        "prefix of admin views": [views.prefix for _l, views in registry().contributed(AdminViews)],
        "prefix of site views": [views.prefix for _l, views in registry().contributed(SiteViews)],
        "handler": [f"{label}.{c.name}" for label, c in registry().contributed(Handler)],
        "reconciler": [f"{label}.{c.name}" for label, c in registry().contributed(Reconciler)],
    }
    for kind, names in taken.items():
        for name, times in Counter(names).items():
            if times > 1:
                yield _error(
                    9, f"The {kind} “{name}” is contributed {times} times.", "Choose another name."
                )


def _failure(plugin: InstalledPlugin) -> Messages:
    if plugin.failure:
        yield Warning(
            f"The plugin “{plugin.label}” failed and is left out: {plugin.failure}",
            hint="The log has the traceback (event plugin.failed).",
            id="klastr.P010",
        )


def _requirement_circles(plugin: InstalledPlugin) -> Messages:
    reached, waiting = set[str](), list(plugin.requires)
    while waiting:
        label = waiting.pop()
        if label not in reached and label in registry().plugins:
            reached.add(label)
            waiting += registry().plugins[label].requires
    if plugin.label in reached:
        yield _error(
            12,
            f"The plugin “{plugin.label}” requires itself, by way of others or directly.",
            "Remove one of the requirements.",
        )


def _relations(plugin: InstalledPlugin) -> Messages:
    known = {item.model._meta.label: item.model for _l, item in registry().contributed(PageType)}
    own = {item.model for item in plugin.contributions if isinstance(item, PageType)}
    for relation in plugin.contributions:
        if isinstance(relation, Relation):
            for problem in _problems_of(relation, known, own):
                yield _error(
                    13,
                    f"The relation {relation.source}: {relation.path} of the plugin "
                    f"“{plugin.label}” {problem}.",
                    "Name page types by label, and fields of the source by their names.",
                )


def _problems_of(
    relation: Relation, known: dict[str, type[Page]], own: set[type[Page]]
) -> Iterator[str]:
    """What is wrong with a relation, as the end of a sentence."""
    source = known.get(relation.source)
    if source is None or source not in own:
        yield "does not start at a page type of its own"
        return
    target_app = registry().plugins.get(relation.target.partition(".")[0])
    if target_app and not target_app.failure and relation.target not in known:
        yield f"leads to {relation.target}, which the plugin “{target_app.label}” does not have"
    end = _field_at(source, relation.path)
    if end is None or not end.many_to_one or not issubclass(end.related_model, Page):
        yield "does not end in a link to a page"
    if relation.dated and not isinstance(_field_at(source, relation.dated), DateField):
        yield f"takes its date from {relation.dated}, which is no date"
    for entry in relation.order:
        if _field_at(source, entry.lstrip("-")) is None:
            yield f"is ordered by {entry}, which is no field"


def _field_at(model: Any, path: str) -> Any:
    """The field at the end of a path of fields; None when a step is missing."""
    field = None
    for step in path.split("__"):
        try:
            field = model._meta.get_field(step)
        except (FieldDoesNotExist, AttributeError):  # the step before leads nowhere
            return None
        model = field.related_model
    return field


PLUGIN_CHECKS: tuple[Callable[[InstalledPlugin], Messages], ...] = (
    _page_types,
    _wagtail_hooks,
    _requirements,
    _upgrade_steps,
    _foreign_models,
    _graphql_types,
    _failure,
    _requirement_circles,
    _relations,
)
