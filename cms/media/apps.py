from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "cms.media"
    label = "cms_media"
    default_auto_field = "django.db.models.BigAutoField"
