"""How projects are edited: rules about several rows of a form at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.content.collation import fold
from cms.content.forms import ContentPageForm
from plugins.projects.models.choices import PartnerRole


class ProjectForm(ContentPageForm):
    """The form of a project."""

    def is_valid(self) -> bool:
        """False as well when rows contradict one another; the second row says so."""
        is_valid = super().is_valid()
        visits = (
            (form, organisation_of(form, "visitor", "visitor_name"))
            for form in self._rows("exchanges")
        )
        once = refuse_repeated(
            visits,
            "visitor_name",
            _("Rule of ClusterXchange: an organisation visits once in a project."),
        )
        partners = (
            (form, organisation_of(form, "organisation", "name")) for form in self._rows("partners")
        )
        apart = refuse_repeated(partners, "name", _("This organisation is a partner already."))
        coordinators = (
            (form, form.cleaned_data.get("role"))
            for form in self._rows("partners")
            if form.cleaned_data.get("role") == PartnerRole.COORDINATOR
        )
        one = refuse_repeated(coordinators, "role", _("A project has one coordinator."))
        countries = (
            (form, form.cleaned_data.get("country") or None) for form in self._rows("rates")
        )
        rates = refuse_repeated(countries, "country", _("This country has a lump sum already."))
        return is_valid and all((once, apart, one, rates))

    def _rows(self, name: str) -> Iterator[Any]:
        """The forms of one relation that are filled in and stay."""
        formset = self.formsets.get(name)
        for form in formset.forms if formset is not None else ():
            data = getattr(form, "cleaned_data", None)
            if data and not data.get("DELETE"):
                yield form


def organisation_of(form: Any, page_field: str, name_field: str) -> object:
    """What tells organisations apart: their page in whatever language, or else their name."""
    page = form.cleaned_data.get(page_field)
    if isinstance(page, Page):
        return page.translation_key
    return fold(form.cleaned_data.get(name_field) or "") or None


def refuse_repeated(rows: Iterable[tuple[Any, object]], field: str, message: Any) -> bool:
    """True when all keys differ, None aside; else each repeated row gets an error on `field`."""
    seen: set[object] = set()
    is_unique = True
    for form, key in rows:
        if key is not None and key in seen:
            form.add_error(field, ValidationError(message))
            is_unique = False
        seen.add(key)
    return is_unique
