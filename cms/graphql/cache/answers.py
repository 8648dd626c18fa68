"""Answers to visitors, kept by this process for as long as they are true.

An answer is kept with the stamp of the public state that it was made from, and with all that was
read for it (`cms.plugin.reads`). A request reads the stamp: one statement. While that is the same,
so is the answer. When something public has changed, what was read for the answer is read again, and
only if that differs, the answer is made anew. So no answer outlives what it shows, in whichever
process or on whichever machine that was changed, and none is made anew because something else
changed.

What follows from the clock does so at known moments (`cms.publishing.clock`): an answer from before
the last of them is made anew.
"""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime

from django.db import DatabaseError
from django.utils import timezone

from cms.graphql.answer import Answer, answer
from cms.graphql.cache.store import Store
from cms.graphql.cache.tags import tags_of
from cms.graphql.conf import conf
from cms.graphql.context import Context
from cms.graphql.errors import ApiError
from cms.graphql.request import Operation
from cms.plugin.reads import Reads, Statement, recorded
from cms.plugin.scope import request_scope
from cms.publishing.audience import Audience, audience
from cms.publishing.clock import Stamp, current_stamp

PACKED = 2  # times as much memory at most, with what is made of it for each content coding
LOCKS = 64  # questions that share one wait for one another now and then


@dataclass(slots=True)
class Kept:
    """An answer, what was read for it, and the number of the state in which that was still so."""

    answer: Answer
    reads: Reads
    number: int
    made_at: datetime
    size: int


class Answers:
    """The answers that one process keeps. `counts` says what became of questions.

    "made" and "kept" are answers, "checked" those whose reads were read again. What was kept came
    to be untrue as other "rows" are read, by the "clock", or by the "rules" that all follow: a
    restriction on pages or files, the address of a site.
    """

    def __init__(self) -> None:
        """Keep nothing yet."""
        self._store: Store[Kept] = Store(0)
        self._locks = [threading.Lock() for _ in range(LOCKS)]
        self.counts: Counter[str] = Counter()

    def answer(self, key: Hashable, make: Callable[[], Answer]) -> Answer:
        """The answer for `key`, which `make` makes when none that is true is kept."""
        self._store.max_bytes = conf().answer_cache_bytes
        stamp = current_stamp() if self._store.max_bytes else None
        if stamp is None:
            return make()
        kept = self._true(key, stamp)
        if kept is not None:
            return kept
        with self._locks[hash(key) % LOCKS]:  # whoever asks the same meanwhile waits for it
            return self._true(key, stamp) or self._made(key, make, stamp)

    def clear(self) -> None:
        """Keep nothing."""
        self._store.clear()

    def _true(self, key: Hashable, stamp: Stamp) -> Answer | None:
        kept = self._store.get(key)
        if kept is None:
            return None
        untrue = "clock" if kept.made_at < stamp.since else self._untrue(kept, stamp)
        if untrue:
            self._store.drop(key)
            self.counts[untrue] += 1
            return None
        self.counts["kept"] += 1
        return kept.answer

    def _untrue(self, kept: Kept, stamp: Stamp) -> str:
        """What made an answer untrue, "rows" or "rules"; nothing, when it is true."""
        if kept.number == stamp.number:
            return ""
        self.counts["checked"] += 1
        try:
            different = kept.reads.difference()
        except (DatabaseError, ApiError):
            # A table or a column is gone, or too many sizes of images: what is made anew tells it.
            return "rules"
        if different is None:
            kept.number = stamp.number
            return ""
        return "rows" if isinstance(different, Statement) else "rules"

    def _made(self, key: Hashable, make: Callable[[], Answer], stamp: Stamp) -> Answer:
        self.counts["made"] += 1
        made_at = timezone.now()  # before anything is read
        with request_scope(stamp), recorded() as reads:
            answer = make()
        if answer.status != 200 or answer.has_errors or reads.is_volatile:
            return answer
        kept_answer = Answer(None, tags=tags_of(reads), content=answer.content, is_kept=True)
        size = PACKED * len(answer.content) + reads.size + 500
        self._store.put(key, Kept(kept_answer, reads, stamp.number, made_at, size))
        return kept_answer


answers = Answers()


def cached_answer(operation: Operation, context: Context) -> Answer:
    """What `answer` answers: kept from before when it is still true and anybody may see it."""
    if audience() is not Audience.PUBLIC or not context.viewer.is_anybody or context.shows_cost:
        return answer(operation, context)
    return answers.answer(_key(operation, context), lambda: answer(operation, context))


def _key(operation: Operation, context: Context) -> Hashable:
    variables = operation.variables
    values = json.dumps(variables, sort_keys=True) if variables else ""
    return context.active, operation.query, operation.operation_name, values
