"""What follows when an edition is gone: nothing of it can be sold any more."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from plugins.conferences.models import ConferencePage
from plugins.conferences.models.sales import forget_stock


@receiver(post_delete, sender=ConferencePage, dispatch_uid="conferences.forget_stock")
def forget_deleted(instance: ConferencePage, **kwargs: Any) -> None:
    """Forget what could be sold of an edition when its last language version is deleted."""
    forget_stock(ConferencePage, instance.translation_key)
