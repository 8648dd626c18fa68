"""The terms that pages are sorted by, in the asked language."""

from __future__ import annotations

from collections.abc import Awaitable
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from typing import Any, cast

from django.db.models import Model, QuerySet
from wagtail.models import Page

from cms.content.models.snippets import Term
from cms.graphql.context import AskedLocale
from cms.graphql.shown import asked_of, companions, show
from cms.graphql.types.page import Info
from cms.publishing.batches import rows_by
from cms.publishing.rows import columns_of, copied
from cms.publishing.shared import Shared


@dataclass(frozen=True, eq=False)
class TermsOf:
    """Fetches the terms that pages of one type are sorted by, in the asked language.

    A term without a version in the asked language comes in the first fallback language that has
    one, and is left out when none has. One query for any number of pages, and one for terms that
    are not at hand. The relation may hold any language version of a term.
    """

    model: type[Page]
    field: str
    asked: AskedLocale

    def __call__(self, page_ids: list[int]) -> list[list[Term]]:
        relation: Any = self.model._meta.get_field(self.field)
        rows = rows_by(("terms", relation), partial(_stored, relation), ids=page_ids)
        in_language = _terms(relation.related_model, (self.asked.locale, *self.asked.fallback))
        stored = list(dict.fromkeys(term_id for _page_id, term_id in rows))
        versions = zip(stored, in_language(stored), strict=True)
        known = {term_id: (term.pk, term) for term_id, term in versions if term is not None}
        in_order = sorted(dict(known.values()).values(), key=_place)
        place = {term.pk: number for number, term in enumerate(in_order)}
        # Whoever is shown them notes on them what it asked for: each request has its own.
        own = show(map(copied, in_order), self.asked)
        found: dict[int, set[int]] = {page_id: set() for page_id in page_ids}
        for page_id, term_id in rows:
            if term_id in known:
                found[page_id].add(place[known[term_id][0]])
        return [[own[number] for number in sorted(places)] for places in found.values()]


def terms_of(info: Info, page: Page, field: str) -> list[Term] | Awaitable[list[Term]]:
    """The terms in the many-to-many relation `field` of `page`, in the language it was asked in.

    Those of all pages that came with it are fetched with the first.
    """
    fetch = _terms_of(type(page), field, asked_of(page))
    return info.context.loaders.get(fetch).load_together(page.pk, companions(page))


_terms_of = lru_cache(maxsize=1_000)(TermsOf)  # one of each: loaders are found by it for each page


def _stored(relation: Any, ids: list[int]) -> QuerySet[Any, Any]:
    page, term = f"{relation.m2m_field_name()}_id", f"{relation.m2m_reverse_field_name()}_id"
    rows = relation.remote_field.through._default_manager
    return cast("QuerySet[Any, Any]", rows.filter(**{f"{page}__in": ids}).values_list(page, term))


@cache
def _terms(model: type[Term], codes: tuple[str, ...]) -> Shared[int, Term]:
    """Terms by the id of any version: each in the first of the languages that it has."""

    def read(term_ids: list[int]) -> list[Term | None]:
        versions = rows_by(("versions of terms", model), partial(_versions, model), ids=term_ids)
        keys = {term.pk: term.translation_key for term in versions}
        wanted = [term for term in versions if term.locale.language_code in codes]
        best: dict[Any, Term] = {}
        for term in sorted(wanted, key=lambda term: codes.index(term.locale.language_code)):
            best.setdefault(term.translation_key, term)
        return [best.get(keys.get(term_id)) for term_id in term_ids]

    return Shared(f"terms.{model._meta.label}.{','.join(codes)}", read, compared=columns_of)


def _versions(model: type[Term], ids: list[int]) -> QuerySet[Term]:
    """All versions of the terms."""
    asked = model._default_manager.filter(pk__in=ids).order_by()
    keys = asked.values("translation_key")
    versions = model._default_manager.filter(translation_key__in=keys)
    return versions.select_related("locale").order_by()


def _place(term: Model) -> tuple[Any, ...]:
    """Where a term stands among others: by what its model is ordered by, which are columns."""
    return (*(getattr(term, str(name)) for name in term._meta.ordering), term.pk)
