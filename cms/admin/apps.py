from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "cms.admin"
    label = "cms_admin"
    default_auto_field = "django.db.models.BigAutoField"
