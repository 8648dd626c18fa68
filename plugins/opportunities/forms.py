"""How opportunities are edited: the chosen kind says which fields there are and which it needs."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from django import forms

from cms.content.forms import ContentPageForm
from cms.content.relations import PageKey
from plugins.opportunities.models.required import is_filled, lacking, missing_message
from plugins.opportunities.models.taxonomy import kinds
from plugins.opportunities.models.timing import wrong_extension


class KindSelect(forms.Select):
    """The choice of a kind; tells the browser which fields each kind has."""

    class Media:
        css = {"all": ["opportunities/kind_fields.css"]}
        js = ["opportunities/kind_fields.js"]

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Django's context with the fields of all kinds."""
        context: dict[str, Any] = super().get_context(name, value, attrs)
        fields = {
            kind.value: {"fields": entry.fields, "required": entry.required}
            for kind, entry in kinds().items()
        }
        context["widget"]["attrs"]["data-opportunity-kinds"] = json.dumps(fields)
        return context


class OpportunityForm(ContentPageForm):
    """The form of an opportunity. A draft may lack what its kind requires."""

    def clean(self) -> dict[str, Any]:
        """Wagtail's cleaning; then what the kind requires, and the order of deadlines."""
        cleaned: dict[str, Any] = super().clean()
        if not self.is_deferred_validation:
            self._require(cleaned)
        self._check_extensions(cleaned.get("deadline_on"))
        return cleaned

    def _require(self, cleaned: dict[str, Any]) -> None:
        def has(attribute: str) -> bool:
            if attribute in self.errors:
                return True  # it says already what is wrong
            value = cleaned.get(attribute)
            return value.exists() if hasattr(value, "exists") else is_filled(value)

        self.instance.kind = cleaned.get("kind", "")
        for group in lacking(self.instance.kind, has):
            shown = next((name for name in group if self._is_on_offer(name)), group[0])
            message = missing_message(self.instance, shown)
            self.add_error(shown, forms.ValidationError(message, code="required"))

    def _is_on_offer(self, attribute: str) -> bool:
        """False for a link to pages of a plugin that is switched off, whose chooser is hidden."""
        field = self.instance._meta.get_field(attribute)
        return not isinstance(field, PageKey) or bool(field.models())

    def _check_extensions(self, first: date | None) -> None:
        rows = self.formsets.get("extensions")
        if rows is None or "deadline_on" in self.errors:
            return
        kept = [row for row in rows.ordered_forms if not row.errors] if rows.is_valid() else []
        wrong = wrong_extension(first, (row.cleaned_data.get("deadline_on") for row in kept))
        if wrong:
            place, message = wrong
            self.add_error(None, forms.ValidationError(message, code="not_later"))
            kept[place].add_error("deadline_on", message)
