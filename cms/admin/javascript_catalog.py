"""The words of the admin's scripts, with our translations of what their authors left in English.

Django reads such words from the folders of apps only, and Wagtail and wagtail-localize each ask
for their own; so these two views stand before theirs in ``cms/project/urls.py``.
"""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.i18n import JavaScriptCatalog
from wagtail.admin.localization import get_localized_response


class CompletedCatalog(JavaScriptCatalog):
    """The catalogue of the asked packages; ours is read last and wins."""

    def get_paths(self, packages: list[str]) -> list[str]:
        """The packages' folders, then ``LOCALE_PATHS`` with the first of them last."""
        return [*super().get_paths(packages), *map(str, reversed(settings.LOCALE_PATHS))]


_of_wagtail = CompletedCatalog.as_view(packages=["wagtail.admin"])
_of_localize = CompletedCatalog.as_view(packages=["wagtail_localize"])


def wagtail_words(request: HttpRequest) -> HttpResponse:
    """Wagtail's words in the language that the editor has chosen."""
    answer: HttpResponse = get_localized_response(_of_wagtail, request)
    return answer


def localize_words(request: HttpRequest) -> HttpResponse:
    """wagtail-localize's words in the language that the editor has chosen."""
    answer: HttpResponse = get_localized_response(_of_localize, request)
    return answer
