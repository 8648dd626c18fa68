"""What an index holds, to be compared with the public pages."""

from __future__ import annotations

from typing import Any

from cms.indexing.connection import analyser, engine
from cms.indexing.documents import documents_of, searchable_types
from cms.indexing.status import hits
from cms.plugin.state import active_labels
from cms.publishing.visibility import live_pages
from search.query import Find, Is


def indexed_ids() -> set[int]:
    """The ids of the pages in the live index."""
    return {int(hit.id) for hit in hits()}


def public_ids() -> set[int]:
    """The ids of the public pages that have documents."""
    models = [item.model for item in searchable_types(active_labels())]
    return {pk for model in models for pk in live_pages(model).values_list("pk", flat=True)}


def found_by(word: str, field: str = "title") -> set[int]:
    """The ids of the pages with the lemma of a Czech word in a field of text."""
    from search.query import Term  # noqa: PLC0415 -- only here

    (key,) = analyser().document(word, "cs").primary
    return {int(hit.id) for hit in engine().find(Find(Term(field, "l", key, 1), first=1000)).hits}


def is_up_to_date(page_id: int) -> bool:
    """True when the document in the index says what the page says now."""
    document: Any = documents_of([page_id])[page_id]
    where = {"id": Is("id", (str(page_id),)), "digest": Is("digest", document.digest)}
    return engine().find(Find(where=where)).total == 1
