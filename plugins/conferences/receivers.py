"""What follows when an edition is published or gone: what of it can be sold."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published

from plugins.conferences.models import ConferencePage, PackageSale
from plugins.conferences.models.sales import forget_stock, hold, keep_stock, take_back


@receiver(post_delete, sender=ConferencePage, dispatch_uid="conferences.forget_stock")
def forget_deleted(instance: ConferencePage, **kwargs: Any) -> None:
    """Forget what could be sold of an edition when its last language version is deleted."""
    forget_stock(ConferencePage, instance.translation_key)


@receiver(pre_delete, sender=PackageSale, dispatch_uid="conferences.hold")
def lock_first(instance: PackageSale, **kwargs: Any) -> None:
    """Lock in the order of :meth:`PackageSale.save`: the package, and then the sale."""
    hold(instance)


@receiver(post_delete, sender=PackageSale, dispatch_uid="conferences.take_back")
def count_deleted(instance: PackageSale, **kwargs: Any) -> None:
    """Count anew when a sale is gone; deleting many at once calls no method of theirs."""
    take_back(instance)


@receiver(page_published, sender=ConferencePage, dispatch_uid="conferences.keep_stock")
def keep_published(instance: ConferencePage, **kwargs: Any) -> None:
    """Keep what can be sold also of editions that were written without ``save``, many at once."""
    keep_stock(instance)
