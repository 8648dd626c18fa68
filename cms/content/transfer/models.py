"""Files between upload and import: in the database, where no visitor and no other host looks."""

from __future__ import annotations

import datetime
import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

KEPT = datetime.timedelta(days=1)


class Upload(models.Model):
    """A file that its user has checked, or is about to. Emptied when it is imported."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="+",
    )
    table = models.CharField(_("table"), max_length=50)
    name = models.CharField(_("file name"), max_length=255)
    content = models.BinaryField(_("content"), blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    created_at = models.DateTimeField(_("uploaded at"), default=timezone.now, editable=False)

    class Meta:
        app_label = "cms_content"
        verbose_name = _("file for import")
        verbose_name_plural = _("files for import")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


def forget_old_uploads() -> None:
    """Delete what nobody came back for."""
    Upload.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
