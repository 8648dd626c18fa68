"""The project's addresses and those of the report."""

from django.urls import include, path

from cms.admin.translation_health import register_urls
from cms.project.urls import urlpatterns as project_urls

urlpatterns = [path("admin/", include(register_urls())), *project_urls]
