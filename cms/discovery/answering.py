"""What visitors are answered: the index, asked with all that editors have taught; public only."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache, partial

from django.utils import timezone

from cms.discovery.log import query_log
from cms.discovery.standing_in import first_told
from cms.discovery.teaching import promoted_for, ranks_of_versions, thesaurus
from cms.indexing.connection import Place, analyser, engine, quick_engine
from cms.indexing.documents import schema, searchable_types
from cms.plugin.registry import Registry, registry
from cms.plugin.state import active_labels
from search.engine import EngineDown, NoIndex
from search.query import Buckets, Facet, Filter, Find, Is, Not, Position
from search.results import Hit
from search.searcher import Query, Results, Searcher, Suggested
from search.vocabulary import ASKED, Vocabulary

logger = logging.getLogger(__name__)

MAX_VALUES = 1_000  # of a keyword field: terms, and names of organisations
VOCABULARY_SECONDS = 60  # so long words of new pages are no corrections yet
MAX_KNOWN = 8  # sets of active plugins
PUBLIC = " public"  # names of filters that no client can give
NATIVE = " native"
PROMOTED = " promoted"


@dataclass(frozen=True, slots=True)
class Question:
    """What a visitor asks; `where`, `facets` and `after` are as in `search.query.Find`.

    Promoted pages come first; `after` may be a place among them, see `Answer.end`. With
    `is_verbatim` nothing is corrected. A question that is still being typed is not counted.

    With `order`, as in `Find`, hits come in that order: then there is no best one, so nothing is
    promoted, and documents that lack one of the words are none.
    """

    text: str
    locale: str
    where: Mapping[str, Filter] = field(default_factory=dict)
    facets: tuple[Facet | Buckets, ...] = ()
    order: str = ""
    first: int = 20
    after: Position | None = None
    is_verbatim: bool = False
    is_typing: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What was found (None when no engine can be asked), `promoted` hits before the others.

    `total` counts both. `did_you_mean` is a text for which something would be found. With
    `is_degraded` the main engine could not be asked, or has no index: another one answers, or none.
    `end` is the place of the last hit, None without one; with `is_more` there are hits behind it.
    """

    results: Results | None
    promoted: tuple[Hit, ...] = ()
    total: int = 0
    did_you_mean: str = ""
    is_degraded: bool = False
    end: Position | None = None
    is_more: bool = False


def ask(question: Question) -> Answer:
    """The answer to a question, which is counted in the log of questions.

    Raises: WrongQuestion when a filter names no field of documents.
    """
    told = first_told(partial(_answer, question))
    if told is None:
        return Answer(None, is_degraded=True)
    answer = replace(told.answer, is_degraded=told.is_degraded)
    if question.after is None and not question.is_typing:
        query_log.asked(question.text, question.locale, total=answer.total)
    return answer


def suggest(text: str, locale: str, where: Mapping[str, Filter], *, first: int) -> Suggested:
    """What may come of a text that is being typed; nothing when no engine can be asked."""
    told = first_told(partial(_suggest, text, locale, where, first))
    return told.answer if told else Suggested()


def _suggest(
    text: str, locale: str, given: Mapping[str, Filter], first: int, place: Place
) -> Suggested:
    where = _public(locale, given)
    suggested = _searcher(place).suggest(text, locale, where=where, first=first)
    last_words = {each: each.split()[-1] for each in suggested.texts if each.split()}
    there = _words_there(set(last_words.values()), where, place)
    texts = tuple(
        text
        for text, word in last_words.items()
        if word in there and (word == text or _finds(text, locale, where, place))
    )
    return replace(suggested, texts=texts)


