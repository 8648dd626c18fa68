"""The usual tiers of partners, which a new edition begins with."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from plugins.conferences.models import PartnerTier


def default_tiers() -> list[PartnerTier]:
    """The tiers of ``data/tiers.json``, unsaved, highest first."""
    from plugins.conferences.models import PartnerTier  # noqa: PLC0415 -- models use this

    text = (files("plugins.conferences") / "data" / "tiers.json").read_text(encoding="utf-8")
    return [
        PartnerTier(
            sort_order=place,
            key=tier["key"],
            name_cs=tier["name"]["cs"],
            name_en=tier["name"]["en"],
            rank=tier["rank"],
            benefits=tier["benefits"],
        )
        for place, tier in enumerate(json.loads(text))
    ]
