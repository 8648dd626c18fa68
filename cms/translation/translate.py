"""Brings a finished translation into the site: what importers and the demo call.

Editors translate text by text in wagtail-localize. Here the whole translation is at hand as an
unsaved object, and ends up as if an editor had typed it: localize's records and a published page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeVar

from django.db import transaction
from django.utils.text import slugify
from wagtail.coreutils import find_available_slug
from wagtail.models import DraftStateMixin, Locale, Page, RevisionMixin, TranslatableMixin
from wagtail_localize.models import Translation
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments, quote_path_component

from cms.translation.errors import NotTranslatable, ParentNotTranslated, SameLocale, TextDoesNotFit
from cms.translation.ingest import Words, fill, words_of
from cms.translation.segments import Original, Pair, Records, SegmentValue

M = TypeVar("M", bound=TranslatableMixin)


@transaction.atomic
def translate(source: M, locale: Locale, translated: M) -> M:
    """The translation of `source` into `locale`, saved, and published when the source is.

    `translated` is an unsaved object of the same model that holds the text in the target
    language, with the block ids and the children's translation keys of the source. What it lacks
    stays untranslated and counts as fallback; facts are the source's, except links within texts.

    Raises:
        SameLocale, NotTranslatable: the two do not belong together.
        ParentNotTranslated: the page above has no version in `locale` that is a translation.
        TextDoesNotFit: `translated` has more texts or links somewhere than the source.
    """
    original = _fresh(source)
    _check(original, locale, translated)
    segments = extract_segments(original)
    store([Translated(Original(original, segments), translated)], locale)
    words = words_of([original.translation_key], locale)[original.translation_key]
    return _save(original, locale, segments, words)


class Translated(NamedTuple):
    """A saved object with its segments, and an unsaved one with the text in another language."""

    original: Original
    text: TranslatableMixin


def store(translated: Sequence[Translated], locale: Locale) -> list[Words]:
    """What localize now has on record as the words in `locale`, for each of `translated`.

    Raises:
        TextDoesNotFit: a text has no place in its original.
    """
    paired = [pair(t.original.segments, extract_segments(t.text)) for t in translated]
    records = Records()
    sources = records.store_sources([t.original for t in translated])
    records.store_translations(
        locale, [(s, words.pairs) for s, words in zip(sources, paired, strict=True)]
    )
    records.store_overrides(
        locale, [(s, words.links) for s, words in zip(sources, paired, strict=True)]
    )
    Translation.objects.bulk_create(
        (Translation(source=source, target_locale=locale, enabled=True) for source in sources),
        update_conflicts=True,
        unique_fields=["source", "target_locale"],
        update_fields=["enabled"],
    )
    return [
        Words({(p.path, p.source): p.target for p in words.pairs}, words.links) for words in paired
    ]


def _fresh(source: M) -> M:
    """A copy of the published row, since writing segments into an object changes the original."""
    fresh: M = type(source)._default_manager.get(pk=source.pk)
    return fresh.specific if isinstance(fresh, Page) else fresh


def _check(source: TranslatableMixin, locale: Locale, translated: TranslatableMixin) -> None:
    if type(translated) is not type(source):
        raise NotTranslatable(
            f"{type(translated).__name__} is no translation of {type(source).__name__} “{source}”."
        )
    if source.locale_id == locale.pk:
        raise SameLocale(f"“{source}” is written in {locale.language_code} already.")
    if isinstance(source, Page) and not source.is_root():
        parent = source.get_parent()
        is_translated = parent.is_root() or parent.get_translations().filter(locale=locale).exists()
        if not is_translated:
            raise ParentNotTranslated(
                f"“{source}” cannot be translated into {locale.language_code} before the page "
                f"above it, “{parent}”."
            )


class Paired(NamedTuple):
    """The texts that belong together, and the links that differ by localize's path for them."""

    pairs: list[Pair]
    links: dict[str, str]


def pair(source: Sequence[Any], target: Sequence[Any]) -> Paired:
    """The texts of two versions side by side.

    Raises:
        TextDoesNotFit: the target has more texts or links somewhere than the source.
    """
    ours = _by_path(source)
    theirs = _by_path(target)
    pairs: list[Pair] = []
    links: dict[str, str] = {}
    for path, texts in theirs.items():
        originals = ours.get(path, [])
        if len(texts) > len(originals):
            raise TextDoesNotFit(
                f"The translation has {len(texts)} texts at “{path}”, the source "
                f"{len(originals)}. Block ids and paragraphs must be those of the source."
            )
        for original, text in zip(originals, texts, strict=False):
            pairs.append(Pair(path, original.string.data, text.string.data))
            links |= _links(path, original.attrs or {}, text.attrs or {})
    return Paired(pairs, links)


def _by_path(segments: Sequence[Any]) -> dict[str, list[StringSegmentValue]]:
    found: dict[str, list[StringSegmentValue]] = {}
    for segment in segments:
        if isinstance(segment, StringSegmentValue):
            found.setdefault(segment.path, []).append(segment)
    return found


def _links(path: str, ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, str]:
    unknown = theirs.keys() - ours.keys()
    if unknown:
        raise TextDoesNotFit(f"The translation has more links at “{path}” than the source.")
    return {
        f"{path}.{quote_path_component(ours[tag]['href'])}": attributes["href"]
        for tag, attributes in theirs.items()
        if "href" in attributes and "href" in ours[tag] and attributes["href"] != ours[tag]["href"]
    }


def _save(original: M, locale: Locale, segments: Sequence[SegmentValue], words: Words) -> M:
    """Write the target from localize's records, as its own ``save_target`` does."""
    target: M | None = (
        type(original)
        ._default_manager.filter(translation_key=original.translation_key, locale=locale)
        .first()
    )
    if target is None:
        target = original.copy_for_translation(locale)
    fill(target, original, segments, words, locale)
    if isinstance(target, Page):
        target.alias_of = None
        target.slug = find_available_slug(
            target.get_parent(), slugify(target.slug), ignore_page_id=target.pk
        )
    _publish(target, is_public=getattr(original, "live", True))
    return target


def _publish(target: TranslatableMixin, *, is_public: bool) -> None:
    if isinstance(target, DraftStateMixin):
        if not target.live and not is_public:
            target.save()
        revision = target.save_revision(log_action=False)
        if is_public:
            revision.publish(log_action=False)
            target.refresh_from_db()
    else:
        target.full_clean()
        target.save()
        if isinstance(target, RevisionMixin):
            target.save_revision(log_action=False)
