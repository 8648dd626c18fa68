"""A small library of documents to search in, and how tests fill engines with it."""

from __future__ import annotations

from collections.abc import Iterable

from search.analysis.analyser import Analyser
from search.document import Document, Schema
from search.engine import Engine
from search.fields import Keyword, Number, Text


class Notice(Document):
    """What a visitor may find."""

    title = Text(boost=10, completes=True)
    names = Text(boost=6, completes=True)
    summary = Text(boost=4)
    body = Text(boost=2)
    kind = Keyword()
    deadline = Number()


def notice(id: str, locale: str, title: str, body: str = "", **values: object) -> Notice:
    """A document with a title and a text."""
    return Notice(id=id, version=1, locale=locale, type="notice", title=title, body=body, **values)


def filled(engine: Engine, analyser: Analyser, documents: Iterable[Document]) -> Schema:
    """The schema of the live index of `engine`, which has these documents now."""
    schema = Schema.of([Notice], analyser.fingerprint)
    index = engine.create(schema)
    engine.put([document.record(analyser) for document in documents], index=index)
    engine.swap(index)
    return schema
