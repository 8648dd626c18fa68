from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "cms_media"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from cms.media import receivers  # noqa: F401, PLC0415 -- connects; needs the models
