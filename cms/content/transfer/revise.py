"""Saves a page that an import changed, in all its languages, as an editor would."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, TranslationSource
from wagtail_localize.segments.extract import extract_segments

from cms.content.transfer.entries import DRAFT, LIVE
from cms.content.transfer.plan import Revised
from cms.translation.segments import Original, Records
from cms.translation.texts import field_name
from cms.translation.translate import pair, translate


def revise(revised: Revised, user: AbstractBaseUser | None) -> None:
    """Save what changed; publish it when the page is public, or becomes so."""
    source = revised.source
    becomes_public = revised.status == LIVE
    is_public = source.live or becomes_public
    if revised.changed or becomes_public:
        _save(source, user, is_public=is_public)
    for code, names in revised.texts.items():
        _store_texts(source, revised.versions[code], names)
    for code, page in revised.versions.items():
        if page is not source and (code in revised.texts or (becomes_public and not page.live)):
            _save(page, user, is_public=page.live or becomes_public)
    for page in revised.new.values():
        translate(source, page.locale, page)
    if revised.status == DRAFT:
        for page in revised.versions.values():
            if page.live:
                page.unpublish(user=user)


def _save(page: Any, user: AbstractBaseUser | None, *, is_public: bool) -> None:
    revision = page.save_revision(user=user, clean=False, log_action=not is_public)
    if is_public:
        revision.publish(user=user)


def _store_texts(source: Page, target: Page, names: set[str]) -> None:
    """Let localize know that the texts of these fields are translations of what `source` says."""
    locale: Locale = target.locale
    known = TranslationSource.objects.get_for_instance_or_none(source)
    if known is None:
        return  # translated by hand, without localize
    segments = extract_segments(source)
    paired = pair(segments, extract_segments(target))
    changed = [each for each in paired.pairs if field_name(each.path) in names]
    said = [each for each in changed if each.target != each.source]
    links = {p: link for p, link in paired.links.items() if field_name(p) in names}
    records = Records()
    (frozen,) = records.store_sources([Original(source, segments)])
    StringTranslation.objects.filter(
        context__object=frozen.object, context__path__in=names, locale=locale
    ).delete()
    records.store_translations(locale, [(frozen, said)])
    records.store_overrides(locale, [(frozen, links)])
