"""What a visitor must and may write; the same form for the page in HTML and for GraphQL."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from plugins.conferences.models import ConferencePage

MAX_MESSAGE = 5000
# Values that go into headers of e-mails hold no line breaks or other control characters.
one_line = RegexValidator(
    r"[\x00-\x1f\x7f-\x9f\u2028\u2029]", _("Write it on one line."), inverse_match=True
)


class EnquiryForm(forms.Form):
    """An enquiry about one edition, in the active language."""

    name = forms.CharField(
        label=pgettext_lazy("person", "Name"), max_length=120, validators=[one_line]
    )
    organisation = forms.CharField(label=_("Organisation"), max_length=160, validators=[one_line])
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    phone = forms.CharField(label=_("Phone"), max_length=40, required=False, validators=[one_line])
    package = forms.ChoiceField(label=_("Package"), required=False)
    message = forms.CharField(
        label=_("Message"),
        max_length=MAX_MESSAGE,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    # Hidden from people by the style sheet; only programs fill it in.
    homepage = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, conference: ConferencePage, **kwargs: Any) -> None:
        super().__init__(*args, **{"label_suffix": "", **kwargs})
        self.conference = conference
        self.packages = {package.key: package.name for package in conference.packages.all()}
        package: Any = self.fields["package"]
        package.choices = [("", _("not decided yet")), *self.packages.items()]
        if not self.packages:
            package.widget = forms.HiddenInput()
        package.error_messages["invalid_choice"] = _("There is no such package.")

    @property
    def is_from_a_program(self) -> bool:
        """True when the field that people do not see is filled in."""
        return bool(self.data.get("homepage"))
