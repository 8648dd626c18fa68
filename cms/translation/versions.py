"""The versions of one object in the languages, and which of them is the source of which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Model
from wagtail.models import DraftStateMixin, Page, TranslatableMixin
from wagtail_localize.models import Translation

from cms.publishing.batches import standing_rows_by


@dataclass(frozen=True, slots=True)
class Version:
    """One language version of a translated object. `was_public` stays true after unpublishing."""

    pk: int
    locale: str
    is_live: bool = True
    was_public: bool = True
    alias_of: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A translation that localize keeps: between which languages, and whether it is in use."""

    source: str
    target: str
    is_enabled: bool


def versions_of(model: type[Model], translation_keys: Iterable[UUID]) -> dict[UUID, list[Version]]:
    """All versions of each object, oldest first. `model` carries the translation key."""
    columns = ["pk", "locale__language_code"]
    if issubclass(model, DraftStateMixin):
        columns += ["live", "first_published_at"]
    if issubclass(model, Page):
        columns.append("alias_of_id")
    found: dict[UUID, list[Version]] = {key: [] for key in translation_keys}
    rows = standing_rows_by(
        ("versions", model),
        lambda keys: (
            model._default_manager.filter(translation_key__in=keys)
            .order_by("pk")
            .values_list("translation_key", *columns)
        ),
        keys=list(found),
    )
    for key, pk, locale, *rest in rows:
        publicity = (rest[0], rest[0] or rest[1] is not None) if rest else ()
        found[key].append(Version(pk, locale, *publicity, *rest[2:]))
    return found


def links_of(translation_keys: Iterable[UUID]) -> dict[UUID, list[Link]]:
    """What localize translates of each object, links in use first."""
    found: dict[UUID, list[Link]] = {key: [] for key in translation_keys}
    rows = standing_rows_by(
        "links",
        lambda keys: (
            Translation.objects.filter(source__object_id__in=keys)
            .order_by("-enabled", "pk")
            .values_list(
                "source__object_id",
                "source__locale__language_code",
                "target_locale__language_code",
                "enabled",
            )
        ),
        keys=list(found),
    )
    for key, *link in rows:
        found[key].append(Link(*link))
    return found


def sources_of(versions: Sequence[Version], links: Sequence[Link]) -> dict[int, Version | None]:
    """The source of each version by primary key; None for what was written first.

    Localize's record decides. Among versions made by hand the oldest that was ever public is the
    source: a copy for translation is always younger than what it was copied from.
    """
    by_locale = {version.locale: version for version in versions}
    originals = [v for v in versions if v.was_public and v.alias_of is None]
    sources: dict[int, Version | None] = {}
    for version in versions:
        by_record = _source_by_record(version, by_locale, links)
        oldest = originals[0] if originals else None
        is_source = any(link.source == version.locale for link in links)
        if by_record is not None:
            sources[version.pk] = by_record
        elif is_source or oldest is None or oldest.pk == version.pk:
            sources[version.pk] = None
        else:
            sources[version.pk] = oldest
    return sources


def _source_by_record(
    version: Version, by_locale: dict[str, Version], links: Sequence[Link]
) -> Version | None:
    for link in links:
        source = by_locale.get(link.source)
        if link.target != version.locale or source is None or source.pk == version.pk:
            continue
        goes_both_ways = any(
            other.source == version.locale and other.target == link.source for other in links
        )
        if goes_both_ways and version.pk < source.pk:
            continue
        return source
    return None


def translation_model(instance: TranslatableMixin) -> type[Model]:
    """The model that carries the translation key of `instance`."""
    found: type[Model] = instance.get_translation_model()
    return found
