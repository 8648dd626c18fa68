"""What an index holds: records, made of documents, whose classes declare their fields."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar

from search.analysis.tokens import words
from search.fields import Field, Keyword, Number, Text

if TYPE_CHECKING:
    from search.analysis.analyser import Analyser

MAX_PRIOR = 65_535
MAX_VOCABULARY = 3_000  # words of a document that corrections may suggest; a long file has more
VOCABULARY_WORD = range(3, 33)  # letters
GAP = "00"  # the key between paragraphs: no phrase reaches over it, no query has it
BUILT_IN: Mapping[str, Field] = MappingProxyType(
    {
        "id": Keyword(),
        "locale": Keyword(),
        "type": Keyword(),
        "words": Keyword(),
        "spread": Number(),
    }
)


@dataclass(frozen=True, slots=True)
class Keys:
    """The keys of a text: one `primary` for each word, in order, and more in a bag."""

    primary: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """A document as engines store it.

    `version` grows with each state of what the document shows: an engine never lets an older
    state replace a newer one. `prior` (0 to 65,535) orders what fits a query equally well.
    `texts` and `surfaces` (folded words as they are written) are by field; keywords hold "locale",
    "type" and "words" (the vocabulary) besides the declared ones.
    """

    id: str
    version: int
    texts: Mapping[str, Keys] = field(default_factory=dict)
    surfaces: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    keywords: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, int] = field(default_factory=dict)
    prior: int = 0

    def __post_init__(self) -> None:
        """Refuse a prior out of range.

        Raises:
            ValueError: When `prior` is not from 0 to 65,535.
        """
        if not 0 <= self.prior <= MAX_PRIOR:
            raise ValueError(f"A prior is from 0 to {MAX_PRIOR}, not {self.prior}.")

    @property
    def spread(self) -> int:
        """A number that follows from the id: ordered by it, all documents can be gone through."""
        return zlib.crc32(self.id.encode())


@dataclass(frozen=True, slots=True)
class Schema:
    """The fields of an index, and the fingerprint of the analysis that its keys come from."""

    fields: Mapping[str, Field]
    analysis: str = ""
    _texts: Mapping[str, Text] = field(init=False, repr=False, compare=False)
    _keywords: tuple[str, ...] = field(init=False, repr=False, compare=False)
    _numbers: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Sort the fields by their kind: every question is checked against them."""
        texts = {name: f for name, f in self.fields.items() if isinstance(f, Text)}
        object.__setattr__(self, "_texts", MappingProxyType(texts))
        for attribute, kind in (("_keywords", Keyword), ("_numbers", Number)):
            names = tuple(name for name, f in self.fields.items() if isinstance(f, kind))
            object.__setattr__(self, attribute, names)

    @classmethod
    def of(cls, documents: Iterable[type[Document]], analysis: str = "") -> Schema:
        """The schema in which all of these documents fit.

        Raises:
            TypeError: When two of them mean different things by one name.
        """
        merged: dict[str, Field] = dict(BUILT_IN)
        for document in documents:
            for name, declared in document.fields.items():
                if merged.setdefault(name, declared) != declared:
                    raise TypeError(
                        f"“{name}” of {document.__name__} is declared otherwise before."
                    )
        return cls(MappingProxyType(merged), analysis)

    @property
    def fingerprint(self) -> str:
        """A short text that differs when an index must be built anew."""
        told = {name: [type(f).__name__, asdict(f)] for name, f in sorted(self.fields.items())}
        return hashlib.sha256(json.dumps([told, self.analysis]).encode()).hexdigest()[:16]

    def texts(self) -> Mapping[str, Text]:
        """The text fields by name."""
        return self._texts

    def keywords(self) -> tuple[str, ...]:
        """The names of the keyword fields."""
        return self._keywords

    def numbers(self) -> tuple[str, ...]:
        """The names of the number fields."""
        return self._numbers


class Document:
    """A thing to be found: subclasses declare fields, instances hold their values.

    >>> class Notice(Document):
    ...     title = Text(boost=8)
    ...     kind = Keyword()
    >>> Notice(id="7", version=1, locale="cs", type="notice", title="Práce", kind="job").kind
    'job'
    """

    fields: ClassVar[Mapping[str, Field]] = MappingProxyType({})

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Gather the declared fields, those of parent classes first.

        Raises:
            TypeError: When one has the name of a field that every document has.
        """
        super().__init_subclass__(**kwargs)
        own = {name: f for name, f in vars(cls).items() if isinstance(f, Text | Keyword | Number)}
        for name in own.keys() & (BUILT_IN.keys() | {"version", "prior", "fields"}):
            raise TypeError(f"“{name}” is a field of every document.")
        cls.fields = MappingProxyType({**cls.fields, **own})

    def __init__(
        self, *, id: str, version: int, locale: str, type: str, prior: int = 0, **values: Any
    ) -> None:
        """Take the values; a field that is not given, None or empty is not indexed.

        Raises:
            TypeError: When a value is given for no declared field.
        """
        unknown = values.keys() - self.fields.keys()
        if unknown:
            raise TypeError(f"{self.__class__.__name__} has no field {', '.join(sorted(unknown))}.")
        self.id, self.version, self.locale, self.type = id, version, locale, type
        self.prior = prior
        for name in self.fields:
            setattr(self, name, values.get(name))

    def record(self, analyser: Analyser) -> Record:
        """The document as engines store it, its texts as keys in the language of the document."""
        values = {name: value for name in self.fields if (value := getattr(self, name)) is not None}
        texts: dict[str, Keys] = {}
        surfaces: dict[str, tuple[str, ...]] = {}
        keywords: dict[str, tuple[str, ...]] = {"locale": (self.locale,), "type": (self.type,)}
        numbers: dict[str, int] = {}
        for name, value in values.items():
            declared = self.fields[name]
            if isinstance(declared, Number):
                numbers[name] = declared.number(value)
            elif isinstance(declared, Keyword):
                keywords[name] = declared.values(value)
            elif value:
                texts[name] = analyser.document(value, self.locale)
                if declared.completes:
                    surfaces[name] = analyser.surfaces(value)
                    texts[name] = _with_whole(texts[name], analyser.whole(value))
        keywords["words"] = _vocabulary(str(values.get(name) or "") for name in self._texts())
        filled = {name: codes for name, codes in keywords.items() if codes}
        return Record(self.id, self.version, texts, surfaces, filled, numbers, self.prior)

    def _texts(self) -> list[str]:
        """The names of the text fields, those that count most first."""
        boosts = {name: f.boost for name, f in self.fields.items() if isinstance(f, Text)}
        return sorted(boosts, key=lambda name: -boosts[name])


def _with_whole(keys: Keys, whole: str) -> Keys:
    return Keys(keys.primary, (*keys.extra, whole)) if whole else keys


def _vocabulary(texts: Iterable[str]) -> tuple[str, ...]:
    """The words of texts in lower case, accents and endings kept: corrections are shown so."""
    found: dict[str, None] = {}
    for text in texts:
        for word, _joined in words(text):
            if len(word) in VOCABULARY_WORD and word.isalpha():
                found[word] = None
                if len(found) == MAX_VOCABULARY:
                    return tuple(found)
    return tuple(found)
