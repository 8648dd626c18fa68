"""Fixtures of these tests."""

from tests.graphql.search.conftest import index as index  # an index in memory, as search has it
