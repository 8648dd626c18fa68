"""Where things are: words that several plugins share, so that their filters speak alike."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


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
