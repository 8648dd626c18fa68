"""The texts of documents, kept by the hash of the file: no file is read twice.

Reading documents for the index never opens a file. It notes which texts are missing, and whoever
indexes has them extracted afterwards, when the pages themselves can be found already.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from wagtail.documents import get_document_model

from cms.indexing.extraction.process import FORMATS, Extracted, extract
from cms.indexing.models import ExtractedText

logger = logging.getLogger(__name__)

EXTRACTOR = "1"  # a greater number has all files read again
MAX_AT_ONCE = 200

_missing: ContextVar[dict[str, Any] | None] = ContextVar("klastr_missing_texts", default=None)


@contextmanager
def noting_missing() -> Iterator[dict[str, Any]]:
    """Within this block, documents whose texts nobody has extracted are noted by file hash."""
    noted: dict[str, Any] = {}
    token = _missing.set(noted)
    try:
        yield noted
    finally:
        _missing.reset(token)


def texts_of(documents: Sequence[Any]) -> dict[int, str]:
    """The known texts of documents by id; one statement, and no file is opened."""
    hashes = {d.pk: d.file_hash for d in documents if d.file_hash and format_of(d) in FORMATS}
    if not hashes:
        return {}
    rows = ExtractedText.objects.filter(file_hash__in=set(hashes.values()), extractor=EXTRACTOR)
    texts = dict(rows.values_list("file_hash", "text"))
    noted = _missing.get()
    if noted is not None:
        unknown = {key: pk for pk, key in hashes.items() if key not in texts}
        noted.update({d.file_hash: d for d in documents if unknown.get(d.file_hash) == d.pk})
    return {pk: texts[key] for pk, key in hashes.items() if texts.get(key)}


def extract_missing(noted: Mapping[str, Any]) -> int:
    """How many of the noted documents have a text now that had none.

    What cannot be read is remembered with the reason, so that it is not tried again; what cannot
    be opened at this moment is not.
    """
    found = 0
    for file_hash, document in list(noted.items())[:MAX_AT_ONCE]:
        try:
            with document.file.open("rb") as file:
                extracted = extract(file, format_of(document))
        except OSError as error:
            logger.warning(
                "search.file_unreadable",
                extra={"document": document.pk, "error": type(error).__name__},
            )
            continue
        _keep(file_hash, extracted)
        found += bool(extracted.text)
        if extracted.problem:
            logger.info(
                "search.file_without_text",
                extra={"document": document.pk, "problem": extracted.problem},
            )
    return found


def forget_unused() -> int:
    """How many texts were deleted whose files no document has any more; one statement."""
    used = get_document_model().objects.exclude(file_hash="").values("file_hash")
    deleted, _by_model = ExtractedText.objects.exclude(file_hash__in=used).delete()
    return deleted


def format_of(document: Any) -> str:
    """The format that the name of a document's file says."""
    return str(document.file.name).rpartition(".")[2].lower()


def _keep(file_hash: str, extracted: Extracted) -> None:
    ExtractedText.objects.update_or_create(
        file_hash=file_hash,
        defaults={
            "text": extracted.text,
            "problem": extracted.problem,
            "extractor": EXTRACTOR,
        },
    )
