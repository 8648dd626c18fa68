"""Addresses of the whole house."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms.admin import javascript_catalog
from cms.plugin.gate import site_urlpatterns
from cms.project import files, health

urlpatterns = [
    path("admin/jsi18n/", javascript_catalog.wagtail_words),
    path("admin/localize/jsi18n/", javascript_catalog.localize_words),
    path("admin/", include(wagtailadmin_urls)),
    re_path(r"^documents/(\d+)/(.*)$", files.document),
    path("documents/", include(wagtaildocs_urls)),  # their names, and passwords of collections
    path("media/<path:name>", files.media, name="media"),
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("cms.graphql.urls")),
    path("", include("cms.website.urls")),
    *site_urlpatterns(),
    *i18n_patterns(path("", include(wagtail_urls))),
]

handler400 = "cms.project.error_pages.bad_request"
handler404 = "cms.project.error_pages.not_found"
handler500 = "cms.project.error_pages.server_error"
