"""The admin's form for images: Wagtail's, with a file field that survives any SVG."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.images.fields import WagtailImageField
from wagtail.images.forms import BaseImageForm
from willow.svg import WillowSvgException


class ImageFileField(WagtailImageField):
    """An image file; a drawing that cannot be measured is an error of the field."""

    def to_python(self, data: Any) -> Any:
        try:
            return super().to_python(data)
        except WillowSvgException as error:
            raise ValidationError(
                _("The size of the SVG drawing is missing or impossible."), code="svg_size"
            ) from error


class ImageForm(BaseImageForm):
    """Wagtail's form; what a drawing may contain is checked by the model."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:
            field = self.fields["file"]
            self.fields["file"] = ImageFileField(
                label=field.label, required=field.required, widget=field.widget
            )
