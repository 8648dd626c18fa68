"""The form of a member in the admin: short tabs, every fact in one of them, help beside it."""

from __future__ import annotations

from django.utils import translation
from wagtail.admin.panels import FieldPanel, InlinePanel, Panel
from wagtail.models import Locale

from plugins.members.models import MemberPage

NEEDS_NO_HELP = {  # whose name says all, or whose group has the help
    "member_type",
    "size_class",
    "employees",
    "founded",
    "street",
    "postal_code",
    "city",
    "latitude",
    "longitude",
}


def panels_of(panel: Panel) -> list[Panel]:
    below = [one for child in getattr(panel, "children", ()) for one in panels_of(child)]
    return [panel, *below]


def test_every_fact_stands_once_in_the_tabs() -> None:
    handler = MemberPage.get_edit_handler()
    own = {field.name for field in MemberPage._meta.local_fields if field.editable}
    many = {field.name for field in MemberPage._meta.local_many_to_many}
    inherited = {"page_ptr", "share_image", "title_key", "title_folded"}
    shown = [panel for tab in handler.children[:-2] for panel in panels_of(tab)]

    names = [panel.field_name for panel in shown if isinstance(panel, FieldPanel)]
    lists = [panel.relation_name for panel in shown if isinstance(panel, InlinePanel)]

    assert sorted(names) == sorted((own | many | {"title"}) - inherited)
    assert sorted(lists) == ["contacts", "equipment", "products", "socials"]


def test_tabs_are_named_in_czech_and_fields_explain_themselves(db: None) -> None:
    handler = MemberPage.get_edit_handler()
    form = handler.get_form_class()(instance=MemberPage(locale=Locale.get_default()))
    shown = [panel for tab in handler.children[:-2] for panel in panels_of(tab)]

    silent = {
        panel.field_name
        for panel in shown
        if isinstance(panel, FieldPanel)
        and not (panel.help_text or form.fields[panel.field_name].help_text)
    }

    with translation.override("cs"):
        assert [str(tab.heading) for tab in handler.children] == [
            "Základní údaje",
            "Čím se zabývá",
            "Nabídka",
            "Adresa",
            "Osoby",
            "Členství",
            "Vyhledávače",
            "Nastavení",
        ]
    assert silent == NEEDS_NO_HELP
