"""The room as a Django app: caches that are set wrongly stop the start."""

from django.apps import AppConfig


class PurgingConfig(AppConfig):
    """HTTP caches in front of the site, told of what changed."""

    name = "cms.purging"
    label = "cms_purging"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read the settings, so that a wrong one is heard of now and not with the first change."""
        from cms.purging.conf import caches  # noqa: PLC0415 -- needs settings

        caches()
