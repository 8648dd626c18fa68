"""Forms of uploaded files, which keep confined users to what their organisation may store.

All ways of uploading use these forms: the choosers, the page for one file and that for many.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Count, Sum
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.documents import get_document_model
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images import get_image_model

from cms.media import forms as media
from cms.plugin.confinement import reach_of
from cms.plugin.contributions import Reach


class BoundedUpload:
    """Part of a form for a file: refuses one for which the organisation has no room left."""

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.reach = reach_of(user) if user is not None else None

    def _post_clean(self) -> None:
        """Ask last, for without its file the model would complain of more than the size."""
        super()._post_clean()  # type: ignore[misc]  # a form's
        file = self.cleaned_data.get("file")  # type: ignore[attr-defined]  # a form's
        if self.reach is not None and "file" in self.changed_data and file:  # type: ignore[attr-defined]  # likewise
            try:
                _check_room(self.reach, file.size)
            except ValidationError as error:
                self.add_error("file", error)  # type: ignore[attr-defined]  # likewise


class ImageForm(BoundedUpload, media.ImageForm):
    """The admin's form for images."""


class DocumentForm(BoundedUpload, BaseDocumentForm):  # type: ignore[misc]  # Wagtail is not typed
    """The admin's form for documents."""


def stored(reach: Reach) -> tuple[int, int]:
    """How many files there are in the organisation's collections, and how many bytes."""
    files = size = 0
    for model in (get_image_model(), get_document_model()):
        rows = model.objects.filter(collection__in=reach.collections)
        sums = rows.aggregate(files=Count("pk"), size=Sum("file_size"))
        files, size = files + sums["files"], size + (sums["size"] or 0)
    return files, size


def _check_room(reach: Reach, size: int) -> None:
    files, stored_bytes = stored(reach)
    if reach.max_files is not None and files >= reach.max_files:
        message = _(
            "Your organisation has %(files)d files here and may not have more. "
            "Ask the cluster’s office to remove some."
        )
        raise ValidationError(message % {"files": files}, code="too_many_files")
    if reach.max_bytes is not None and stored_bytes + size > reach.max_bytes:
        message = _(
            "The file has %(size)s and your organisation has room for %(left)s of %(limit)s. "
            "Choose a smaller file, or ask the cluster’s office to remove some."
        )
        sizes = {
            "size": filesizeformat(size),
            "left": filesizeformat(max(reach.max_bytes - stored_bytes, 0)),
            "limit": filesizeformat(reach.max_bytes),
        }
        raise ValidationError(message % sizes, code="too_many_bytes")
