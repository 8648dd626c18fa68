"""Texts of files, as they were extracted once and are kept by the hash of the file."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cms.indexing.models import ExtractedText


def texts_of(documents: Iterable[Any]) -> dict[int, str]:
    """The known texts of documents by id; one statement, and no file is opened."""
    by_hash = {document.pk: document.file_hash for document in documents}
    rows = ExtractedText.objects.filter(file_hash__in=set(filter(None, by_hash.values())))
    texts = dict(rows.values_list("file_hash", "text")) if by_hash else {}
    return {pk: texts[key] for pk, key in by_hash.items() if texts.get(key)}
