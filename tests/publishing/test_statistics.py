"""SQLite knows which of its indexes are worth something."""

from __future__ import annotations

import pytest
from django.db import connection

from cms.publishing.statistics import renew_statistics
from tests.content.factories import make_home

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by itself"),
]


def test_the_languages_of_pages_are_known_to_be_few():
    make_home()

    renew_statistics()

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT idx, stat FROM sqlite_stat1 WHERE tbl = 'wagtailcore_page' AND idx LIKE %s",
            ["wagtailcore_page_locale_id%"],
        )
        found = cursor.fetchall()
    assert [stat.split() for _index, stat in found] == [["3", "2"]]
