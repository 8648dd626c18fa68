"""For tests of plugins: operations in process, by the same path as over HTTP, limits included."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.graphql.answer import answer
from cms.graphql.context import Context
from cms.graphql.request import Operation
from cms.graphql.schema import Schema
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels


@dataclass(frozen=True, slots=True)
class Result:
    """What an operation brought: `data`, and `errors` as the client sees them."""

    data: dict[str, Any] | None
    errors: list[dict[str, Any]]

    @property
    def codes(self) -> list[str]:
        """The codes of the errors, in order."""
        return [error["extensions"]["code"] for error in self.errors]


def execute(
    document: str,
    variables: Mapping[str, Any] | None = None,
    *,
    operation_name: str | None = None,
    active: frozenset[str] | None = None,
    expect_errors: bool = False,
    schema: Schema | None = None,
    is_own: bool = False,
) -> Result:
    """The result of `document`; `active` are the plugins that work, by default as stored.

    `is_own` is for documents of the house, such as those of feeds, which may cost more.

    Raises:
        AssertionError: There were errors and `expect_errors` is false.
    """
    with request_scope():
        labels = active_labels() if active is None else active
        payload = answer(
            Operation(document, variables, operation_name), Context(labels), schema, is_own=is_own
        ).payload
    result = Result(payload.get("data"), payload.get("errors", []))
    if result.errors and not expect_errors:
        lines = "\n".join(f"  {error}" for error in result.errors)
        raise AssertionError(f"The operation had errors:\n{lines}")
    return result


@contextmanager
def count_queries() -> Iterator[list[str]]:
    """A list that holds, after the block, the SQL statements that ran in it."""
    statements: list[str] = []
    with CaptureQueriesContext(connection) as captured:
        yield statements
    statements.extend(query["sql"] for query in captured.captured_queries)
