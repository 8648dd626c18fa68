"""A small index in which every kind of field occurs, and short ways to fill and ask it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from search.document import GAP, Document, Keys, Record, Schema
from search.engine import Engine
from search.fields import Keyword, Number, Text
from search.query import Filter, Find, Match, Term
from search.results import Found


class Note(Document):
    """What the contract suite indexes."""

    title = Text(boost=8, completes=True)
    body = Text()
    kind = Keyword()
    topics = Keyword()
    deadline = Number()


SCHEMA = Schema.of([Note], analysis="contract")


def record(id: str, title: str = "", *, version: int = 1, prior: int = 0, **values: Any) -> Record:
    """A record: texts are keys with blanks between them (`body="a b | c"`: | is a gap)."""
    texts = {"title": _keys(title), "body": _keys(values.pop("body", ""))}
    extras = values.pop("extra", "")
    texts["body"] = Keys(texts["body"].primary, tuple(extras.split()))
    deadline = values.pop("deadline", None)
    keywords = {name: (v,) if isinstance(v, str) else tuple(v) for name, v in values.items()}
    return Record(
        id,
        version,
        texts={name: keys for name, keys in texts.items() if keys != Keys()},
        surfaces={"title": tuple(title.split())} if title else {},
        keywords=keywords,
        numbers={} if deadline is None else {"deadline": deadline},
        prior=prior,
    )


def _keys(text: str) -> Keys:
    return Keys(tuple(text.replace("|", GAP).split()))


def fill(engine: Engine, records: Sequence[Record], schema: Schema = SCHEMA) -> str:
    """The name of a live index with these records."""
    index = engine.create(schema)
    engine.put(records, index=index)
    engine.swap(index)
    return index


def found(engine: Engine, match: Match | None = None, **asked: Any) -> list[tuple[str, int]]:
    """Ids and scores of what is found, in order."""
    return [(hit.id, hit.score) for hit in engine.find(Find(match, **asked)).hits]


def kept(engine: Engine, filter: Filter) -> list[str]:
    """The ids to which the filter applies."""
    return [hit.id for hit in engine.find(Find(where={"it": filter})).hits]


def body(key: str, weight: int = 1) -> Term:
    """The documents with this key in their body."""
    return Term("body", "l", key, weight)


def told(answer: Found) -> tuple[int, list[tuple[Any, ...]], dict[str, Any]]:
    """Everything in an answer, as plain values that compare and print well."""
    hits = [(hit.id, hit.version, hit.score, hit.position) for hit in answer.hits]
    return answer.total, hits, dict(answer.facets)
