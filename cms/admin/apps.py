from django.apps import AppConfig


class AdminConfig(AppConfig):
    name = "cms.admin"
    label = "cms_admin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register what plugins contribute to the admin, before Wagtail's snippets get ready."""
        from cms.admin import checks  # noqa: F401, PLC0415 -- registers; needs loaded models
        from cms.admin.bridge import register_models  # noqa: PLC0415 -- needs loaded models
        from cms.admin.confined.policies import register_policies  # noqa: PLC0415 -- likewise

        register_models()
        register_policies()
