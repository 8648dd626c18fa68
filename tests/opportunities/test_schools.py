"""Opportunities are found and counted by schools that have no page, and by faculties."""

from __future__ import annotations

from typing import Any

import pytest

from cms.graphql.testing import execute
from tests.content.factories import make_home
from tests.opportunities.factories import make_board, make_opportunity

pytestmark = pytest.mark.django_db

SCHOOLS = """query ($filter: OpportunityFilter) { opportunities(locale: CS, filter: $filter) {
  totalCount
  facetCounts(facets: [UNIVERSITY_NAME, FACULTY]) { name values { label count selected } } } }"""


def asked(**wanted: Any) -> tuple[int, dict[str, list[tuple[str, int]]]]:
    data = execute(SCHOOLS, {"filter": wanted}).data
    assert data is not None
    found = data["opportunities"]
    return found["totalCount"], {
        facet["name"]: [(value["label"], value["count"]) for value in facet["values"]]
        for facet in found["facetCounts"]
    }


def test_schools_and_faculties_are_filters_and_facets() -> None:
    board = make_board(make_home())
    make_opportunity(board, "A", university_name="VUT v Brně", faculty="FSI")
    make_opportunity(board, "B", university_name="VUT v Brně", faculty="FEKT")
    make_opportunity(board, "C", university_name="ČVUT v Praze", faculty="FJFI")
    schools = [("VUT v Brně", 2), ("ČVUT v Praze", 1)]

    assert asked() == (
        3,
        {"universityName": schools, "faculty": [("FEKT", 1), ("FJFI", 1), ("FSI", 1)]},
    )
    assert asked(universityName=["VUT v Brně"]) == (
        2,
        {"universityName": schools, "faculty": [("FEKT", 1), ("FSI", 1)]},
    )
    assert asked(faculty=["FSI"], universityName=["ČVUT v Praze"])[0] == 0
