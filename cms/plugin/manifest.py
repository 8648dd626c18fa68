"""What a plugin says about itself: a Django ``AppConfig`` with a few words more."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import ClassVar

from django.apps import AppConfig, apps

from cms.plugin import discovery
from cms.plugin.contributions import Contribution

logger = logging.getLogger(__name__)


class Plugin(AppConfig):
    """One plugin. Set `name`, `label` and `title`; yield values from :meth:`contributions`.

    `requires` names the labels of plugins that must be active before this one, `description` is
    a sentence for the add-ons panel, and `active_by_default` switches the plugin on when it is
    first seen.
    """

    title: ClassVar[str]
    description: ClassVar[str] = ""
    version: ClassVar[str] = "1.0"
    requires: ClassVar[tuple[str, ...]] = ()
    active_by_default: ClassVar[bool] = False
    default_auto_field = "django.db.models.BigAutoField"

    def contributions(self) -> Iterator[Contribution]:
        """Everything the plugin adds. Called once, when all apps are ready."""
        return iter(())

    def import_models(self) -> None:
        """Import the plugin's models; a failure costs only this plugin."""
        try:
            super().import_models()
        except Exception as error:  # any code may fail in a module that is not ours
            discovery.record_failure(self.label, error)
            logger.exception("plugin.failed", extra={"plugin": self.label})
            apps.all_models[self.label].clear()
            apps.clear_cache()
            self.models = apps.all_models[self.label]
            self.models_module = None
