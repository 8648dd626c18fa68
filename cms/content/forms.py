"""How pages are edited: terms of a vocabulary are ticked, in the language of the page."""

from __future__ import annotations

from typing import Any

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Page, TranslatableMixin

from cms.admin.confined.forms import confine, refuse_foreign_choices

SEARCHED_FROM = 12  # choices; fewer are seen at a glance


class TermCheckboxes(forms.CheckboxSelectMultiple):
    """Checkboxes in columns, with a filter above them when there are many."""

    template_name = "cms_content/widgets/term_checkboxes.html"

    class Media:
        css = {"all": ["cms_content/term_checkboxes.css"]}
        js = ["cms_content/term_checkboxes.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context, and whether the filter is worth its place."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        context["widget"]["is_searched"] = len(list(self.choices)) >= SEARCHED_FROM
        return context


class ContentPageForm(WagtailAdminPageForm):  # type: ignore[misc]  # Wagtail is not typed
    """The form of every page type of the house."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            model = getattr(getattr(field, "queryset", None), "model", object)
            if issubclass(model, TranslatableMixin) and not issubclass(model, Page):
                field.queryset = field.queryset.filter(locale=self.instance.locale)
        confine(self)

    def is_valid(self) -> bool:
        """True when all is well.

        Raises: PermissionDenied, when a confined user chose what is not theirs to choose.
        """
        refuse_foreign_choices(self)
        return bool(super().is_valid())
