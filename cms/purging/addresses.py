"""At which addresses what changed is seen, as far as addresses tell.

Where pages are and were, `cms.publishing.changes` knows. What else the site itself sends are feeds,
files and redirects.
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
from cms.publishing.changes import described
from cms.publishing.events import Changed
from cms.publishing.models import FormerAddress
from cms.publishing.paths import url_of
from cms.publishing.showing import chunks
from cms.publishing.visibility import live_pages

PAGE = epoch.page_tag(0).removesuffix("0")
TYPE = epoch.type_tag(Page).partition(":")[0] + ":"


def urls_of(event: Changed, also: Iterable[str] = ()) -> set[str]:
    """The absolute addresses of all that may look otherwise after the event.

    `also` are paths that always do.
    """
    meaning = described(event)
    found = {page.url for page in meaning.pages if page.url}
    paths = [path for page in meaning.pages for path in page.former_paths]
    if meaning.is_whole_site:
        found.update(filter(None, map(url_of, live_pages().only("url_path").iterator())))
        paths = list(_former(event))
    labels = None if meaning.is_whole_site else _labels(event)
    rest = chain(paths, also, _feeds(labels), *_of_objects(event))
    return found | {f"{settings.PUBLIC_URL}{path}" for path in rest}


def _former(event: Changed) -> Iterator[str]:
    """Where pages of the event were."""
    for ids in chunks(event.page_ids):
        rows = FormerAddress.objects.filter(page_id__in=ids).values_list("address", flat=True)
        yield from map(quote, rows)


def _labels(event: Changed) -> set[str]:
    """The plugins whose pages are among those of the event."""
    labels = {tag.removeprefix(TYPE).partition(".")[0] for tag in _tags(event, TYPE)}
    for ids in chunks(int(tag.removeprefix(PAGE)) for tag in _tags(event, PAGE)):
        types = Page.objects.filter(pk__in=ids).values_list("content_type__app_label", flat=True)
        labels.update(types.distinct())
    return labels


def _tags(event: Changed, beginning: str) -> Iterator[str]:
    return (tag for tag in event.tags if tag.startswith(beginning))


def _feeds(labels: set[str] | None) -> Iterator[str]:
    """Feeds of these plugins, or of all, and of the core, which list everything; all unfiltered."""
    for label, feed in registry().contributed(Feed):
        if labels is None or label in labels or registry().plugins[label].is_core:
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
