"""The project's own user model, so that it can grow without a painful migration later."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.models import APIToken


class User(AbstractUser):
    """A person who edits: cluster office or member."""


class Scope(models.TextChoices):
    """What a token may see beyond what everybody sees."""

    MEMBERS = "members_only", _("Read what is for members only")
    DRAFTS = "drafts", _("Read drafts of the pages that its user may edit")
    DEVELOPER = "developer", _("See what each answer cost")


class TokenGrant(models.Model):
    """How far an API token reaches, and until when; the token itself is Wagtail's."""

    token = models.OneToOneField(
        APIToken,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="grant",
        verbose_name=_("API token"),
    )
    scopes = models.JSONField(_("reach"), default=list, blank=True)
    expires_at = models.DateTimeField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("reach of an API token")
        verbose_name_plural = _("reaches of API tokens")
        default_permissions = ()
        permissions = [("read_members_only", "Can read what is for members only with an API token")]

    def __str__(self) -> str:
        return str(self.token)
