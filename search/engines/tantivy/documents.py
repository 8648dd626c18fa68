"""How records are stored: keys as words between blanks, facts in columns, and what orders hits."""

from __future__ import annotations

from collections.abc import Iterable

import tantivy

from search.document import MAX_PRIOR, Record, Schema
from search.query import EXTRA, MAX_SCORE, PRIMARY, SURFACE

ID, ID_START, VERSION, PRIOR, WEIGHT, GONE = "id", "id_start", "version", "prior", "weight", "gone"
WORDS = "words"  # the vocabulary: its terms are walked, for a column of all would be the largest
ID_START_BYTES = 7  # they make a number of 56 bits
LEAST, MOST = -(2**63), 2**63 - 1  # the numbers that a column holds

# Hits are scored score × log2(2 + weight). The factor grows with the prior, but stays below
# 1 + 1/MAX_SCORE, so that no prior makes up for a point of score: log2(2 + w) ≈ 1 + w/(2 ln 2).
HIGHEST_WEIGHT = 1.25 / (MAX_SCORE + 1)


def text_field(name: str, part: str) -> str:
    """The field in which a part (primary, extra, surface) of a text field is."""
    return f"{part}_{name}"


def keyword_field(name: str) -> str:
    """The field of a keyword field."""
    return ID if name == "id" else f"k_{name}"


def number_field(name: str) -> str:
    """The field of a number field."""
    return f"n_{name}"


def tantivy_schema(schema: Schema) -> tantivy.Schema:
    """The fields of an index."""
    builder = tantivy.SchemaBuilder()
    for name in schema.keywords():
        builder.add_text_field(
            keyword_field(name),
            stored=name == "id",
            fast=name != WORDS,
            tokenizer_name="raw",
            index_option="basic",
        )
    for name, text in schema.texts().items():
        for part, option in ((PRIMARY, "position"), (EXTRA, "basic"), (SURFACE, "basic")):
            if part != SURFACE or text.completes:
                builder.add_text_field(
                    text_field(name, part), tokenizer_name="whitespace", index_option=option
                )
    for name in schema.numbers():
        builder.add_integer_field(number_field(name), indexed=True, fast=True)
    for name in (VERSION, PRIOR, ID_START):
        builder.add_integer_field(name, indexed=name == PRIOR, fast=True)
    builder.add_float_field(WEIGHT, fast=True)
    builder.add_boolean_field(GONE, indexed=True)
    return builder.build()


class Documents:
    """Makes records into what is stored; fields that the schema does not know are left out."""

    def __init__(self, schema: Schema) -> None:
        """Look up the fields once, for there may be many records."""
        self._texts = [
            (name, text_field(name, PRIMARY), text_field(name, EXTRA)) for name in schema.texts()
        ]
        self._surfaces = [
            (name, text_field(name, SURFACE)) for name, f in schema.texts().items() if f.completes
        ]
        self._keywords = [(n, keyword_field(n)) for n in schema.keywords() if n != "id"]
        self._numbers = [(n, number_field(n)) for n in schema.numbers() if n != "spread"]

    def document(self, record: Record) -> tantivy.Document:
        """The record as it is stored."""
        stored = _identified(record.id, record.version)
        stored.add_integer(PRIOR, record.prior)
        stored.add_float(WEIGHT, record.prior / MAX_PRIOR * HIGHEST_WEIGHT)
        stored.add_integer(number_field("spread"), record.spread)
        for name, primary, extra in self._texts:
            if keys := record.texts.get(name):
                _add_words(stored, primary, keys.primary)
                _add_words(stored, extra, keys.extra)
        for name, field in self._surfaces:
            _add_words(stored, field, record.surfaces.get(name, ()))
        for name, field in self._keywords:
            for value in dict.fromkeys(record.keywords.get(name, ())):
                stored.add_text(field, value)
        for name, field in self._numbers:
            if (number := record.numbers.get(name)) is not None:
                stored.add_integer(field, number)
        return stored


def tombstone(id: str, version: int) -> tantivy.Document:
    """What stays of a document that was removed: nothing finds it but the next writer."""
    stored = _identified(id, version)
    stored.add_boolean(GONE, True)
    return stored


def id_start(id: str) -> int:
    """A number that orders ids by how they begin."""
    return int.from_bytes(id.encode()[:ID_START_BYTES].ljust(ID_START_BYTES, b"\0"), "big")


def _identified(id: str, version: int) -> tantivy.Document:
    stored = tantivy.Document()
    stored.add_text(ID, id)
    stored.add_integer(ID_START, id_start(id))
    stored.add_integer(VERSION, version)
    return stored


def _add_words(stored: tantivy.Document, field: str, words: Iterable[str]) -> None:
    if joined := " ".join(words):
        stored.add_text(field, joined)
