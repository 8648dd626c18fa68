"""How much of what the public sees is translated, by language: reads for the admin and commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from wagtail.coreutils import get_content_languages
from wagtail.models import Page, TranslatableMixin

from cms.plugin.contributions import Snippet
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.publishing.visibility import live_pages
from cms.translation.models import StoredProvenance
from cms.translation.state import State


@dataclass(slots=True)
class Counts:
    """Of one language: objects by their worst state, and those that have no version in it."""

    by_state: dict[State, int] = field(default_factory=dict)
    missing: int = 0


def public_objects() -> QuerySet[StoredProvenance]:
    """A row for every public page and every snippet of an active plugin, in every language."""
    snippets = [
        contributed.viewset.model._meta.label_lower
        for _, contributed in registry().contributed(Snippet, active_labels())
        if issubclass(contributed.viewset.model, TranslatableMixin)
    ]
    pages = Q(model="wagtailcore.page", object_id__in=live_pages(Page).values("pk"))
    return StoredProvenance.objects.filter(pages | Q(model__in=snippets))


def public_sources() -> QuerySet[StoredProvenance]:
    """The rows of :func:`public_objects` that others are translated from, or could be.

    A translation whose source is not public stands for the object.
    """
    return public_objects().filter(Q(source_id=None) | ~Exists(_versions(source_id=None)))


def in_state(state: State, *, locale: str | None = None) -> Q:
    """The condition on objects that a public version, in `locale` or any, is in `state`."""
    wanted: dict[str, str] = {"state": state} | ({"locale": locale} if locale else {})
    return Q(Exists(_versions(**wanted)))


def missing_in(locales: Iterable[str]) -> Q:
    """The condition on objects that there is no public version in one of `locales`."""
    condition = Q(pk__in=[])
    for locale in locales:
        condition |= Q(~Exists(_versions(locale=locale)))
    return condition


def _versions(**wanted: str | None) -> QuerySet[StoredProvenance]:
    return public_objects().filter(translation_key=OuterRef("translation_key"), **wanted)


def versions_by_key(keys: Sequence[UUID]) -> dict[UUID, dict[str, StoredProvenance]]:
    """The public versions of each object by language."""
    found: dict[UUID, dict[str, StoredProvenance]] = {key: {} for key in keys}
    for row in public_objects().filter(translation_key__in=keys).defer("memory"):
        found[row.translation_key][row.locale] = row
    return found


def counts_by_locale() -> Mapping[str, Counts]:
    """The counts of every content language."""
    public = public_objects()
    counts = {locale: Counts() for locale in get_content_languages()}
    for locale, state, number in public.values_list("locale", "state").annotate(n=Count("pk")):
        counts.setdefault(locale, Counts()).by_state[State(state)] = number
    objects = public.aggregate(n=Count("translation_key", distinct=True))["n"]
    for each in counts.values():
        each.missing = objects - sum(each.by_state.values())
    return counts
