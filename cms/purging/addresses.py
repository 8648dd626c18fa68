"""At which addresses what changed is seen, as far as addresses tell.

A page is seen at its own, in every language, and above it, where it is listed; caches may also keep
where it was before. Files that changed, and feeds, are what the site itself sends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain
from urllib.parse import quote

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page

from cms.media.models import Rendition
from cms.plugin.contributions import Feed
from cms.plugin.registry import registry
from cms.publishing import epoch
from cms.publishing.events import Changed
from cms.publishing.models import FormerAddress
from cms.publishing.paths import url_of
from cms.publishing.showing import chunks

PAGE = epoch.page_tag(0).removesuffix("0")
TYPE = "type:"


def urls_of(event: Changed, also: Iterable[str] = ()) -> set[str]:
    """The absolute addresses of all that may look otherwise after the event.

    `also` are paths that always do.
    """
    labels = {tag.removeprefix(TYPE).partition(".")[0] for tag in _tags(event, TYPE)}
    found = {_absolute(path) for path in also}
    above: set[str] = set()
    for ids in chunks(int(tag.removeprefix(PAGE)) for tag in _tags(event, PAGE)):
        for page in Page.objects.filter(pk__in=ids).select_related("content_type"):
            labels.add(page.content_type.app_label)
            above |= set(_paths_above(page))
            found.add(url_of(page) or "")
        former = FormerAddress.objects.filter(page_id__in=ids)
        found.update(_absolute(quote(at)) for at in former.values_list("address", flat=True))
    for paths in chunks(above):
        found.update(url_of(page) or "" for page in Page.objects.filter(path__in=paths))
    found.update(map(_absolute, chain(_feeds(labels), *_of_objects(event))))
    return found - {""}


def _tags(event: Changed, beginning: str) -> Iterator[str]:
    return (tag for tag in event.tags if tag.startswith(beginning))


def _paths_above(page: Page) -> Iterator[str]:
    """Where the pages above are in Wagtail's tree."""
    return (page.path[:end] for end in range(page.steplen, len(page.path), page.steplen))


def _feeds(labels: set[str]) -> Iterator[str]:
    """Feeds of these plugins, and of the core, which lists everything; without parameters."""
    for label, feed in registry().contributed(Feed):
        if label in labels or registry().plugins[label].is_core:
            for locale, _name in settings.LANGUAGES:
                yield from (f"/feeds/{locale}/{feed.name}.{kind}" for kind in feed.formats)


def _of_objects(event: Changed) -> Iterator[Iterable[str]]:
    """The files and redirects among what changed."""
    images = Rendition.objects.filter(image__in=_keys(event, get_image_model()))
    yield (rendition.file.url for rendition in images)
    documents = get_document_model()._default_manager.filter(
        pk__in=_keys(event, get_document_model())
    )
    yield (document.url for document in documents)
    redirects = Redirect.objects.filter(pk__in=_keys(event, Redirect))
    yield (quote(path) for path in redirects.values_list("old_path", flat=True))


def _keys(event: Changed, model: type) -> list[str]:
    beginning = epoch.object_tag(model, "")
    return [name.removeprefix(beginning) for name in event.objects if name.startswith(beginning)]


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
