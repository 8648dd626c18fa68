"""Conferences over GraphQL: the wall of partners, packages, fees, programme, filter, order."""

from __future__ import annotations

from typing import Any

import pytest

from cms.graphql.testing import execute
from plugins.conferences.models import ConferenceIndexPage
from tests.conferences.factories import make_conference, partner, tiers
from tests.content.factories import Homes, make_english
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

WALL = """query ($locale: Locale!) { conferences(locale: $locale) { nodes { title
  partnerTiers { name partners { organisation { name page { id } } } }
  partners { organisation { name } tier { key } } } } }"""


def wall(locale: str) -> dict[str, Any]:
    data = execute(WALL, {"locale": locale}).data
    assert data is not None
    node: dict[str, Any] = data["conferences"]["nodes"][0]
    return {
        tier["name"]: [partner["organisation"]["name"] for partner in tier["partners"]]
        for tier in node["partnerTiers"]
    }


def test_the_wall_goes_by_rank_and_then_by_the_alphabet_of_the_language(
    homes: Homes, index: ConferenceIndexPage
) -> None:
    directory = make_directory(homes)
    czech = make_member(directory, "Čočky Brno")
    make_english(czech, title="Brno Lenses", slug="lenses")
    page = make_conference(
        index,
        tiers=tiers(),
        partners=[
            partner("silver", "Ivo"),
            partner("silver", "Chlum"),
            partner("silver", "Hvozd"),
            partner("silver", "Czech"),
            partner("gold", "Zlín"),
            partner("silver", czech),
        ],
    )
    make_english(page, title="Optics", slug="optics")

    assert wall("CS") == {
        "zlatý partner": ["Zlín"],
        "stříbrný": ["Czech", "Čočky Brno", "Hvozd", "Chlum", "Ivo"],
    }
    assert wall("EN") == {
        "gold sponsor": ["Zlín"],
        "silver": ["Brno Lenses", "Chlum", "Czech", "Hvozd", "Ivo"],
    }
