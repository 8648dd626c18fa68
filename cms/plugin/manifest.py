"""What a plugin says about itself: a Django ``AppConfig`` with a few words more.

Django loads all apps or none. Here each step of a plugin's loading is fenced instead: what raises
is remembered in ``discovery`` and the site starts without that plugin.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any, ClassVar

from django.apps import AppConfig, apps
from django.conf import settings

from cms.plugin import discovery
from cms.plugin.contributions import Contribution

logger = logging.getLogger(__name__)


class RequirementFailed(Exception):
    """A plugin that this one requires failed before it."""


class Plugin(AppConfig):
    """One plugin. Set `name`, `label` and `title`; yield values from :meth:`contributions`.

    `requires` names the labels of plugins that must be active before this one, `description` is
    a sentence for the add-ons panel, and `active_by_default` switches the plugin on when it is
    first seen. `is_core` is for plugin zero alone.
    """

    title: ClassVar[str]
    description: ClassVar[str] = ""
    version: ClassVar[str] = "1.0"
    requires: ClassVar[tuple[str, ...]] = ()
    active_by_default: ClassVar[bool] = False
    is_core: ClassVar[bool] = False
    default_auto_field = "django.db.models.BigAutoField"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Fence the subclass's own ``ready()``, which Django calls for all apps in a row."""
        super().__init_subclass__(**kwargs)
        if "ready" in cls.__dict__:
            setattr(cls, "ready", _fenced(cls.__dict__["ready"]))  # noqa: B010 -- a method, on purpose

    def contributions(self) -> Iterator[Contribution]:
        """Everything the plugin adds. Called once, when all models are loaded."""
        return iter(())

    def import_models(self) -> None:
        """Import the plugin's models; a failure costs only this plugin."""
        try:
            for label in self.requires:
                if label in discovery.failures():
                    raise RequirementFailed(f"the required plugin “{label}” failed")
            super().import_models()
        except Exception as error:  # any code may fail in a module that is not ours
            discovery.record_failure(self.label, error)
            logger.exception("plugin.failed", extra={"plugin": self.label})
            self._forget_models()

    def _forget_models(self) -> None:
        """Take back what half-loaded models left with Django and Wagtail.

        Migrations of the plugin are left alone until it works: they may need its code, and
        without its models ``makemigrations`` would delete its tables.
        """
        from wagtail.models import PAGE_MODEL_CLASSES  # noqa: PLC0415 -- needs loaded app configs

        self.models = apps.all_models[self.label]
        for model in self.models.values():
            if model in PAGE_MODEL_CLASSES:
                PAGE_MODEL_CLASSES.remove(model)
        self.models.clear()
        self.models_module = None
        settings.MIGRATION_MODULES[self.label] = None
        apps.clear_cache()


def _fenced(ready: Callable[[Plugin], None]) -> Callable[[Plugin], None]:
    @wraps(ready)
    def fenced(plugin: Plugin) -> None:
        try:
            ready(plugin)
        except Exception as error:  # any code may fail in a module that is not ours
            discovery.record_failure(plugin.label, error)
            logger.exception("plugin.failed", extra={"plugin": plugin.label})

    return fenced
