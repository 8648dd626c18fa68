"""How records are stored: keys as words between blanks, facts in columns, removals as versions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from elasticsearch.dsl import Mapping

from search.document import GAP, Record, Schema
from search.engines.schemas import told
from search.query import EXTRA, PRIMARY, SURFACE

PRIOR, GONE = "prior", "gone"
MAX_KEY = 255  # UTF-16 units, after which the whitespace analyzer would cut a word in two
MAX_VALUE = 8_191  # characters of a keyword, which in UTF-8 stay below Lucene's 32,766 bytes
LEAST, MOST = -(2**63), 2**63 - 1  # the numbers that a column holds


def text_field(name: str, part: str) -> str:
    """The field in which a part (primary, extra, surface) of a text field is."""
    return f"{part}_{name}"


def keyword_field(name: str) -> str:
    """The field of a keyword field."""
    return f"k_{name}"


def number_field(name: str) -> str:
    """The field of a number field."""
    return f"n_{name}"


def mapping(schema: Schema) -> Mapping:
    """The fields of an index, which keeps the schema itself beside them."""
    made = Mapping()
    made.meta("dynamic", "strict")
    made.meta("_meta", {"schema": told(schema)})
    made.meta("_source", enabled=False)  # the database has it all; nothing is read back from here
    for name in schema.keywords():
        made.field(keyword_field(name), "keyword", ignore_above=MAX_VALUE)
    for name, text in schema.texts().items():
        for part, options in ((PRIMARY, "positions"), (EXTRA, "docs"), (SURFACE, "docs")):
            if part != SURFACE or text.completes:
                made.field(
                    text_field(name, part),
                    "text",
                    analyzer="whitespace",
                    index_options=options,
                    norms=False,  # scores follow from weights, never from lengths
                )
    for name in schema.numbers():
        made.field(number_field(name), "long")
    made.field(PRIOR, "integer", index=False)
    made.field(GONE, "boolean", doc_values=False)
    return made


class Documents:
    """Makes records into what is stored; fields that the schema does not know are left out."""

    def __init__(self, schema: Schema) -> None:
        """Look up the fields once, for there may be many records."""
        self._texts = tuple(schema.texts())
        self._surfaces = [name for name, f in schema.texts().items() if f.completes]
        self._keywords = [name for name in schema.keywords() if name != "id"]
        self._numbers = [name for name in schema.numbers() if name != "spread"]

    def document(self, record: Record) -> dict[str, Any]:
        """The record as it is stored."""
        stored: dict[str, Any] = {
            keyword_field("id"): record.id,
            number_field("spread"): record.spread,
            PRIOR: record.prior,
        }
        for name in self._texts:
            if keys := record.texts.get(name):
                stored[text_field(name, PRIMARY)] = _row(keys.primary)
                stored[text_field(name, EXTRA)] = _row(keys.extra)
        for name in self._surfaces:
            stored[text_field(name, SURFACE)] = _row(record.surfaces.get(name, ()))
        for name in self._keywords:
            if values := record.keywords.get(name):
                stored[keyword_field(name)] = list(values)
        for name in self._numbers:
            if (number := record.numbers.get(name)) is not None:
                stored[number_field(name)] = number
        return stored


TOMBSTONE: dict[str, Any] = {GONE: True}  # what stays of a removed document, beside its version


def _row(words: Iterable[str]) -> str:
    """The words with blanks between them; one too long for an index gives its place to a gap."""
    return " ".join([GAP if _is_too_long(word) else word for word in words])


def _is_too_long(word: str) -> bool:
    return len(word) * 2 > MAX_KEY and len(word.encode("utf-16-le", "surrogatepass")) > 2 * MAX_KEY
