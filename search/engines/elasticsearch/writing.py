"""Batches of changes, which the cluster takes in any order and as often as they are sent.

Each carries the version of its state, below which the cluster takes nothing; so what was refused
because the cluster is busy, or lost with a connection, is simply sent again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.helpers import streaming_bulk

from search.document import Record, Schema
from search.engine import EngineDown, NoIndex, SearchError
from search.engines.elasticsearch.address import Limits
from search.engines.elasticsearch.documents import TOMBSTONE, Documents
from search.engines.elasticsearch.indexes import write_alias
from search.results import Written

SHARD_TIMEOUT = "10s"  # while a node is lost and another takes over
CHUNK, CHUNK_BYTES = 1_000, 10_000_000
FIRST_WAIT, LONGEST_WAIT = 0.2, 5.0  # seconds between attempts
NOT_FOUND, CONFLICT, OVERLOADED = 404, 409, (429, 503)


@dataclass(frozen=True, slots=True)
class Change:
    """A new state of a document, or its removal when there is no record."""

    id: str
    version: int
    record: Record | None = None


def write(
    client: Elasticsearch, targets: Mapping[str, Schema], changes: Sequence[Change], limits: Limits
) -> Written:
    """What became of changes that were sent to these indexes.

    Raises:
        NoIndex: When one of the indexes is gone.
        EngineDown: When the cluster stays too busy.
        SearchError: When it refuses a document for good.
    """
    taken: set[tuple[str, int]] = set()
    for is_done, answer in streaming_bulk(
        client.options(request_timeout=limits.writing),
        _actions(targets, changes),
        chunk_size=CHUNK,
        max_chunk_bytes=CHUNK_BYTES,
        raise_on_error=False,
        max_retries=limits.retries,
        initial_backoff=FIRST_WAIT,
        max_backoff=LONGEST_WAIT,
        retry_on_status=OVERLOADED,
        require_alias=True,
        timeout=SHARD_TIMEOUT,
    ):
        told = answer["index"]
        if is_done:
            taken.add((told["_id"], told["_version"]))
        elif told["status"] != CONFLICT:
            raise _failure(told)
    return Written(
        tuple(dict.fromkeys(c.id for c in changes if (c.id, c.version) in taken)),
        tuple(dict.fromkeys(c.id for c in changes if (c.id, c.version) not in taken)),
    )


def _actions(targets: Mapping[str, Schema], changes: Sequence[Change]) -> Iterator[dict[str, Any]]:
    for name, schema in targets.items():
        documents, alias = Documents(schema), write_alias(name)
        for change in changes:
            yield {
                "_index": alias,
                "_id": change.id,
                "version": change.version,
                "version_type": "external_gte",
                "_source": documents.document(change.record) if change.record else TOMBSTONE,
            }


def _failure(told: Mapping[str, Any]) -> SearchError:
    status, error = told["status"], told.get("error")
    if status == NOT_FOUND:
        return NoIndex(f"The index is gone: {error}")
    if status in OVERLOADED:
        return EngineDown(f"The cluster takes nothing: {error}")
    return SearchError(f"The cluster refuses “{told['_id']}”: {error}")
