"""Creates pages in several languages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page
from wagtail_localize.segments.extract import extract_segments

from cms.content.bulk import history, indexes, rows
from cms.content.bulk.checks import errors_of
from cms.content.bulk.copies import apart, copy_for_translation, in_memory
from cms.content.bulk.errors import PagesInvalid
from cms.content.bulk.places import Place, free, parent_in, taken_slug
from cms.content.bulk.versions import PageVersions
from cms.publishing.addresses import redirects
from cms.publishing.paths import addresses_of
from cms.translation.ingest import fill
from cms.translation.receivers import settled
from cms.translation.recompute import recompute_many
from cms.translation.segments import Original
from cms.translation.texts import Texts, texts_in
from cms.translation.translate import Translated, store

BATCH = 200


def create_pages(
    parent: Page,
    pages: Iterable[PageVersions],
    *,
    user: AbstractBaseUser | None = None,
    clean: bool = True,
) -> list[list[Page]]:
    """The versions of each of `pages`, source first, written below `parent` and its translations.

    All are of one type. At most two hundred are written in one transaction. A slug that a source
    lacks is made of its title; a translation's slug gets a number when it is taken. Translation
    keys may be given. Signals say that each public page was published; ``post_save`` is not sent.

    Raises:
        PagesInvalid: pages of a batch are not valid; earlier batches are written.
        ParentNotTranslated: `parent` has no version in the language of a translation.
        TextDoesNotFit: a translation has more texts or links somewhere than its source.
    """
    made: list[list[Page]] = []
    for batch in _batches(pages):
        with transaction.atomic():
            made += _Batch(parent, batch, user, clean, offset=len(made)).create()
    return made


def _batches(pages: Iterable[PageVersions]) -> Iterator[list[PageVersions]]:
    remaining = iter(pages)
    while batch := list(islice(remaining, BATCH)):
        yield batch


@dataclass
class _Batch:
    """Pages of one type that are written in one transaction."""

    parent: Page
    pages: Sequence[PageVersions]
    user: AbstractBaseUser | None
    clean: bool
    offset: int = 0
    texts: dict[int, Texts] = field(default_factory=dict)

    def create(self) -> list[list[Page]]:
        """The versions of each page, source first."""
        now = timezone.now()
        sources = [versions.source for versions in self.pages]
        self._place_sources(sources)
        for source in sources:
            source.owner = source.owner or self.user
            history.mark(source, now)
        self._insert(sources)
        history.log(sources, "wagtail.create", self.user)
        live = [source for source in sources if source.live]
        history.log(live, "wagtail.publish", self.user, has_revision=True)

        made: list[list[Page]] = [[source] for source in sources]
        for locale in self._locales():
            for place, target in self._translate(locale):
                made[place].append(target)
        written = [page for versions in made for page in versions]
        recompute_many((page for page in written if page.live), self.texts)
        taken = addresses_of(page.url_path for page in written if page.live)
        redirects.free(filter(None, taken))
        with settled():
            history.announce(written)
        indexes.index_new(written)
        return made

    def _locales(self) -> list[Locale]:
        found = {page.locale_id: page.locale for v in self.pages for page in v.translations}
        return list(found.values())

    def _place_sources(self, sources: Sequence[Page]) -> None:
        place = Place(self.parent)
        errors: dict[int, ValidationError] = {}
        for number, source in enumerate(sources):
            if source.locale_id is None:
                source.locale = place.parent.locale
            source.slug = source.slug or place.slug_for_title(source.title)
            if not place.is_free(source.slug):
                errors[number] = taken_slug(source, place.parent)
            place.put(source)
        place.close()
        self._check(sources, errors)

    def _check(self, pages: Sequence[Page], errors: dict[int, ValidationError]) -> None:
        if self.clean:
            errors = {**errors_of(pages), **errors}
        if errors:
            for page in pages:
                free(page)
            raise PagesInvalid(
                {
                    (self.offset + number, pages[number].locale.language_code): error
                    for number, error in sorted(errors.items())
                }
            )

    def _insert(self, pages: Sequence[Page]) -> None:
        rows.insert(pages)
        history.store_revisions(pages, self.user)

    def _translate(self, locale: Locale) -> list[tuple[int, Page]]:
        """The translations into one language, with the places of their sources."""
        wanted = [
            (number, versions.source, text)
            for number, versions in enumerate(self.pages)
            for text in versions.translations
            if text.locale_id == locale.pk
        ]
        originals = [
            Original(source, extract_segments(source), history.content_of(source))
            for _n, source, _t in wanted
        ]
        words = store(
            [Translated(o, text) for o, (_n, _s, text) in zip(originals, wanted, strict=True)],
            locale,
        )
        targets = []
        extracted = []
        place = Place(parent_in(self.parent, locale))
        for original, said in zip(originals, words, strict=True):
            with in_memory():
                target = copy_for_translation(original.instance, locale)
                segments = fill(target, apart(original.instance), original.segments, said, locale)
            target.slug = place.free_slug(slugify(target.slug))
            place.put(target)
            history.mark(target, original.instance.latest_revision_created_at)
            targets.append(target)
            extracted.append((original, target, segments))
        place.close()
        self._check(targets, {})
        self._insert(targets)
        for original, target, segments in extracted:
            self.texts[original.instance.pk] = texts_in(original.segments)
            self.texts[target.pk] = texts_in(segments)
        by_key = {source.translation_key: source for _n, source, _t in wanted}

        def label(page: Page) -> str:
            return by_key[page.translation_key].get_admin_display_title()

        history.log(targets, "wagtail.create", self.user, label=label)
        history.log(
            targets,
            "wagtail.copy_for_translation",
            self.user,
            label=label,
            data=lambda page: history.copied_from(
                by_key[page.translation_key], page, self.parent, place.parent
            ),
        )
        for target in targets:
            history.announce_copy(by_key[target.translation_key], target)
        return [(number, t) for (number, _s, _t), t in zip(wanted, targets, strict=True)]
