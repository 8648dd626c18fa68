"""Reads files after their pages were indexed, where nobody waits for it.

What is lost with a process that dies is found by the reconciler: a public file without a text.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connections

from cms.indexing.extraction.texts import extract_missing
from cms.indexing.index import index_everywhere
from cms.publishing import courier
from search.engine import SearchError

logger = logging.getLogger(__name__)

_one_at_a_time = threading.Lock()


def read_files(noted: Mapping[str, Any], page_ids: Iterable[int]) -> None:
    """Have the noted files read and their pages indexed with them.

    In a process that serves this returns at once, for an editor may be waiting; elsewhere, such as
    in ``klastr deliver``, when all is done.
    """
    ids = list(page_ids)
    if courier.is_running():
        reading = threading.Thread(target=_in_background, args=(dict(noted), ids), daemon=True)
        reading.start()
    else:
        _read(noted, ids)


def _read(noted: Mapping[str, Any], page_ids: list[int]) -> None:
    if extract_missing(noted):
        index_everywhere(page_ids)


def _in_background(noted: Mapping[str, Any], page_ids: list[int]) -> None:
    try:
        with _one_at_a_time:
            _read(noted, page_ids)
    except SearchError:
        logger.exception("search.files_not_indexed", extra={"pages": len(page_ids)})
    finally:
        connections.close_all()
