"""Hits in their exact order, a page at a time.

Tantivy orders by one thing, and leaves ties as they happen to lie in the files. So the best are
fetched without those that tie with the last of them, unless all are there, and put in order here.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from typing import Any

import tantivy
from tantivy import Order

from search.engines.tantivy.documents import (
    ID,
    ID_START,
    PRIOR,
    VERSION,
    WEIGHT,
    id_start,
    number_field,
)
from search.engines.tantivy.queries import counted, only
from search.engines.tantivy.state import Asked
from search.query import Position
from search.results import Hit

TIED = 64  # hits beyond those asked for, fetched at once: short documents often tie
MORE = 8  # how many times as many are fetched when the first did not suffice

Address = tantivy.DocAddress


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of numbers to order by: first the lesser, or when it descends, the greater.

    `is_prior`: it holds priors, which every document has, and which positions name differently.
    """

    field: str
    descends: bool = False
    is_prior: bool = False

    def position(self, number: int | None, id: str) -> Position:
        """Where a document with this number stands."""
        if self.is_prior:
            return Position(0, number or 0, id)
        return Position(number or 0, int(number is None), id)

    def number(self, position: Position) -> int | None:
        """The number of the document that stands there."""
        if self.is_prior:
            return position.prior
        return None if position.prior else position.score


class Pages:
    """What one question finds in one state of an index."""

    def __init__(self, asked: Asked) -> None:
        """Ask nothing yet."""
        self._asked, self._question = asked, asked.question
        self._searcher, self._questions = asked.state.searcher, asked.state.questions

    def page(self) -> tuple[int, tuple[Hit, ...]]:
        """How many documents are found, and the hits that are asked for."""
        asked, question = self._asked, self._question
        if question.match is None or question.order or not question.first:
            total = asked.state.count(asked.found())
            rows = self._by_column() if question.first and total else []
        else:
            total, rows = self._by_score()
        versions = self._searcher.fast_field_values(VERSION, [address for _, address in rows])
        hits = [
            Hit(at.id, int(version or 0), 0 if question.order else at.score, at)
            for (at, _), version in zip(rows, versions, strict=True)
        ]
        return total, tuple(hits)

    def _by_score(self) -> tuple[int, list[tuple[Position, Address]]]:
        query, limit = self._asked.scored(), self._question.first + TIED
        while True:
            answer = self._searcher.search(query, limit, weight_by_field=WEIGHT)
            hits, total = answer.hits, counted(answer)
            if len(hits) < total:  # more may tie with the last, and one of them come before it
                last = hits[-1][0]
                hits = [hit for hit in hits if hit[0] > last]
            rows = list(islice(self._ranked(self._needed(hits)), self._question.first))
            if len(rows) == self._question.first or limit >= total:
                return total, rows
            limit *= MORE

    def _needed(self, hits: list[tuple[Any, Address]]) -> list[tuple[Any, Address]]:
        """The scored hits among which a first page is; of another page, all."""
        first = self._question.first
        if self._question.after is not None or len(hits) <= first:
            return hits
        least = hits[first - 1][0]
        return [hit for hit in hits if hit[0] >= least]

    def _ranked(self, hits: list[tuple[Any, Address]]) -> Iterator[tuple[Position, Address]]:
        """Scored hits in order behind the question's position; ids are read as they are needed."""
        addresses = [address for _, address in hits]
        priors = self._searcher.fast_field_values(PRIOR, addresses)
        starts = self._searcher.fast_field_values(ID_START, addresses)
        places = [
            (-int(score), -int(prior or 0), int(start or 0))
            for (score, _), prior, start in zip(hits, priors, starts, strict=True)
        ]
        after = self._question.after
        behind = after and (-after.score, -after.prior, id_start(after.id))
        ordered = sorted(range(len(hits)), key=places.__getitem__)
        for place, tied in groupby(ordered, key=places.__getitem__):
            if behind and place < behind:
                continue
            for id, address in sorted(
                ((self._id(addresses[number]), addresses[number]) for number in tied), key=_by_id
            ):
                if after is None or place != behind or id > after.id:
                    yield Position(-place[0], -place[1], id), address

    def _by_column(self) -> list[tuple[Position, Address]]:
        order, first = self._question.order, self._question.first
        column = _Column(PRIOR, descends=True, is_prior=True)
        if order:
            column = _Column(number_field(order.removeprefix("-")), order.startswith("-"))
        return list(islice(self._in_column(column, first), first))

    def _in_column(self, column: _Column, first: int) -> Iterator[tuple[Position, Address]]:
        """Hits by number and id behind the question's position, those without a number last."""
        after, since, until = self._question.after, None, None
        number = column.number(after) if after else None
        if after and number is not None:
            yield from self._tied(column, number, first, after.id)
            since, until = (None, number) if column.descends else (number + 1, None)
        if after is None or number is not None:
            yield from self._numbered(column, first, since, until)
        if not column.is_prior:
            behind = after.id if after and number is None else ""
            yield from self._tied(column, None, first, behind)

    def _numbered(
        self, column: _Column, first: int, since: int | None, until: int | None
    ) -> Iterator[tuple[Position, Address]]:
        """At least the `first` hits with numbers in a range, if there are as many."""
        query = self._asked.found(only(self._questions.within(column.field, since, until)))
        order = Order.Desc if column.descends else Order.Asc
        hits = self._searcher.search(
            query, first + 1, count=False, order_by_field=column.field, order=order
        ).hits
        cut = hits[-1][0] if len(hits) > first else None
        for number, tied in groupby(hits, key=lambda hit: hit[0]):
            if number == cut:
                yield from self._tied(column, number, first)
                return
            for id, address in sorted(((self._id(a), a) for _, a in tied), key=_by_id):
                yield column.position(number, id), address

    def _tied(
        self, column: _Column, number: int | None, first: int, behind: str = ""
    ) -> Iterator[tuple[Position, Address]]:
        """The `first` hits with this number, or without one, that follow an id."""
        narrow = self._questions.without(column.field)
        if number is not None:
            narrow = self._questions.within(column.field, number, number + 1)
        query, limit = self._asked.found(only(narrow)), first
        while True:
            hits = self._searcher.search(
                query, limit, count=False, order_by_field=ID, order=Order.Asc
            ).hits
            rows = [(column.position(number, id), at) for id, at in hits if id > behind]
            if len(rows) >= first or len(hits) < limit:
                yield from rows
                return
            limit *= MORE

    def _id(self, address: Address) -> str:
        return str(self._searcher.doc(address).get_first(ID))


def _by_id(row: tuple[str, Address]) -> str:
    return row[0]
