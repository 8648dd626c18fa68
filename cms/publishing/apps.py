"""The room as a Django app: it listens to what changes."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """What is public, where it is found, and who is told when it changes."""

    name = "cms.publishing"
    label = "cms_publishing"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to pages, snippets, files, restrictions and plugins; tell the state of it all."""
        from cms.plugin import scope  # noqa: PLC0415 -- needs settings
        from cms.publishing import clock, receivers  # noqa: PLC0415 -- needs loaded models

        receivers.connect()
        scope.stamp_by(clock.stamp)