def values_there(
    locale: str, fields: Iterable[str], where: Mapping[str, Filter]
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    """How many public documents have which value of these keyword fields, the most frequent only.

    Nothing when no engine can be asked.
    """
    facets = tuple(Facet(name, name, limit=MAX_VALUES) for name in fields)
    find = Find(where=_public(locale, where), facets=facets, first=0)
    told = first_told(lambda place: quick_engine(place).find(find))
    return told.answer.facets if told else {}


def _answer(question: Question, place: Place) -> Answer:
    where = _public(question.locale, question.where)
    promoted: tuple[Hit, ...] = ()
    today = timezone.localdate()
    ids = [] if question.order else promoted_for(question.text, question.locale, today)
    if ids:
        ranks = ranks_of_versions(ids)
        promoted = _promoted(ranks, where, place)
        where[PROMOTED] = Not(Is("id", tuple(str(pk) for pk in ranks)))
    seen, after = _seen(question.after, len(promoted))
    shown = promoted[seen : seen + question.first]
    query = Query(
        question.text,
        question.locale,
        where,
        question.facets,
        question.order,
        first=question.first - len(shown),
        after=after,
        is_verbatim=question.is_verbatim,
        is_whole=bool(question.order),
    )
    results = _in_other_versions(query, _searcher(place).search(query), place)
    likelier = results.did_you_mean
    if likelier and not _finds(likelier, question.locale, where, place):
        likelier = ""
    seen += len(shown)
    end = results.hits[-1].position if results.hits else _among_promoted(seen) if shown else None
    is_rest = query.first == 0 and results.total > 0
    is_more = results.next is not None or seen < len(promoted) or is_rest
    return Answer(results, shown, results.total + len(promoted), likelier, end=end, is_more=is_more)


def _in_other_versions(query: Query, results: Results, place: Place) -> Results:
    """What is found in versions that visitors do not read, when theirs do not have all words.

    A page that is public in both languages may have the words in the other one only.
    """
    is_exact = results.total and not results.is_partial and not results.corrected_from
    if is_exact or NATIVE not in query.where or not query.text.strip():
        return results
    where = {name: filter for name, filter in query.where.items() if name != NATIVE}
    others = _searcher(place).search(replace(query, where=where, is_verbatim=True))
    return others if others.total and not others.is_partial else results


def _among_promoted(seen: int) -> Position:
    """The place behind so many promoted hits and before all others, which have ids."""
    return Position(0, seen, "")


def _seen(after: Position | None, count: int) -> tuple[int, Position | None]:
    """How many promoted hits are behind, and behind which of the other hits to go on."""
    if after is None:
        return 0, None
    return (count, after) if after.id else (min(max(after.prior, 0), count), None)


def _public(locale: str, where: Mapping[str, Filter]) -> dict[str, Filter]:
    """`where` with what always holds.

    Types of inactive plugins are not there. Of a page that is public in the language of the visitor
    the other version is no hit, unless that language is asked for.
    """
    found = {**where, PUBLIC: _public_types()}
    if "locale" not in where:
        found[NATIVE] = _native(locale)
    return found


def _public_types() -> Filter:
    return _types(registry(), active_labels())


@lru_cache(MAX_KNOWN)
def _types(table: Registry, active: frozenset[str]) -> Filter:
    return Is("type", tuple(item.name for item in searchable_types(active)))


@lru_cache(MAX_KNOWN)
def _native(locale: str) -> Filter:
    return Not(Is("also_in", (locale,)))  # no page is also in its own language


def _promoted(
    ranks: Mapping[int, int], where: Mapping[str, Filter], place: Place
) -> tuple[Hit, ...]:
    """The promoted pages that the conditions leave, in the order in which they are promoted."""
    find = Find(where={**where, PROMOTED: Is("id", tuple(map(str, ranks)))}, first=len(ranks))
    found = quick_engine(place).find(find)
    return tuple(sorted(found.hits, key=lambda hit: ranks[int(hit.id)]))


def _finds(text: str, locale: str, where: Mapping[str, Filter], place: Place) -> bool:
    query = Query(text, locale, where, first=0, is_verbatim=True)
    results = _searcher(place).search(query)
    return results.total > 0 and not results.is_partial


def _words_there(words: set[str], where: Mapping[str, Filter], place: Place) -> set[str]:
    """Those of `words` that some document still has: the vocabulary may be a minute old."""
    if not words:
        return set()
    buckets = tuple((word, Is("words", (word.lower(),))) for word in sorted(words))
    find = Find(where=where, facets=(Buckets("words", buckets),), first=0)
    found = quick_engine(place).find(find)
    return {word for word, count in found.facets["words"] if count}


@dataclass(slots=True)
class _Known:
    """What was last made for one set of active plugins."""

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    read_at: float = float("-inf")
    is_reading: bool = False
    searcher: tuple[tuple[object, ...], Searcher] | None = None


_known: dict[frozenset[str], _Known] = {}
_lock = threading.Lock()


def _searcher(place: Place) -> Searcher:
    """A searcher with what is taught now and a vocabulary that is a minute old at most."""
    active = active_labels()
    with _lock:
        if active not in _known and len(_known) >= MAX_KNOWN:
            _known.clear()
        known = _known.setdefault(active, _Known())
    # Each is asked for once: a searcher made anew must not cost a statement more.
    parts = quick_engine(place), thesaurus(), _vocabulary(known, place)
    made = known.searcher
    if made is None or made[0] != parts:
        searcher = Searcher(
            parts[0],
            analyser(),
            schema(analyser().fingerprint),
            thesaurus=parts[1],
            vocabulary=parts[2],
        )
        made = known.searcher = parts, searcher
    return made[1]


def _vocabulary(known: _Known, place: Place) -> Vocabulary:
    """The words of public documents.

    One that is too old is still used while another thread reads the new one: that takes longer than
    a visitor should wait.
    """
    is_first = known.read_at == float("-inf")
    with _lock:
        is_due = time.monotonic() - known.read_at > VOCABULARY_SECONDS and not known.is_reading
        known.is_reading = known.is_reading or is_due
    if is_due and is_first:
        _read_vocabulary(known, place, _public_types())
    elif is_due:
        arguments = (known, place, _public_types())
        threading.Thread(target=_read_vocabulary, args=arguments, daemon=True).start()
    return known.vocabulary


def forget_vocabulary() -> None:
    """Let the next question read the words of public documents anew."""
    with _lock:
        _known.clear()


def _read_vocabulary(known: _Known, place: Place, types: Filter) -> None:
    try:
        quick_engine(place).find(Find(first=0))  # one that hangs is not waited for any longer
        found = engine(place).find(Find(where={PUBLIC: types}, facets=(ASKED,), first=0))
        vocabulary = Vocabulary(found.facets[ASKED.name], like=known.vocabulary)
        if known.vocabulary:  # nobody waits for this one
            vocabulary.prepare()
        known.vocabulary = vocabulary
        known.read_at = time.monotonic()
    except (EngineDown, NoIndex) as error:
        logger.warning("search.no_vocabulary", extra={"reason": str(error)})
    finally:
        known.is_reading = False
