"""The one place that decides what is public.

Public is a page that is live and not expired, whose type belongs to an active plugin, that no view
restriction on it or on an ancestor covers, and that its own type does not hide (``hidden_now``). An
image or a document is public unless a restriction covers its collection or an ancestor of it.
Everything that leaves the house (GraphQL, feeds, search, site) asks here.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar, overload

from django.db.models import Model, Q, QuerySet, Subquery, Value
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import CollectionViewRestriction, Locale, Page, PageViewRestriction

from cms.plugin.registry import registry
from cms.plugin.scope import lasting, once
from cms.plugin.state import active_labels
from cms.publishing.audience import Audience, audience

P = TypeVar("P", bound=Page)


@overload
def live_pages(*, locale: str | None = None) -> QuerySet[Page]: ...
@overload
def live_pages(model: type[P], locale: str | None = None) -> QuerySet[P]: ...
def live_pages(model: type[Page] = Page, locale: str | None = None) -> QuerySet[Any]:
    """The public pages of one type, or of all types, in `locale` or in all languages.

    `locale` is a language code ("cs", "en"). For all types the rows are plain ``Page`` objects.
    """
    pages = model._default_manager.filter(public_pages_q(model))
    return pages.filter(in_language_q(locale)) if locale else pages


def in_language_q(code: str) -> Q:
    """The condition on translatable rows to be in the language `code`.

    By the id of the language: to rows that are joined with languages SQLite goes from these, so it
    reads all of a list before it puts them in order, whatever index the order has.
    """
    return Q(locale=Subquery(Locale.objects.filter(language_code=code).order_by().values("pk")[:1]))


def public_pages_q(model: type[Page] = Page, *, or_expired: bool = False) -> Q:
    """The condition of :func:`live_pages` on `model` itself, for use inside larger queries.

    With `or_expired` it also holds for pages that are not public only because their time is over.
    """
    active_models = registry().page_models(active_labels())
    if model is not Page and model not in active_models:
        return Q(pk__in=[])
    condition = Q(live=True)
    if not or_expired:  # Wagtail takes expired pages down by a command, which may run late
        condition &= Q(expire_at__isnull=True) | Q(expire_at__gt=timezone.now())
    for path in _restricted_paths("page"):
        condition &= ~Q(path__startswith=path)
    if model is Page:
        return (
            condition & Q(content_type_id__in=_type_ids(active_models)) & _not_hidden(active_models)
        )
    hidden = _hidden_now(model)
    return condition & ~hidden if hidden else condition


def _hidden_now(model: type[Page]) -> Q | None:
    """What a page type itself hides at this moment, such as members whose membership is over."""
    rule = getattr(model, "hidden_now", None)
    return rule() if rule else None


def _not_hidden(models: tuple[type[Page], ...]) -> Q:
    condition = Q()
    for model in models:
        hidden = _hidden_now(model)
        if hidden:
            condition &= ~Q(pk__in=model._default_manager.filter(hidden).values("pk"))
    return condition


def _type_ids(models: tuple[type[Page], ...]) -> list[int]:
    from django.contrib.contenttypes.models import ContentType  # noqa: PLC0415 -- needs ready apps

    found = ContentType.objects.get_for_models(*models, for_concrete_models=False)
    return [content_type.pk for content_type in found.values()]


def _restricted_paths(kind: str) -> tuple[str, ...]:
    """Tree paths of what is restricted, of kind "page" or "collection"; both in one query.

    They are two facts: what shows no files does not follow from restrictions on them.
    """
    return lasting(
        ("visibility.restricted_paths", kind),
        lambda: tuple(path for found, path in _restrictions() if found == kind),
    )


def _restrictions() -> tuple[tuple[str, str], ...]:
    return once("visibility.restrictions", _read_restrictions)


def _read_restrictions() -> tuple[tuple[str, str], ...]:
    pages = PageViewRestriction.objects.values_list(Value("page"), "page__path")
    collections = CollectionViewRestriction.objects.values_list(
        Value("collection"), "collection__path"
    )
    return tuple(pages.union(collections, all=True).order_by())


def public_collection_q() -> Q:
    """The condition on images and documents that no restriction covers their collection."""
    condition = Q()
    for path in _restricted_paths("collection"):
        condition &= ~Q(collection__path__startswith=path)
    return condition


def public_images() -> QuerySet[AbstractImage]:
    """Images that anybody may see."""
    return get_image_model()._default_manager.filter(public_collection_q())


def public_documents() -> QuerySet[AbstractDocument]:
    """Documents that anybody may download."""
    return get_document_model()._default_manager.filter(public_collection_q())


def hidden_fields(instance: Model) -> frozenset[str]:
    """Names of the fields of `instance` that are not for whoever is shown it, as its type says."""
    if audience() is Audience.MEMBERS:
        return frozenset()
    rule = getattr(instance, "hidden_fields", None)
    return rule() if rule else frozenset()


def hides_q(model: type[Model], names: Iterable[str]) -> Q | None:
    """The condition that a row of `model` hides one of the fields called `names`.

    None when no row does. Whoever finds, counts or sorts by a field asks here: what is hidden must
    not be told by the place of a row either.
    """
    if audience() is Audience.MEMBERS:
        return None
    rule = getattr(model, "hides", None)
    condition = Q()
    for name in names:
        hidden = rule(name) if rule else None
        if hidden:
            condition |= hidden
    return condition or None
