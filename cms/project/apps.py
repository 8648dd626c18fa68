from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "cms.project"
    label = "cms_project"
