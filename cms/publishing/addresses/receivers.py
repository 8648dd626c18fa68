"""Hears of pages that are about to leave their addresses, and of redirects that editors delete.

What happens to a page while it is saved or deleted is told by :mod:`cms.publishing.receivers`.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Model
from django.db.models.signals import pre_delete, pre_save
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import pre_page_move

from cms.publishing.addresses import former


def connect() -> None:
    """Listen."""
    pre_page_move.connect(_before_move, dispatch_uid="cms_publishing.addresses.move")
    pre_save.connect(
        _before_restriction,
        sender=PageViewRestriction,
        dispatch_uid="cms_publishing.addresses.restriction",
    )
    pre_delete.connect(
        _before_delete, sender=Redirect, dispatch_uid="cms_publishing.addresses.redirect"
    )


def _before_move(instance: Page, url_path_before: str, url_path_after: str, **_: Any) -> None:
    # The tree is still whole, which it is not any more when the row is saved.
    if url_path_before != url_path_after:
        former.before_leaving(Page.objects.values_list("path", flat=True).get(pk=instance.pk))


def _before_restriction(instance: PageViewRestriction, *, raw: bool = False, **_: Any) -> None:
    # It may be lifted again after the page has moved.
    if not raw and instance._meta.apps is apps:
        former.before_leaving(instance.page.path)


def _before_delete(instance: Redirect, *, origin: Model | Any = None, **_: Any) -> None:
    # One row by itself is what an editor deletes; those that go with a page go as a set.
    if instance.automatically_created and isinstance(origin, Redirect):
        former.forget(f"{instance.old_path}/")
