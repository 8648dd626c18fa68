from django.apps import AppConfig


class TranslationConfig(AppConfig):
    name = "cms.translation"
    label = "cms_translation"
    default_auto_field = "django.db.models.BigAutoField"
