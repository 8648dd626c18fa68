"""Publishes changed pages together, as their editors would one by one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import Page, Revision
from wagtail_localize.models import Translation

from cms.content.bulk import history, indexes, rows
from cms.translation.frozen import refresh, serialised
from cms.translation.receivers import settled
from cms.translation.recompute import recompute_many
from cms.translation.texts import Texts

# Columns that a page's place in the tree owns; others may change it meanwhile.
OF_THE_TREE = frozenset({"path", "depth", "numchild", "url_path"})


@transaction.atomic
def publish_pages(
    pages: Sequence[Page],
    *,
    user: AbstractBaseUser | None = None,
    refreshed: Iterable[Page] = (),
    texts: dict[int, Texts] | None = None,
) -> None:
    """Publish public `pages`, of one type, with the fields and relations that they have in memory.

    They are valid, and keep their titles and slugs. All language versions that change are among
    them, so nothing is synchronised; localize's frozen copies of the pages `refreshed` take over
    their facts. Children stay as they are stored. `texts` are those that somebody knows already.
    """
    if not pages:
        return
    now = timezone.now()
    for page in pages:
        history.mark(page, now)
    _update(pages)
    _schedule_nothing(pages)
    prefetch_related_objects(pages, *_stored_relations(pages[0]))
    history.store_revisions(pages, user)
    history.log(pages, "wagtail.publish", user, has_revision=True)
    _refresh(refreshed)
    recompute_many(pages, texts)
    with settled():
        history.announce(pages)
    _update_aliases(pages)
    indexes.index_changed(pages)


def _update(pages: Sequence[Page]) -> None:
    """Write the columns, and the many-to-many relations that are held in memory."""
    model = type(pages[0])
    for table in [*reversed(model._meta.get_parent_list()), model]:
        rows.update(table, pages, leave=OF_THE_TREE)
    for page in pages:
        for field in get_all_child_m2m_relations(model):
            if field.name in vars(page).get("_cluster_related_objects", {}):
                held = list(getattr(page, field.name).all())
                getattr(page, field.name).commit()
                setattr(page, field.name, held)


def _schedule_nothing(pages: Sequence[Page]) -> None:
    scheduled = Revision.page_revisions.filter(
        object_id__in=[str(page.pk) for page in pages], approved_go_live_at__isnull=False
    )
    scheduled.update(approved_go_live_at=None)


def _stored_relations(page: Any) -> list[str]:
    """Names of the relations that are not held in memory, to be read for all pages at once."""
    held = vars(page).get("_cluster_related_objects", {})
    return [name for name in rows.relation_names(page) if name not in held]


def _refresh(sources: Iterable[Page]) -> None:
    by_key = {source.translation_key: source for source in sources}
    translations = Translation.objects.filter(
        source__object_id__in=list(by_key), enabled=True
    ).select_related("source")
    for frozen in {translation.source for translation in translations}:
        source = by_key[frozen.object_id]
        if frozen.locale_id == source.locale_id:
            refresh(frozen, source, serialised(source))


def _update_aliases(pages: Sequence[Page]) -> None:
    by_pk = {page.pk: page for page in pages}
    followed = Page.objects.filter(alias_of__in=by_pk).values_list("alias_of", flat=True)
    for pk in set(followed):
        by_pk[pk].update_aliases(revision=by_pk[pk].live_revision)


def is_plain(page: models.Model, changed: Iterable[str]) -> bool:
    """True when :func:`publish_pages` can publish what changed: no draft, title or address."""
    return bool(getattr(page, "live", False)) and not {"title", "slug"} & set(changed)
