"""The room as a Django app: its settings are checked at the start."""

from django.apps import AppConfig
from django.core.checks import register


class GraphqlConfig(AppConfig):
    """The endpoint."""

    name = "cms.graphql"
    label = "cms_graphql"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Check the settings with everything else that is checked."""
        from cms.graphql.checks import settings_are_sound  # noqa: PLC0415 -- needs loaded models

        register(settings_are_sound)
