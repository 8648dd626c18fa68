"""The words of what can be found, with how many documents have each: what may be suggested.

It comes from the index itself, see `ASKED`, and so never holds a word of what is not public.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property
from heapq import nlargest

from search.analysis.folding import fold
from search.query import Facet

ASKED = Facet("words", "words", limit=50_000)  # the facet that a vocabulary is made of
SHORTEST = 4  # letters of a word that is suggested for another
TWO_ERRORS = 8  # letters of a word in which two letters may be wrong
MAX_SCANNED = 5_000  # words with one beginning that are compared

_BITS = 32
_MASK = (1 << _BITS) - 1


class Vocabulary:
    """Folded words, the number of documents of each, and how it is written most often.

    Immutable, and used by several threads; what finds near words is built when it is first asked.
    """

    def __init__(
        self, counts: Iterable[tuple[str, int]] = (), *, like: Vocabulary | None = None
    ) -> None:
        """Take the words as they are written, in lower case, with the documents that have them.

        Forms that differ in accents alone are one word, with the documents of both. Of a vocabulary
        `like` this, which has the same words, what has been built is used again.
        """
        documents: dict[str, int] = {}
        written: dict[str, tuple[int, str]] = {}
        for word, count in counts:
            folded = fold(word)
            documents[folded] = documents.get(folded, 0) + count
            written[folded] = max(written.get(folded, (0, "")), (count, word))
        self._words = sorted(documents)
        self._documents = array("L", (documents[word] for word in self._words))
        self._written = {folded: word for folded, (_, word) in written.items() if word != folded}
        if like is not None and like._words == self._words and "_deletions" in vars(like):
            self._deletions = like._deletions

    def prepare(self) -> None:
        """Build now what finds near words; with 50,000 words it takes about a second."""
        _ = self._deletions

    def __len__(self) -> int:
        """How many words there are."""
        return len(self._words)

    def __contains__(self, folded: object) -> bool:
        """True when a folded word is among them."""
        return isinstance(folded, str) and self.documents(folded) > 0

    def documents(self, folded: str) -> int:
        """How many documents have the word."""
        place = bisect_left(self._words, folded)
        found = place < len(self._words) and self._words[place] == folded
        return self._documents[place] if found else 0

    def written(self, folded: str) -> str:
        """The word with the accents that it mostly has."""
        return self._written.get(folded, folded)

    def beginning(self, folded: str, first: int = 8) -> list[str]:
        """The folded words that begin so and go on, those of most documents first."""
        start = bisect_left(self._words, folded)
        end = bisect_left(self._words, folded + chr(0x10FFFF))
        places = range(start, min(end, start + MAX_SCANNED))
        best = nlargest(first + 1, places, key=lambda place: (self._documents[place], -place))
        return [word for place in best if (word := self._words[place]) != folded][:first]

    def near(self, folded: str) -> set[str]:
        """Words that differ from the folded one by about a letter, in long words by two."""
        if len(folded) < SHORTEST - 1:  # of which a letter may be missing
            return set()
        found: set[str] = set()
        for deletion in _query_deletions(folded):
            code = hash(deletion) & _MASK
            place = bisect_left(self._deletions, code << _BITS)
            while place < len(self._deletions) and self._deletions[place] >> _BITS == code:
                found.add(self._words[self._deletions[place] & _MASK])
                place += 1
        found.discard(folded)
        return found

    @cached_property
    def _deletions(self) -> array[int]:
        """Codes of all words and of these without one letter, each with the place of its word.

        A sorted array takes a tenth of the memory of a dict. What has the same code by chance is
        sorted out by whoever compares the words.
        """
        codes = (
            (hash(deletion) & _MASK) << _BITS | place
            for place, word in enumerate(self._words)
            if len(word) >= SHORTEST
            for deletion in (word, *set(_deletions(word)))
        )
        return array("Q", sorted(codes))


def _query_deletions(folded: str) -> set[str]:
    """A word itself, without one letter, and a long one without two."""
    found = {folded, *_deletions(folded)}
    if len(folded) >= TWO_ERRORS:
        found |= {shorter for once in set(found) for shorter in _deletions(once)}
    return found


def _deletions(word: str) -> Iterator[str]:
    """The word without one of its letters, each in turn."""
    return (word[:place] + word[place + 1 :] for place in range(len(word)))
