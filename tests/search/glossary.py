"""The glossary that the product comes with, as entries of a thesaurus."""

from __future__ import annotations

import json
from pathlib import Path

from search.thesaurus import Entry

GLOSSARY = Path(__file__).parents[2] / "cms" / "discovery" / "data" / "glossary.json"


def entries() -> list[Entry]:
    """An entry for each concept: its terms by language, the usual one first, and related ones."""
    concepts = json.loads(GLOSSARY.read_text(encoding="utf-8"))
    return [
        Entry(
            {code: (concept[code], *concept[f"synonyms_{code}"]) for code in ("cs", "en")},
            {code: tuple(concept[f"related_{code}"]) for code in ("cs", "en")},
        )
        for concept in concepts
    ]
