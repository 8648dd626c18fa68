"""What a visitor typed, taken apart: never an error, for there is no wrong way to ask.

“Quoted words” stand for themselves and in a row, ``-words`` are not wanted, a ``word*`` has not
been finished. All other punctuation, and the syntax of any engine, is what stands between words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from search.analysis.tokens import Token, tokenise

MAX_CHARACTERS = 400  # of a question are looked at: a pasted page must not cost what a page costs
MAX_WORDS = 12
MAX_WORD = 64  # characters; nothing longer is in any lexicon, and engines cut terms off
QUOTES = re.compile('["„“”«»\u2033]')
MINUS = "-\u2212\u2013"


@dataclass(frozen=True, slots=True)
class Word:
    """A word and where it stands in the question; `is_prefix` when more letters may follow.

    At the last part of a compound, `joined` is the whole of it without hyphens.
    """

    text: str
    start: int
    end: int
    is_prefix: bool = False
    joined: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question in parts: what is wanted, what in a row, and what is not wanted.

    `text` is what was looked at, to which the places of words refer. `is_unfinished` says that
    the last wanted word may still be being typed.
    """

    text: str
    words: tuple[Word, ...] = ()
    phrases: tuple[tuple[Word, ...], ...] = ()
    unwanted: tuple[tuple[Word, ...], ...] = ()
    is_unfinished: bool = False

    def __bool__(self) -> bool:
        """True when something is asked for."""
        return bool(self.words or self.phrases)

    def replaced(self, replacements: dict[Word, str]) -> str:
        """The question with some of its words replaced, all else as it was typed."""
        text = self.text
        for word in sorted(replacements, key=lambda word: -word.start):
            text = text[: word.start] + replacements[word] + text[word.end :]
        return text


@dataclass(frozen=True, slots=True)
class _Piece:
    """Some words of a question that belong together, and how they are meant."""

    words: tuple[Word, ...]
    is_quoted: bool
    is_unwanted: bool


def parse(text: str) -> Parsed:
    """The parts of what a visitor typed, as far as it is looked at.

    When nothing is wanted, what is not wanted is: who types “-5” alone has no other wish.
    """
    looked_at = _beginning(text)
    pieces = list(_first(_pieces(looked_at)))
    if all(piece.is_unwanted for piece in pieces):
        pieces = [_Piece(piece.words, piece.is_quoted, False) for piece in pieces]
    wanted = [piece for piece in pieces if not piece.is_unwanted]
    words = tuple(word for piece in wanted if not piece.is_quoted for word in piece.words)
    return Parsed(
        looked_at,
        words,
        tuple(piece.words for piece in wanted if piece.is_quoted),
        tuple(piece.words for piece in pieces if piece.is_unwanted),
        is_unfinished=bool(words) and words[-1].end == len(looked_at),
    )


def _beginning(text: str) -> str:
    """The part of `text` that is looked at, without a word cut in two."""
    if len(text) <= MAX_CHARACTERS:
        return text
    cut = text[:MAX_CHARACTERS]
    whole = re.sub(r"\S+\Z", "", cut)
    return whole if whole.strip() else cut


def _pieces(text: str) -> Iterator[_Piece]:
    """Words outside quotes one by one, those inside together; a quote without end is none."""
    places = [quote.start() for quote in QUOTES.finditer(text)]
    start = 0
    for opening, closing in zip(places[::2], places[1::2], strict=False):
        yield from _single(text, start, opening)
        words = tuple(_word(text, token) for token in _tokens(text, opening + 1, closing))
        if words:
            yield _Piece(words, True, _has_minus(text, opening))
        start = closing + 1
    yield from _single(text, start, len(text))


def _single(text: str, start: int, end: int) -> Iterator[_Piece]:
    for token in _tokens(text, start, end):
        yield _Piece((_word(text, token),), False, _has_minus(text, token.start))


def _tokens(text: str, start: int, end: int) -> Iterator[Token]:
    for token in tokenise(text[start:end]):
        yield token._replace(start=token.start + start, end=token.end + start)


def _word(text: str, token: Token) -> Word:
    is_prefix = text[token.end : token.end + 1] == "*"
    joined = token.joined if len(token.joined) <= MAX_WORD else ""
    return Word(token.text[:MAX_WORD], token.start, token.end, is_prefix, joined)


def _has_minus(text: str, start: int) -> bool:
    """True when a minus stands right before, and nothing right before the minus."""
    return text[start - 1 : start] in tuple(MINUS) and not text[: start - 1][-1:].strip()


def _first(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """The pieces of as many words as are looked at."""
    left = MAX_WORDS
    for piece in pieces:
        if left:
            words = piece.words[:left]
            left -= len(words)
            yield _Piece(words, piece.is_quoted, piece.is_unwanted)
