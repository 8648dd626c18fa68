"""The closed lists of the directory."""

from __future__ import annotations

from django.db import models
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
