from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "cms_translation"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Listen to what is published; speed localize up."""
        from cms.translation import plaintext, receivers  # noqa: PLC0415 -- needs ready apps

        receivers.connect()
        plaintext.install()
