"""Sends an editor to the frontend with a token for the draft.

The address is the frontend's of the page's site, from the variable ``PREVIEW_FRONTENDS``
(hostname of the site, or "*", to address), with what headless previews of Wagtail agree on:
``content_type`` and ``token``; and with the path that the page would have. The frontend shows that
to its own server, which sends the token in the header ``Authorization``.
"""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit, urlunsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET
from wagtail.models import Page, Revision

from cms.publishing import preview
from cms.publishing.paths import path_of, root_of


def frontend_of(page: Page) -> str:
    """Where drafts of `page` are previewed; empty when no frontend is known."""
    known: dict[str, str] = settings.KLASTR_PREVIEW_FRONTENDS
    root = root_of(page)
    if root is None:
        return ""
    return known.get(urlsplit(root.base_url).hostname or "", known.get("*", ""))


@require_GET
def preview_in_frontend(
    request: HttpRequest, page_id: int, revision_id: int | None = None
) -> HttpResponse:
    """The way to the frontend; 404 when there is none, or the draft is not for this user."""
    page = get_object_or_404(Page.objects.select_related("locale"), pk=page_id).specific
    revision = get_object_or_404(page.revisions, pk=revision_id) if revision_id else None
    frontend = frontend_of(page)
    if not frontend:
        raise Http404
    try:
        token = preview.issue(page, request.user, revision=revision)
    except preview.NoPreview as error:
        raise Http404 from error
    response = HttpResponseRedirect(_address(frontend, page, revision, token))
    response["Cache-Control"] = "no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _address(frontend: str, page: Page, revision: Revision | None, token: str) -> str:
    draft = revision or page.get_latest_revision()
    shown = draft.as_object() if draft else page
    parameters = {
        "content_type": page._meta.label_lower,
        "path": path_of(shown) or "",
        "token": token,
    }
    parts = urlsplit(frontend)
    query = "&".join(filter(None, (parts.query, urlencode(parameters))))
    return urlunsplit(parts._replace(query=query))
