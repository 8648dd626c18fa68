"""The tags of an event as others may be told them: none tells of what is nobody's business."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from wagtail.models import Page, PageViewRestriction

from cms.publishing import epoch
from cms.publishing.events import Changed, Kind
from cms.publishing.visibility import public_documents, public_images

PAGE = epoch.page_tag(0).removesuffix("0")


def page_ids_of(tags: Iterable[str]) -> Iterator[int]:
    """The ids of pages among the tags."""
    return (int(tag.removeprefix(PAGE)) for tag in tags if tag.startswith(PAGE))


def public_tags(
    event: Changed, public: Collection[int], former: Collection[int], keys: Iterable[str]
) -> Iterator[str]:
    """The tags of the event without those of drafts, and of pages and files that are restricted.

    `public` and `former` are ids of pages that are public, or were; `keys` the translation keys of
    the first. A page that is live, though its own type hides it, keeps its tag: it may have been
    shown until now, and a number says nothing.
    """
    hidden = _hidden_pages({*page_ids_of(event.tags)} - {*public, *former})
    hidden -= {epoch.versions_tag(key) for key in keys}
    if Kind.RESTRICTED not in event.kinds:  # else the files were public until now
        hidden |= _hidden_files(event.objects)
    return (tag for tag in event.tags if tag not in hidden)


def _hidden_pages(page_ids: set[int]) -> set[str]:
    """The tags of those that are drafts or restricted; of a deleted one nothing is known."""
    if not page_ids:
        return set()
    restricted = tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    hidden: set[str] = set()
    rows = Page.objects.filter(pk__in=page_ids)
    for pk, live, path, key in rows.values_list("pk", "live", "path", "translation_key"):
        if not live or path.startswith(restricted):
            hidden |= {epoch.page_tag(pk), epoch.versions_tag(key)}
    return hidden


def _hidden_files(names: Iterable[str]) -> set[str]:
    """The names of images and documents that are there and not public."""
    hidden: set[str] = set()
    for files in (public_images(), public_documents()):
        beginning = epoch.object_tag(files.model, "")
        pks = [name.removeprefix(beginning) for name in names if name.startswith(beginning)]
        if pks:
            there = files.model._default_manager.filter(pk__in=pks).values_list("pk", flat=True)
            shown = files.filter(pk__in=pks).values_list("pk", flat=True)
            hidden |= {f"{beginning}{pk}" for pk in set(there) - set(shown)}
    return hidden
