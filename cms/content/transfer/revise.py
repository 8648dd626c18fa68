"""Saves pages that an import changed, in all their languages, as their editors would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Q
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from cms.content.bulk import publish_pages
from cms.content.bulk.publish import is_plain
from cms.content.transfer.entries import DRAFT, LIVE
from cms.content.transfer.plan import Revised
from cms.translation.segments import Original, Records
from cms.translation.texts import field_name
from cms.translation.translate import pair, translate


class Texts(NamedTuple):
    """A translation whose texts in some fields changed."""

    source: Page
    target: Page
    names: set[str]


def revise(revised: Sequence[Revised], user: AbstractBaseUser | None) -> None:
    """Save what changed; publish it where the page is public, or becomes so."""
    together = [each for each in revised if _is_plain(each)]
    _revise_together(together, user)
    for each in revised:
        if not _is_plain(each):
            _revise_alone(each, user)


def _is_plain(revised: Revised) -> bool:
    """True for public pages that stay public under the same titles and addresses."""
    if revised.status is not None or revised.new:
        return False
    changed = [(revised.source, revised.changed)]
    changed += [(revised.versions[code], names) for code, names in revised.texts.items()]
    return all(page.live for page in revised.versions.values()) and all(
        is_plain(page, names) for page, names in changed
    )


def _revise_together(revised: Sequence[Revised], user: AbstractBaseUser | None) -> None:
    texts = [
        Texts(each.source, each.versions[code], names)
        for each in revised
        for code, names in each.texts.items()
    ]
    # A fact changes in all versions, a text in its own.
    sources = [each.source for each in revised if each.changed]
    targets = [
        page
        for each in revised
        for code, page in each.versions.items()
        if page is not each.source and (each.changed or code in each.texts)
    ]
    _store_texts(texts)
    stored = {text.source.pk for text in texts}
    publish_pages(
        [*sources, *targets],
        user=user,
        refreshed=[source for source in sources if source.pk not in stored],
    )


def _revise_alone(revised: Revised, user: AbstractBaseUser | None) -> None:
    source = revised.source
    becomes_public = revised.status == LIVE
    if revised.changed or becomes_public:
        _save(source, user, is_public=source.live or becomes_public)
    _store_texts(
        [Texts(source, revised.versions[code], names) for code, names in revised.texts.items()]
    )
    for code, page in revised.versions.items():
        if page is not source and (code in revised.texts or (becomes_public and not page.live)):
            _save(page, user, is_public=page.live or becomes_public)
    if revised.status == DRAFT:
        for page in revised.versions.values():
            if page.live:
                page.unpublish(user=user)
    # A translation is public when its source is; so these come last.
    for page in revised.new.values():
        translate(source, page.locale, page)


def _save(page: Any, user: AbstractBaseUser | None, *, is_public: bool) -> None:
    revision = page.save_revision(user=user, clean=False, log_action=not is_public)
    if is_public:
        revision.publish(user=user)


def _store_texts(texts: Sequence[Texts]) -> None:
    """Let localize know that these texts are translations of what their sources say."""
    keys = [text.source.translation_key for text in texts]
    managed = set(
        TranslationSource.objects.filter(object_id__in=keys).values_list("object_id", "locale_id")
    )
    by_locale: dict[Locale, list[Texts]] = defaultdict(list)
    for text in texts:
        # What has no record was translated by hand, without localize.
        if (text.source.translation_key, text.source.locale_id) in managed:
            by_locale[text.target.locale].append(text)
    for locale, found in by_locale.items():
        _store_texts_in(locale, found)


def _store_texts_in(locale: Locale, texts: Sequence[Texts]) -> None:
    originals = [Original(text.source, extract_segments(text.source)) for text in texts]
    paired = [
        pair(original.segments, extract_segments(text.target))
        for original, text in zip(originals, texts, strict=True)
    ]
    records = Records()
    sources = records.store_sources(originals)
    replaced = Q(pk__in=[])
    for source, text in zip(sources, texts, strict=True):
        replaced |= Q(context__object=source.object, context__path__in=text.names)
    StringTranslation.objects.filter(replaced, locale=locale).delete()
    said = [
        [p for p in each.pairs if field_name(p.path) in text.names and p.target != p.source]
        for each, text in zip(paired, texts, strict=True)
    ]
    records.store_translations(locale, list(zip(sources, said, strict=True)))
    links = [
        {path: link for path, link in each.links.items() if field_name(path) in text.names}
        for each, text in zip(paired, texts, strict=True)
    ]
    records.store_overrides(locale, list(zip(sources, links, strict=True)))
