"""The room as a Django app: its settings are checked at the start."""

from django.apps import AppConfig
from django.core.checks import register


class GraphqlConfig(AppConfig):
    """The endpoint."""

    name = "cms.graphql"
    label = "cms_graphql"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Check the settings with everything else that is checked; know the sites' origins."""
        from cms.graphql.checks import settings_are_sound  # noqa: PLC0415 -- needs loaded models
        from cms.graphql.http import origins  # noqa: PLC0415 -- likewise

        register(settings_are_sound)
        origins.connect()
