"""The document of a page: what every page type has, and how a type says the rest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.utils import timezone, translation
from wagtail.models import Page

from cms.content.search.batch import Batch, codes_in, number_in, words_in
from cms.content.search.sources import Sources, as_tuple, place_of, places_in
from search.document import Document
from search.fields import Keyword, Number, Text
from search.query import Filter

DAYS = 1 << 14
FIRST_DAY = date(2010, 1, 1).toordinal()
MAX_RANK = 3


class PageDocument(Document):
    """A public page as search knows it. A page type's own document derives from it:

        class VenueDocument(PageDocument):
            model = VenuePage
            texts = {"names": ("city",), "body": ("description", "rooms__name")}

            city = Keyword()
            seats = Number()

    `texts` says for each field of text which attributes of the page it is made of; `facts` says it
    for declared fields that are not called like the attribute. ``"a|b"`` is b where a says
    nothing, ``"rooms__name"`` is the name of each row of a relation, and a function of the page may
    stand in for either. What a page withholds is left out by itself.

    `computed` tells by name, for a moment, which documents have which code, where that depends on
    the time: it is filtered and counted like a fact. `rank` (0 to 3) and the date in the attribute
    `dated` order what fits a question equally well. `always_shown` names texts that are shown even
    when nobody has translated them. `organisation_names` are keywords that are names of
    organisations without a page: they are suggested while a visitor types.
    """

    model: ClassVar[type[Page]]
    texts: ClassVar[Mapping[str, Sources]] = {}
    facts: ClassVar[Mapping[str, Sources]] = {}
    computed: ClassVar[Mapping[str, Callable[[datetime], Mapping[str, Filter]]]] = {}
    always_shown: ClassVar[frozenset[str]] = frozenset()
    organisation_names: ClassVar[frozenset[str]] = frozenset()
    rank: ClassVar[int] = 0
    dated: ClassVar[str] = "first_published_at"

    title = Text(boost=10, completes=True)
    names = Text(boost=6, completes=True)
    summary = Text(boost=4)
    body = Text(boost=2)
    attachments = Text(boost=1)

    translation_key = Keyword()
    also_in = Keyword()  # other languages in which the page is public
    last_published_at = Number()
    digest = Keyword()  # equal when nothing else differs

    @classmethod
    def of(cls, pages: Iterable[Page], *, type: str, version: int) -> list[Self]:
        """The documents of public pages, which are of this class's model; constant SQL."""
        declared = cls._text_sources(), cls._fact_sources()
        batch = Batch(pages, places_in(cls.model, declared), cls.always_shown)
        found = []
        for page in batch.pages:
            with translation.override(page.locale.language_code):
                values = cls._values(batch, page)
            found.append(cls(id=str(page.pk), version=version, **cls._signed(page, type, values)))
        return found

    @classmethod
    def _text_sources(cls) -> dict[str, tuple[Any, ...]]:
        """The sources of text fields; every page has a description for search engines."""
        found = {name: as_tuple(sources) for name, sources in cls.texts.items()}
        found["summary"] = (*found.get("summary", ()), "search_description")
        return found

    @classmethod
    def _fact_sources(cls) -> dict[str, tuple[Any, ...]]:
        """The sources of the declared fields; an attribute of that name unless said."""
        own = cls.fields.keys() - PageDocument.fields.keys()
        return {name: as_tuple(cls.facts.get(name, name)) for name in sorted(own)}

    @classmethod
    def _values(cls, batch: Batch, page: Any) -> dict[str, Any]:
        values: dict[str, Any] = {"title": page.title}
        for name, sources in cls._text_sources().items():
            lines = [word for source in sources for word in cls._words(batch, page, source)]
            if name == "attachments":
                lines += batch.files(page)
            values[name] = "\n".join(dict.fromkeys(lines))
        if "attachments" not in values:
            values["attachments"] = "\n".join(dict.fromkeys(batch.files(page)))
        for name, sources in cls._fact_sources().items():
            if isinstance(cls.fields[name], Number):
                values[name] = cls._number(batch, page, sources)
            else:
                codes = (code for source in sources for code in cls._codes(batch, page, source))
                values[name] = tuple(dict.fromkeys(codes))
        own = page.locale.language_code
        values["translation_key"] = (str(page.translation_key),)
        values["last_published_at"] = number_in(page.last_published_at)
        values["also_in"] = tuple(code for code in batch.locales(page) if code != own)
        return {name: value for name, value in values.items() if value not in (None, "", ())}

    @classmethod
    def _words(cls, batch: Batch, page: Page, source: Any) -> list[str]:
        if callable(source):
            return words_in(source(page))
        return batch.words(page, place_of(cls.model, source))

    @classmethod
    def _codes(cls, batch: Batch, page: Page, source: Any) -> list[str]:
        if callable(source):
            return codes_in(source(page))
        return batch.keys(page, place_of(cls.model, source))

    @classmethod
    def _number(cls, batch: Batch, page: Page, sources: tuple[Any, ...]) -> Any:
        for source in sources:
            if callable(source):
                found = number_in(source(page))
            else:
                found = batch.number(page, place_of(cls.model, source))
            if found is not None:
                return found
        return None

    @classmethod
    def _signed(cls, page: Any, type: str, values: dict[str, Any]) -> dict[str, Any]:
        """`values` with what orders the document, and the digest of everything."""
        prior = prior_of(cls.rank, getattr(page, cls.dated))
        known = {**values, "locale": page.locale.language_code, "type": type, "prior": prior}
        told = json.dumps(known, sort_keys=True, default=str, ensure_ascii=False)
        return {**known, "digest": (hashlib.sha256(told.encode()).hexdigest()[:16],)}


def prior_of(rank: int, dated: date | datetime | None) -> int:
    """What orders documents that fit equally well: the rank, then the later date."""
    if isinstance(dated, datetime):
        dated = timezone.localdate(dated)
    days = 0 if dated is None else dated.toordinal() - FIRST_DAY
    return min(rank, MAX_RANK) * DAYS + min(max(days, 0), DAYS - 1)
