"""Builds a new index beside the live one, then lets it take its place.

What is published meanwhile goes into both, and versions decide: a page that is read for the new
index before a change never replaces what was written because of the change.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from cms.indexing.connection import Place, analyser, engine, quick_engine
from cms.indexing.documents import public_ids, schema, searchable_types
from cms.indexing.extraction.texts import extract_missing, noting_missing
from cms.indexing.index import batches, health, read
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from search.analysis.lexica import fingerprint
from search.document import Schema

logger = logging.getLogger(__name__)

Progress = Callable[[int, int], None]


def rebuild(progress: Progress | None = None, place: Place = Place.MAIN) -> int:
    """The number of documents in the new index, which is the live one when this returns.

    `progress` is told after each portion how many of how many pages are done. When it fails or is
    killed, the live index is what it was; the unfinished one goes with the next rebuild.

    Raises: EngineDown; NoIndex when another rebuild was finished first.
    """
    index = engine(place).create(current_schema())
    with request_scope():  # after `create`: what is published from now on comes by itself
        ids = [pk for item in searchable_types(active_labels()) for pk in public_ids(item.model)]
    done = seen = 0
    for portion in batches(ids):
        with noting_missing() as missing:
            _version, documents = read(portion)
        if missing and extract_missing(missing):
            _version, documents = read(portion)
        records = [document.record(analyser()) for document in documents.values()]
        if records:
            engine(place).put(records, index=index)
        done, seen = done + len(records), seen + len(portion)
        if progress is not None:
            progress(seen, len(ids))
    engine(place).swap(index)
    logger.info("search.rebuilt", extra={"documents": done, "place": place})
    return done


def current_schema() -> Schema:
    """The schema that an index has to have for the plugins and the analysis of this process."""
    return schema(fingerprint())


def is_current(place: Place = Place.MAIN) -> bool:
    """True when the live index has the schema that it has to have.

    Raises: EngineDown when nobody can tell.
    """
    found = health(quick_engine(place))
    return bool(found.live) and found.fingerprint == current_schema().fingerprint
