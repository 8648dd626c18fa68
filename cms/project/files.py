"""Uploaded pictures over HTTP: sizes drawn for readers, never the files that were uploaded.

Whoever may see the image may fetch its renditions: everybody when it is public, otherwise those
who work with it in the admin. Originals and documents are not served by path at all; documents
have Wagtail's own view, which looks at their collection. That says nothing to caches, and many keep
what ends in ``.pdf`` unless they are told not to.
"""

from __future__ import annotations

import hashlib

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.views.decorators.http import etag, require_safe
from wagtail.documents.views import serve
from wagtail.permissions import policy_registry

from cms.media.models import Document, Image, Rendition
from cms.publishing.epoch import object_tag
from cms.publishing.visibility import public_documents, public_images

RENDITIONS = "images/"
AVATARS = "avatar_images/"
EDITORS_ACTIONS = ["choose", "add", "change", "delete"]
FOR_EVERYBODY = "public, max-age=31536000, immutable"  # a changed picture has another name
FOR_EDITORS = "private, no-cache"
ASKED_ANEW = "public, max-age=0, must-revalidate"
FOR_ONE_READER = "private, no-store"
# An SVG opened by itself is a document: it may show, and nothing else.
SVG_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


@require_safe
def media(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of a rendition or of an editor's portrait; 404 for who may not see it."""
    if "\x00" in name:  # no database takes it
        raise Http404
    if name.startswith(RENDITIONS):
        rendition = Rendition.objects.filter(file=name).select_related("image").first()
        if rendition is None:
            raise Http404
        if public_images().filter(pk=rendition.image_id).exists():
            response = _file(request, name, FOR_EVERYBODY)
            response["Cache-Tag"] = object_tag(Image, rendition.image_id)
            return response
        if policy_registry.get_by_type(Image).user_has_any_permission_for_instance(
            request.user, EDITORS_ACTIONS, rendition.image
        ):
            return _file(request, name, FOR_EDITORS)
    elif name.startswith(AVATARS) and request.user.has_perm("wagtailadmin.access_admin"):
        return _file(request, name, FOR_EDITORS)
    raise Http404


def document(request: HttpRequest, pk: str, filename: str) -> HttpResponseBase:
    """A document as Wagtail serves it: from its collection, to whom it may be shown."""
    response: HttpResponseBase = serve.serve(request, pk, filename)
    if public_documents().filter(pk=pk).exists():
        response["Cache-Control"] = ASKED_ANEW
        response["Cache-Tag"] = object_tag(Document, pk)
    else:
        response["Cache-Control"] = FOR_ONE_READER
    return response


def _name_digest(request: HttpRequest, name: str) -> str:
    return f'"{hashlib.sha256(name.encode()).hexdigest()[:32]}"'


def _file(request: HttpRequest, name: str, cache_control: str) -> HttpResponseBase:
    try:
        response = _open(request, name)
    except OSError:
        raise Http404 from None
    response["Cache-Control"] = cache_control
    response["X-Content-Type-Options"] = "nosniff"
    if name.lower().endswith(".svg"):
        response["Content-Security-Policy"] = SVG_POLICY
    return response


@etag(_name_digest)
def _open(request: HttpRequest, name: str) -> HttpResponseBase:
    response = FileResponse(default_storage.open(name))
    filename = name.rpartition("/")[2]
    response["Content-Disposition"] = content_disposition_header(False, filename) or "inline"
    return response
