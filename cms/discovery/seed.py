"""The first entries of the thesaurus: what opticians, schools and funders call things."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cms.discovery.models import ThesaurusEntry
from cms.translation.alphabet import fold

GLOSSARY = Path(__file__).parent / "data" / "glossary.json"


def create_thesaurus() -> None:
    """Step 1: one entry for each concept of the glossary, unless there are entries already."""
    if not ThesaurusEntry.objects.exists():
        ThesaurusEntry.objects.bulk_create(entries())


def entries() -> list[ThesaurusEntry]:
    """An unsaved entry for each concept of the glossary."""
    return [_entry(concept) for concept in json.loads(GLOSSARY.read_text(encoding="utf-8"))]


def _entry(concept: dict[str, Any]) -> ThesaurusEntry:
    return ThesaurusEntry(
        name=concept["cs"],
        name_folded=fold(concept["cs"]),
        terms_cs="\n".join([concept["cs"], *concept["synonyms_cs"]]),
        terms_en="\n".join([concept["en"], *concept["synonyms_en"]]),
        related_cs="\n".join(concept["related_cs"]),
        related_en="\n".join(concept["related_en"]),
        note=concept["note"],
    )
