"""A line of the log says all that its message came with, on one line, and nothing personal."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest
from django.http import HttpRequest
from graphene import String

from cms.graphql.testing import execute
from cms.project.log_lines import FactsFormatter
from tests.graphql.schemas import schema_of

logger = logging.getLogger("cms.tests")


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """What the configured handler writes."""
    (handler,) = (
        found
        for found in logging.getLogger().handlers
        if isinstance(found, logging.StreamHandler) and isinstance(found.formatter, FactsFormatter)
    )
    stream = io.StringIO()
    usual = handler.setStream(stream)
    yield stream
    handler.setStream(usual)


def test_id_given_to_the_client_stands_before_the_traceback(written: io.StringIO) -> None:
    class Query:
        broken = String()

        def resolve_broken(self, info: object) -> str:
            raise ZeroDivisionError("divided by nothing")

    result = execute("{ broken }", schema=schema_of(Query), active=frozenset(), expect_errors=True)

    error_id = result.errors[0]["extensions"]["id"]
    line, traceback, *_rest, reason = written.getvalue().splitlines()
    assert line.partition("graphql.resolver_failed ")[2] == (
        f"error_id={error_id} field=Query.broken"
    )
    assert traceback == "Traceback (most recent call last):"
    assert reason == "ZeroDivisionError: divided by nothing"


def test_facts_stay_on_the_line(written: io.StringIO) -> None:
    facts = {"plugin": "members", "step": "a b\nERROR x=1", "fields": ["title", "body"], "count": 2}

    logger.error("plugin.failed", extra={**facts, "empty": "", "none": None})

    assert written.getvalue().partition("plugin.failed")[2] == (
        ' plugin=members step="a b\\nERROR x=1" fields=title,body count=2\n'
    )


def test_objects_that_may_hold_more_are_left_out(written: io.StringIO) -> None:
    logger.error("asked", extra={"request": HttpRequest(), "people": [{"name": "Eva"}]})

    assert written.getvalue().endswith(" cms.tests asked\n")
