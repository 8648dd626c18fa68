"""How much the sections measure: all of it, or just enough to see that they work."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Extent:
    """Sizes of what is measured; less of it is quicker, and says less."""

    documents: tuple[int, ...]  # that engines hold
    rounds: int  # in which every engine is asked all questions
    puts: int  # of single documents, until each is found
    words: int  # that are asked for
    background: int  # forms among which the right ones are to be found
    cold: int  # words that are analysed for the first time
    concepts: int  # of the glossary
    publishings: int  # of pages, until each is found
    is_compiled: bool  # whether lexica are compiled, whole ones and poorer ones: it takes long
    has_server: bool  # Elasticsearch, when the machine can run it


WHOLE = Extent((10_000, 100_000), 3, 50, 3_000, 60_000, 60_000, 10_000, 60, True, True)
QUICK = Extent((300,), 1, 3, 100, 2_000, 2_000, 12, 3, False, False)
