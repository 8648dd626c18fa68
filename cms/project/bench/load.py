"""Fills an empty site with what plugins contribute for measuring: the same in each run."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.management.base import CommandError
from rich.progress import Progress as Bar
from rich.progress import TimeElapsedColumn
from wagtail.models import Page

from cms.content.bulk import indexed_afterwards
from cms.content.bulk.memory import rare_garbage_collection
from cms.indexing.connection import places
from cms.indexing.handler import handlers
from cms.indexing.rebuild import rebuild
from cms.plugin import Bench
from cms.plugin.contributions import Question
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.project.first_run import prepare
from cms.project.progress import Progress
from cms.publishing import delivery
from cms.publishing.statistics import renew_statistics

HOME_DEPTH = 2
QUICK_SHARE = 20  # of the pages, with --quick: one in so many


@dataclass(frozen=True, slots=True)
class Part:
    """What one plugin contributes, and its label."""

    label: str
    bench: Bench


def parts() -> list[Part]:
    """The contributions of active plugins, each after those whose things it names."""
    waiting = {
        label: Part(label, contributed)
        for label, contributed in registry().contributed(Bench, active_labels())
    }
    ordered: list[Part] = []
    while waiting:
        ready = [
            part for part in waiting.values() if not any(a in waiting for a in part.bench.after)
        ] or list(waiting.values())  # two that name each other come in any order
        for part in ready:
            ordered.append(waiting.pop(part.label))
    return ordered


def questions() -> list[Question]:
    """All that is asked, by name."""
    asked = [question for part in parts() for question in part.bench.questions]
    return sorted(asked, key=lambda question: question.name)


def load(address: str, *, quick: bool = False) -> None:
    """Prepare the site, fill it, and build the search index.

    Raises:
        CommandError: The site has content already.
    """
    progress = Progress()
    prepare(progress, demo=False, address=address)
    check_empty()
    with delivery.held(), rare_garbage_collection(), indexed_afterwards():
        _fill(quick=quick)
    for place in places():
        with progress.step("Search index built"):
            waiting = delivery.waiting_for(handlers[place])
            rebuild(place=place)
            delivery.settle(waiting)
    renew_statistics()


def check_empty() -> None:
    """Do nothing on a site that has nothing but its home pages.

    Raises:
        CommandError: It has more.
    """
    if Page.objects.filter(depth__gt=HOME_DEPTH).exists():
        raise CommandError("The site has pages already: the bench fills an empty one only.")


def _fill(*, quick: bool) -> None:
    columns = (*Bar.get_default_columns(), TimeElapsedColumn())
    with Bar(*columns) as bar:
        for part in parts():
            count = _count(part.bench, quick=quick)
            task = bar.add_task(f"{count} {part.bench.title}", total=count)
            for done in part.bench.fill(count):
                bar.update(task, completed=done)


def _count(bench: Bench, *, quick: bool) -> int:
    return max(bench.count // QUICK_SHARE, 10) if quick else bench.count
