from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "cms_translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what is published."""
        from cms.translation import receivers  # noqa: PLC0415 -- needs ready apps

        receivers.connect()
