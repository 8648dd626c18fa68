"""The closed lists of the directory."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class MemberType(models.TextChoices):
    """What kind of organisation a member is."""

    COMPANY_SME = "company-sme", _("small or medium-sized company")
    COMPANY_LARGE = "company-large", _("large company")
    UNIVERSITY = "university", _("university")
    RESEARCH_INSTITUTE = "research-institute", _("research institute")
    PUBLIC = "public", _("public body")
    ASSOCIATION = "association", _("association")


class SizeClass(models.TextChoices):
    """Size by number of employees. Source: Commission Recommendation 2003/361/EC."""

    MICRO = "micro", _("micro (up to 9 people)")
    SMALL = "small", _("small (10–49 people)")
    MEDIUM = "medium", _("medium (50–249 people)")
    LARGE = "large", _("large (250 people or more)")


class Region(models.TextChoices):
    """Regions of the Czech Republic. Source: ISO 3166-2:CZ."""

    PRAGUE = "CZ-10", _("Prague")
    CENTRAL_BOHEMIAN = "CZ-20", _("Central Bohemian Region")
    SOUTH_BOHEMIAN = "CZ-31", _("South Bohemian Region")
    PLZEN = "CZ-32", _("Plzeň Region")
    KARLOVY_VARY = "CZ-41", _("Karlovy Vary Region")
    USTI = "CZ-42", _("Ústí nad Labem Region")
    LIBEREC = "CZ-51", _("Liberec Region")
    HRADEC_KRALOVE = "CZ-52", _("Hradec Králové Region")
    PARDUBICE = "CZ-53", _("Pardubice Region")
    VYSOCINA = "CZ-63", _("Vysočina Region")
    SOUTH_MORAVIAN = "CZ-64", _("South Moravian Region")
    OLOMOUC = "CZ-71", _("Olomouc Region")
    ZLIN = "CZ-72", _("Zlín Region")
    MORAVIAN_SILESIAN = "CZ-80", _("Moravian-Silesian Region")


class MemberField(models.TextChoices):
    """Fields that a member may show to other members only."""

    STREET = "street", _("street, postal code and coordinates")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    EMPLOYEES = "employees", _("number of employees")
    PRODUCTS = "products", _("products and services")
    EQUIPMENT = "equipment", _("equipment")
    CONTACTS = "contacts", _("contact persons")
    TECHNOLOGY_PROFILE = "technology_profile", _("technology profile")
    MEMBER_SINCE = "member_since", _("member since")


class MemberFieldsField(models.JSONField):
    """A list of :class:`MemberField` values, edited with checkboxes."""

    def formfield(self, **kwargs: Any) -> forms.Field:
        """Checkboxes, none of them required."""
        return forms.MultipleChoiceField(
            choices=[(value, capfirst(label)) for value, label in MemberField.choices],
            required=False,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            widget=forms.CheckboxSelectMultiple,
            initial=list,
        )
