"""The page that stands in for the translation editor while a page's plugin is inactive.

wagtail-localize puts its own editor before Wagtail's for translated pages, and that editor does
not know lock objects.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms.plugin.gate import is_model_active


def show_lock_instead_of_translating(request: HttpRequest, page: Page) -> HttpResponse | None:
    """The message of the lock, when the translation editor would open on a locked page."""
    if is_model_active(type(page)) or not _has_translation_editor(page):
        return None
    lock = page.get_lock()
    breadcrumbs = [
        {"url": reverse("wagtailadmin_explore", args=[ancestor.pk]), "label": ancestor.title}
        for ancestor in page.get_ancestors()
        if ancestor.depth > 1
    ]
    context = {
        "message": lock.get_message(request.user),
        "header_title": page.get_admin_display_title(),
        "header_icon": "lock",
        "breadcrumbs_items": [*breadcrumbs, {"url": "", "label": page.get_admin_display_title()}],
    }
    return render(request, "cms_admin/locked_page.html", context)


def _has_translation_editor(page: Page) -> bool:
    if page.alias_of_id is not None:
        return True
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id
    ).exists()
