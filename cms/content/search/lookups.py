"""What pages refer to, as far as it is public: titles of other pages, terms, files, images.

Each look-up answers for all pages of a batch at once, with a number of statements that does not
depend on how many there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from wagtail.models import Page

from cms.graphql.shown import is_withheld, show
from cms.indexing.extraction.texts import texts_of
from cms.publishing.batches import standing_rows_by
from cms.publishing.visibility import live_pages, public_documents, public_images


@dataclass(slots=True)
class Versions:
    """The public language versions of pages."""

    keys: dict[int, str] = field(default_factory=dict)  # page id → translation key
    titles: dict[str, dict[str, str]] = field(default_factory=dict)  # key → locale → title

    def title(self, page_id: int, locale: str) -> str:
        """The title of the version in `locale`; empty when that is not public."""
        return self.titles.get(self.keys.get(page_id, ""), {}).get(locale, "")

    def public_key(self, page_id: int) -> str:
        """The translation key of a page that is public in some language; empty for another."""
        key = self.keys.get(page_id, "")
        return key if key in self.titles else ""


def versions_of(page_ids: Collection[int], pages: Sequence[Page]) -> Versions:
    """The versions of the pages with these ids, and of `pages`; two statements."""
    found = Versions({page.pk: str(page.translation_key) for page in pages})
    others = standing_rows_by(
        "search keys",
        lambda ids: Page.objects.filter(pk__in=ids).values_list("pk", "translation_key"),
        ids=list(page_ids),
    )
    found.keys.update((pk, str(key)) for pk, key in others)
    rows = live_pages().filter(translation_key__in=set(found.keys.values()))
    for key, locale, title in rows.values_list("translation_key", "locale__language_code", "title"):
        found.titles.setdefault(str(key), {})[locale] = title
    return found


@dataclass(frozen=True, slots=True)
class TermWords:
    """A term that a page is sorted by: its code, and its names in the page's language."""

    code: str
    words: tuple[str, ...] = ()


def terms_of(pages: Sequence[Page], name: str) -> dict[int, list[TermWords]]:
    """The terms in the many-to-many relation `name` by page id; three statements.

    A relation may hold any language version of a term; a page has the names in its own language.
    """
    relation: Any = type(pages[0])._meta.get_field(name)
    through, source = relation.remote_field.through, relation.m2m_field_name()
    target = relation.m2m_reverse_field_name()
    chosen = standing_rows_by(
        ("search terms", through, source),
        lambda ids: (
            through._default_manager.filter(**{f"{source}__in": ids})
            .order_by(f"{target}__code")
            .values_list(f"{source}_id", f"{target}__translation_key", f"{target}__code")
        ),
        ids=[page.pk for page in pages],
    )
    versions = _versions_of_terms(relation.related_model, {key for _pk, key, _code in chosen})
    locales = {page.pk: page.locale.language_code for page in pages}
    found: defaultdict[int, list[TermWords]] = defaultdict(list)
    for page_id, key, code in chosen:
        words = versions.get((key, locales[page_id]), ())
        found[page_id].append(TermWords(code, words))
    return found


def _versions_of_terms(model: Any, keys: Collection[Any]) -> dict[Any, tuple[str, ...]]:
    """The names of terms by translation key and language."""
    terms = standing_rows_by(
        ("search versions of terms", model),
        lambda keys: model._default_manager.filter(translation_key__in=keys).select_related(
            "locale"
        ),
        keys=list(keys),
    )
    return {
        (term.translation_key, term.locale.language_code): (term.name, *_other_names(term))
        for term in show(terms, None)
    }


def _other_names(term: Any) -> list[str]:
    other = getattr(term, "other_names", "")
    if not other or is_withheld(term, "other_names"):
        return []
    return [name.strip() for name in other.splitlines() if name.strip()]


def files_of(document_ids: Collection[int]) -> dict[int, tuple[str, ...]]:
    """Titles and texts of the public ones among the documents, by id; two statements."""
    documents = list(public_documents().filter(pk__in=document_ids)) if document_ids else []
    texts = texts_of(documents)
    return {
        document.pk: tuple(filter(None, (document.title, texts.get(document.pk, ""))))
        for document in documents
    }


def public_among(image_ids: Iterable[int]) -> frozenset[int]:
    """The ids of public images among these; one statement."""
    wanted = set(image_ids)
    rows = public_images().filter(pk__in=wanted).values_list("pk", flat=True) if wanted else ()
    return frozenset(rows)
