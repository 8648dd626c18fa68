"""The indexes of one name in a cluster: which is live, and which are being built.

Each index has a name of its own that is never used again, and is written through an alias that
goes with it: what comes after it was dropped finds nothing, and makes no index anew. The live one
also has the prefix as an alias.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Index

from search.document import Schema
from search.engine import NoIndex
from search.engines.elasticsearch.documents import mapping
from search.engines.schemas import understood

TIMEOUT = 30.0  # seconds in which all nodes learn of a change
SETTINGS = {
    "number_of_shards": 1,  # counts of facets are exact, and nothing here needs more
    "auto_expand_replicas": "0-1",  # a copy, as soon as there is a second node
}


@dataclass(frozen=True, slots=True)
class Live:
    """The live index and the schema with which it was made."""

    name: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Names:
    """The live index's name or "", and those that are being built."""

    live: str
    building: tuple[str, ...]

    def all(self) -> tuple[str, ...]:
        """The names of all that can be written."""
        return (self.live, *self.building) if self.live else self.building


def write_alias(name: str) -> str:
    """The alias by which an index is written."""
    return f"{name}-writes"


class Indexes:
    """Knows and changes what indexes there are."""

    def __init__(self, client: Elasticsearch, prefix: str) -> None:
        """Ask nothing yet."""
        self._client = client.options(request_timeout=TIMEOUT)
        self._reading = client
        self._prefix = prefix
        self._ours = re.compile(rf"{re.escape(prefix)}-\d{{14}}-[0-9a-f]{{8}}")
        self._live: Live | None = None
        self._schemas: dict[str, Schema] = {}  # they never change

    def create(self, schema: Schema) -> str:
        """The name of a new and empty index."""
        name = f"{self._prefix}-{datetime.now(UTC):%Y%m%d%H%M%S}-{secrets.token_hex(4)}"
        index = Index(name, using=self._client)
        index.settings(**SETTINGS)
        index.aliases(**{write_alias(name): {}})
        index.mapping(mapping(schema))
        index.create()
        return name

    def names(self) -> Names:
        """What is live, and what is being built."""
        found = self._reading.indices.get_alias(index=f"{self._prefix}-*", expand_wildcards="open")
        ours = sorted(name for name in found if self._ours.fullmatch(name))
        live = [name for name in ours if self._prefix in found[name]["aliases"]]
        return Names("".join(live[:1]), tuple(name for name in ours if name not in live))

    def schema(self, name: str) -> Schema:
        """The schema with which an index was made."""
        if name not in self._schemas:
            found = self._reading.indices.get_mapping(index=name)
            self._schemas[name] = understood(found[name]["mappings"]["_meta"]["schema"])
        return self._schemas[name]

    def live(self, *, anew: bool = False) -> Live:
        """The live index; with `anew`, not as it was when it was last asked for.

        Raises:
            NoIndex: When there is none.
        """
        if anew or self._live is None:
            name = self.names().live
            if not name:
                raise NoIndex("There is no live index.")
            self._live = Live(name, self.schema(name))
        return self._live

    def swap(self, name: str) -> None:
        """Make an index the live one and drop all others, in one step.

        Raises:
            NoIndex: When there is none of that name.
        """
        names = self.names()
        if name not in names.all():
            raise NoIndex(f"There is no index “{name}”.")
        self._client.indices.refresh(index=name)
        dropped = [{"remove_index": {"index": other}} for other in names.all() if other != name]
        added = {"add": {"index": name, "alias": self._prefix}}
        self._client.indices.update_aliases(actions=[added, *dropped])
        self._live = None
