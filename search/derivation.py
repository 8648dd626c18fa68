"""Czech adjectives of nouns, and nouns of adjectives: who asks for “laser” wants “laserové”, too.

The dictionaries keep them apart, rightly: they are other words. In a question they count little,
so that what has the word itself comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser

# Folded endings of nouns and of their adjectives: laser, vlákno, vrstva, vakuum, škola, dotace.
ENDINGS = (
    ("", "ovy"),
    ("o", "ovy"),
    ("a", "ovy"),
    ("um", "ovy"),
    ("", "ni"),
    ("a", "ni"),
    ("ce", "cni"),
    ("ie", "icky"),
    ("ika", "icky"),
)
SHORTEST = 3  # letters of what both have in common: shorter words are alike by chance


def derived(lemma: str, analyser: Analyser) -> Iterator[str]:
    """The folded lemmas that are the adjective, or the noun, of this one and are known."""
    for noun, adjective in ENDINGS:
        for own, other in ((noun, adjective), (adjective, noun)):
            stem = lemma.removesuffix(own)
            if lemma.endswith(own) and len(stem) >= SHORTEST:
                candidate = stem + other
                if analyser.is_known(candidate) and analyser.lemma(candidate) == candidate:
                    yield candidate
