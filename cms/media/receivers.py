"""Facts about an image's file, taken when the file changes and never while somebody reads."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import pre_save
from django.dispatch import receiver

from cms.media.colors import dominant_color
from cms.media.models import Image


@receiver(pre_save, sender=Image)
def describe_file(sender: type[Image], instance: Image, *, raw: bool, **kwargs: Any) -> None:
    """Fill in size, hash and dominant colour of a file that is about to be stored."""
    if raw or not instance.file or instance.file._committed:
        return
    instance._set_image_file_metadata()
    with instance.open_file() as file:
        instance.dominant_color = dominant_color(file, is_svg=instance.is_svg())
        file.seek(0)
