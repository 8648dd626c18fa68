"""What every new account gets."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.users.models import UserProfile

from cms.accounts.models import User


@receiver(post_save, sender=User)
def choose_language(
    sender: type[User], instance: User, *, created: bool, raw: bool, **kwargs: Any
) -> None:
    """Start in the house's language; Wagtail alone would follow the browser."""
    if created and not raw:
        UserProfile.objects.get_or_create(
            user=instance, defaults={"preferred_language": settings.LANGUAGE_CODE}
        )
