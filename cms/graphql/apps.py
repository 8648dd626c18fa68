from django.apps import AppConfig


class GraphqlConfig(AppConfig):
    name = "cms.graphql"
    label = "cms_graphql"
    default_auto_field = "django.db.models.BigAutoField"
