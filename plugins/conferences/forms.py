"""The form of an edition: the usual tiers to begin with, rows checked against one another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.content.forms import ContentPageForm
from plugins.conferences import rules
from plugins.conferences.tiers import default_tiers


class ConferenceForm(ContentPageForm):
    """The edit form of :class:`ConferencePage`."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        instance = kwargs.get("instance")
        if instance is not None and instance.pk is None and not instance.tiers.all():
            instance.tiers = default_tiers()
        super().__init__(*args, **kwargs)

    def is_valid(self) -> bool:
        """Wagtail's answer, and whether the rows fit one another."""
        is_valid: bool = super().is_valid()
        return is_valid and self._fit_one_another()

    def _fit_one_another(self) -> bool:
        filled = {
            name: [
                form
                for form in (self.formsets[name].forms if name in self.formsets else ())
                if form not in self.formsets[name].deleted_forms and _is_filled(form)
            ]
            for name in rules.RELATIONS
        }
        rows = {name: [form.instance for form in found] for name, found in filled.items()}
        found = rules.problems(self.instance, rows)
        for problem in found:
            if problem.place < 0:
                self.add_error(None, problem.message)
                continue
            form = filled[problem.relation][problem.place]
            form.add_error(problem.field if problem.field in form.fields else None, problem.message)
        return not found


def _is_filled(form: Any) -> bool:
    return not form.empty_permitted or form.has_changed()


class HandledEnquiryForm(WagtailAdminModelForm):
    """What the office does with an enquiry; what the sender wrote stays as it is."""

    mail_again = forms.BooleanField(
        label=_("send the e-mails again"),
        help_text=_("Those that could not be sent; both, when both were sent."),
        required=False,
    )
