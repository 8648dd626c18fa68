"""How many SQL statements an answer takes, the whole way through the site's own middleware."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from cms.plugin.contributions import Question

FEW, MANY = 10, 100
# What a process reads once is read by the first, and what it learns by that is put together by the
# second: the last one counts.
TIMES = 4


@dataclass(frozen=True, slots=True)
class Statements:
    """Statements of one question: made anew for few and for many rows, and kept."""

    few: int
    many: int
    kept: int


def statements(question: Question) -> Statements:
    """The statements of a process that has answered the question before."""
    few, many = (
        {**question.variables, **({question.rows: rows} if question.rows else {})}
        for rows in (FEW, MANY)
    )
    with override_settings(KLASTR_GRAPHQL={"ANSWER_CACHE_BYTES": 0}):
        anew_few, anew_many = (_counted(question, variables) for variables in (few, many))
    return Statements(anew_few, anew_many, kept=_counted(question, question.variables))


def _counted(question: Question, variables: Mapping[str, Any]) -> int:
    client = Client()
    body = json.dumps({"query": question.document, "variables": dict(variables)})
    for _ in range(TIMES):
        with CaptureQueriesContext(connection) as captured:
            response = client.post("/graphql", body, content_type="application/json")
    if response.status_code != 200 or "errors" in response.json():
        raise RuntimeError(f"{question.name}: {response.content[:500]!r}")
    return len(captured)
