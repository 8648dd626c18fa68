"""Countries as two letters, one or several of them."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cms.content.fields import ChoiceListField

TWO_LETTERS = re.compile(r"[A-Z]{2}\Z")


class CountryField(models.CharField):
    """A country. Source: ISO 3166-1 alpha-2."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("Two letters of ISO 3166-1, such as CZ."))
        kwargs["max_length"] = 2
        super().__init__(*args, **kwargs)
        self.validators.append(RegexValidator(r"^[A-Z]{2}\Z", _("Use two letters, such as CZ.")))

    def deconstruct(self) -> Any:
        """A plain column of text: the two letters are a matter of forms."""
        name, _path, args, kwargs = super().deconstruct()
        kwargs.pop("help_text", None)
        return name, "django.db.models.CharField", args, kwargs

    def to_python(self, value: Any) -> Any:
        """The letters as capitals."""
        text = super().to_python(value)
        return text.strip().upper() if isinstance(text, str) else text


class CountryListField(ChoiceListField):
    """Several countries, written with commas in the form."""

    def to_python(self, value: Any) -> Any:
        """The letters in the order in which they were written, each country once."""
        if isinstance(value, str):
            value = [part.strip().upper() for part in re.split(r"[,;\s]+", value) if part.strip()]
        return super().to_python(value)

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse what is not two letters."""
        for code in value or []:
            if not TWO_LETTERS.match(code):
                raise ValidationError(
                    _("“%(value)s” is not a country of two letters, such as CZ."),
                    code="invalid_country",
                    params={"value": code},
                )

    def formfield(self, **kwargs: Any) -> forms.Field:
        """One line of text."""
        return CountryCodes(
            required=not self.blank, label=capfirst(self.verbose_name), help_text=self.help_text
        )


class CountryCodes(forms.CharField):
    """Shows a list of countries as one line."""

    def prepare_value(self, value: Any) -> Any:
        """The codes with commas between them."""
        return ", ".join(value) if isinstance(value, list) else value
