"""Taking a plugin's content away for good: first the list of what would go, then the deed.

Only an inactive plugin can be purged, and only by an explicit command. Files that editors have
uploaded (images, documents) are the site's, not the plugin's, and stay.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Model, ProtectedError, RestrictedError
from django.db.models.deletion import Collector
from django.utils.text import capfirst
from wagtail.actions.delete_page import DeletePageAction
from wagtail.models import Page

from cms.plugin import scope
from cms.plugin.errors import CorePlugin, PluginActive, PurgeBlocked
from cms.plugin.lifecycle import audit, change, installed
from cms.plugin.registry import registry
from cms.plugin.state import is_active


@dataclass(frozen=True, slots=True)
class Doomed:
    """So many objects of one kind; `kind` is "page", "row", or "foreign" for those of others."""

    kind: str
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class PurgePlan:
    """What purging the plugin `label` deletes: its pages, its rows, and what hangs on them."""

    label: str
    doomed: tuple[Doomed, ...]

    @property
    def is_empty(self) -> bool:
        """True when nothing but the plugin's state would go."""
        return not self.doomed


def purge_plan(label: str) -> PurgePlan:
    """What :func:`purge` would delete now, by kind and model; nothing is touched.

    Raises: UnknownPlugin, CorePlugin, PurgeBlocked.
    """
    if installed(label).is_core:
        raise CorePlugin(label)
    models = _models(label)
    pages = _pages(models)
    doomed = [Doomed("page", name, count) for name, count in _page_counts(pages)]
    doomed += [
        Doomed("row", _plural(model), count)
        for model in models
        if not issubclass(model, Page) and (count := model._base_manager.count())
    ]
    doomed += [Doomed("foreign", name, count) for name, count in _foreign(label, models)]
    return PurgePlan(label, tuple(doomed))


def purge(label: str) -> PurgePlan:
    """Delete the plugin's pages, then its rows, then forget its state; gives what was deleted.

    The plugin is as if never activated: its upgrade steps and its demo will run anew.

    Raises: UnknownPlugin, CorePlugin, PluginActive, PurgeBlocked.
    """
    with change() as states:
        plan = purge_plan(label)
        if is_active(label):
            raise PluginActive(label)
        models = _models(label)
        _delete_pages(models)
        _delete_rows(label, [model for model in models if not issubclass(model, Page)])
        state = states(label)
        state.is_active, state.upgrade_step, state.demo_loaded_at = False, 0, None
        state.save()
        audit("plugin.purged", plugin=label, objects=sum(each.count for each in plan.doomed))
    scope.forget()
    return plan


def _models(label: str) -> list[type[Model]]:
    """The plugin's own models with tables; none when the plugin could not be loaded."""
    try:
        config = apps.get_app_config(label)
    except LookupError:
        return []
    return [model for model in config.get_models() if model._meta.managed]


def _pages(models: Iterable[type[Model]]) -> list[Page]:
    """All pages of these types, parents before children."""
    types = ContentType.objects.get_for_models(*(m for m in models if issubclass(m, Page)))
    return list(Page.objects.filter(content_type__in=types.values()).order_by("path"))


def _page_counts(pages: list[Page]) -> list[tuple[str, int]]:
    """Pages that go by type: the plugin's, and those of other types that lie below them."""
    doomed: dict[int, Page] = {}
    for page in pages:
        if page.pk not in doomed:
            doomed.update((p.pk, p) for p in page.get_descendants(inclusive=True))
    counts: Counter[str] = Counter()
    for page in doomed.values():
        model = page.specific_class
        counts[_plural(model) if model else str(page.content_type)] += 1
    return sorted(counts.items())


def _foreign(label: str, models: list[type[Model]]) -> list[tuple[str, int]]:
    """Rows of other plugins that the database deletes along with those of `label`."""
    collector = Collector(using=DEFAULT_DB_ALIAS)
    try:
        for model in models:
            collector.collect(model._base_manager.all())
    except ProtectedError as error:
        return _refuse_others(label, models, error.protected_objects)
    except RestrictedError as error:
        return _refuse_others(label, models, error.restricted_objects)
    counts: Counter[str] = Counter()
    for model, rows in collector.data.items():
        counts[_plural(model)] += len(rows) if _is_foreign(model, label) else 0
    for queryset in collector.fast_deletes:
        if _is_foreign(queryset.model, label):
            counts[_plural(queryset.model)] += queryset.count()
    return sorted((name, count) for name, count in counts.items() if count)


def _refuse_others(
    label: str, models: list[type[Model]], holders: Iterable[Model]
) -> list[tuple[str, int]]:
    """Nothing, when only the plugin's own rows protect each other. Raises: PurgeBlocked."""
    others = {type(row) for row in holders} - set(models)
    if others:
        raise PurgeBlocked(label, sorted(_plural(model) for model in others))
    return []


def _is_foreign(model: type[Model], label: str) -> bool:
    owner = model._meta.app_label
    return owner != label and owner in registry().plugins and not model._meta.auto_created


def _plural(model: type[Model]) -> str:
    return str(capfirst(model._meta.verbose_name_plural))


def _delete_pages(models: list[type[Model]]) -> None:
    """One by one, each read afresh: treebeard keeps its numbers in the rows."""
    for pk in [page.pk for page in _pages(models)]:
        page = Page.objects.filter(pk=pk).first()
        if page is not None:
            DeletePageAction(page).execute(skip_permission_checks=True)


def _delete_rows(label: str, models: list[type[Model]]) -> None:
    """Empty the tables, those that protect others first."""
    waiting = models
    while waiting:
        blocked = []
        for model in waiting:
            try:
                model._base_manager.all().delete()
            except (ProtectedError, RestrictedError):
                blocked.append(model)
        if blocked == waiting:
            raise PurgeBlocked(label, sorted(_plural(model) for model in blocked))
        waiting = blocked
