"""The thesaurus and promoted results in the admin."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from cms.discovery.models import PromotedResult, ThesaurusEntry


def _asked(request: HttpRequest) -> tuple[str, str]:
    """The question and its language that the report on searches hands over; or nothing, Czech."""
    language = request.GET.get("language", "")
    known = {code for code, _name in settings.WAGTAIL_CONTENT_LANGUAGES}
    return request.GET.get("term", "")[:200], language if language in known else "cs"


class CreateEntryView(CreateView):
    """A new entry, which may begin with what a visitor asked for."""

    def get_initial_form_instance(self) -> ThesaurusEntry:
        """An entry with the question as its first term."""
        term, language = _asked(self.request)
        return ThesaurusEntry(**{f"terms_{language}": term})


class CreatePromotionView(CreateView):
    """A new promotion, which may begin with what a visitor asked for."""

    def get_initial_form_instance(self) -> PromotedResult:
        """A promotion for the question in its language."""
        term, language = _asked(self.request)
        return PromotedResult(queries=term, locale=language)


class ThesaurusViewSet(SnippetViewSet):
    """Entries in alphabetical order."""

    model = ThesaurusEntry
    add_view_class = CreateEntryView
    icon = "openquote"
    menu_label = _("Thesaurus")
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "listed_cs", "listed_en"]
    search_fields = ["name", "terms_cs", "terms_en", "related_cs", "related_en"]
    search_backend_name = None  # the columns themselves: whatever is on any line
    list_export = ["terms_cs", "terms_en", "related_cs", "related_en", "note"]


class PromotedResultViewSet(SnippetViewSet):
    """Promotions by language."""

    model = PromotedResult
    add_view_class = CreatePromotionView
    icon = "pick"
    menu_label = _("Promoted results")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["__str__", "page", "get_locale_display", "until"]
    list_filter = ["locale"]
