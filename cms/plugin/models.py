"""One row for each plugin that was ever seen: whether it is active, and how far it is upgraded."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PluginState(models.Model):
    """The state of one plugin, by label."""

    label = models.CharField(_("label"), max_length=100, primary_key=True)
    is_active = models.BooleanField(_("active"), default=False)
    upgrade_step = models.PositiveIntegerField(_("last upgrade step"), default=0)
    demo_loaded_at = models.DateTimeField(_("demo loaded at"), null=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        verbose_name = _("plugin state")
        verbose_name_plural = _("plugin states")

    def __str__(self) -> str:
        return self.label
