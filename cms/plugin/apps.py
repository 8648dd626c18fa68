from typing import Any

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS
from django.db.models.signals import post_migrate


class PluginConfig(AppConfig):
    name = "cms.plugin"
    label = "cms_plugin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the checks; keep the states after each migration, when permissions exist."""
        from cms.plugin import checks  # noqa: F401, PLC0415 -- registers; needs loaded models

        *_, last = (config for config in apps.get_app_configs() if config.models_module)
        post_migrate.connect(self.ensure_states, sender=last)

    def ensure_states(self, *, using: str, plan: object = None, **kwargs: Any) -> None:
        """Receiver of ``post_migrate``: every plugin has its row once all tables are there.

        Without a plan it was not ``migrate`` but ``flush``, which took the root page away too.
        """
        if plan is None:
            return
        from django.db import connections  # noqa: PLC0415 -- needs settings
        from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- same

        from cms.plugin.lifecycle import ensure_states  # noqa: PLC0415 -- needs loaded models

        executor = MigrationExecutor(connections[using])
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if using == DEFAULT_DB_ALIAS and not pending:
            ensure_states()
