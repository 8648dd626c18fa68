"""The thesaurus and promoted results in the admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.discovery.models import PromotedResult, ThesaurusEntry


class ThesaurusViewSet(SnippetViewSet):
    """Entries in alphabetical order."""

    model = ThesaurusEntry
    icon = "openquote"
    menu_label = _("Thesaurus")
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "terms_cs", "terms_en"]
    search_fields = ["name", "terms_cs", "terms_en", "related_cs", "related_en"]
    search_backend_name = None  # the columns themselves: whatever is on any line
    list_export = ["terms_cs", "terms_en", "related_cs", "related_en", "note"]


class PromotedResultViewSet(SnippetViewSet):
    """Promotions by language."""

    model = PromotedResult
    icon = "pick"
    menu_label = _("Promoted results")
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["queries", "page", "locale", "until"]
    list_filter = ["locale"]
