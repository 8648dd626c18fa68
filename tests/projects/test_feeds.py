"""Projects in feeds: the same as in the list."""

from __future__ import annotations

import datetime
import json

import feedparser
import pytest
from django.test import Client

from tests.content.factories import make_home
from tests.projects.factories import make_project, make_project_index

pytestmark = pytest.mark.django_db


def test_feeds_have_what_the_filter_finds(client: Client) -> None:
    index = make_project_index(make_home())
    make_project(
        index,
        "LASER-PRO",
        full_name="Excelentní lasery",
        summary="Huby tří zemí",
        programme="Horizont Evropa",
        start_on=datetime.date(2025, 3, 1),
        end_on=datetime.date(2029, 8, 31),
    )
    make_project(index, "CDO", start_on=datetime.date(2012, 3, 1), programme="TA ČR")
    address = "/feeds/cs/projects.{}?period.since=2026-01-01&role=PARTNER"

    atom = feedparser.parse(client.get(address.format("atom")).content)
    read = json.loads(client.get(address.format("json")).content)
    everything = feedparser.parse(client.get("/feeds/cs/projects.atom").content)

    assert [(entry.title, entry.summary) for entry in atom.entries] == [
        ("LASER-PRO", "Excelentní lasery\nHuby tří zemí")
    ]
    assert [tag.term for tag in atom.entries[0].tags] == ["Horizont Evropa"]
    assert [item["id"] for item in read["items"]] == [entry.id for entry in atom.entries]
    assert [entry.title for entry in everything.entries] == ["LASER-PRO", "CDO"]
