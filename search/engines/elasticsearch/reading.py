"""One question as one request: hits in their order, how many there are, and counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from elasticsearch import Elasticsearch
from elasticsearch.dsl import Search

from search.engines.elasticsearch.documents import LEAST, MOST, PRIOR, keyword_field, number_field
from search.engines.elasticsearch.facets import count_in, counts, owned
from search.engines.elasticsearch.queries import every, filtered, not_removed
from search.query import Find, Position
from search.results import Found, Hit


def ask(client: Elasticsearch, index: str, question: Find) -> Found:
    """What of an index answers the question."""
    answer = _search(question).using(client).index(index).execute().to_dict()
    hits = answer["hits"]
    return Found(
        int(hits["total"]["value"]),
        tuple(_hit(question, hit) for hit in hits["hits"]),
        counts(question, answer.get("aggregations", {})),
    )


def _search(question: Find) -> Search[Any]:
    # Filters that a facet leaves out come after counting, and each count adds those of the others.
    later = owned(question)
    always = [filtered(f) for name, f in question.where.items() if name not in later]
    search: Search[Any] = Search().query(not_removed(question.match, always))
    if later:
        search = search.post_filter(every(filtered(question.where[name]) for name in later))
    count_in(search, question)
    return (
        search.sort(*_order(question))
        .params(allow_partial_search_results=False)
        .extra(**_page(question), version=True, track_total_hits=True, _source=False)
    )


def _order(question: Find) -> list[dict[str, Any]]:
    by_id = {keyword_field("id"): "asc"}
    if not question.order:
        return [{"_score": "desc"}, {PRIOR: "desc"}, by_id]
    field = number_field(question.order.removeprefix("-"))
    return [{field: {"order": "desc" if _descends(question) else "asc", "missing": "_last"}}, by_id]


def _page(question: Find) -> dict[str, Any]:
    after = question.after
    if after is None or not question.first:  # the cluster wants no place without a page
        return {"size": question.first}
    place: list[Any] = [after.score, after.prior, after.id]
    if question.order:
        place = [_without_number(question) if after.prior else after.score, after.id]
    return {"size": question.first, "search_after": place}


def _hit(question: Find, told: Mapping[str, Any]) -> Hit:
    *place, id = told["sort"]
    if not question.order:
        score = int(place[0])
        return Hit(id, told["_version"], score, Position(score, place[1], id))
    is_without = place[0] == _without_number(question)
    position = Position(0 if is_without else place[0], int(is_without), id)
    return Hit(id, told["_version"], 0, position)


def _descends(question: Find) -> bool:
    return question.order.startswith("-")


def _without_number(question: Find) -> int:
    """What the cluster says for the number of a document without one, which comes last."""
    return LEAST if _descends(question) else MOST
