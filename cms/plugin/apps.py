from django.apps import AppConfig


class PluginConfig(AppConfig):
    name = "cms.plugin"
    label = "cms_plugin"
    default_auto_field = "django.db.models.BigAutoField"
