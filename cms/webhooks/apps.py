"""The room as a Django app: its sender works wherever couriers do."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Who is told by HTTP of what changed."""

    name = "cms.webhooks"
    label = "cms_webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the settings, so that a wrong one stops the start; send beside the couriers."""
        from cms.publishing import courier  # noqa: PLC0415 -- needs settings
        from cms.webhooks import conf, sending  # noqa: PLC0415 -- needs loaded models

        conf.rules()
        courier.work_beside("webhooks-sending", sending.send_due)
