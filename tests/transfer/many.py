"""A file with many opportunities in two languages, as a large cluster would import it."""

from __future__ import annotations

import datetime
from typing import Any

from tests.transfer.files import csv_file

KINDS = ("internship", "job", "thesis-master", "partner-search")
TOWNS = (("Praha", "Prague"), ("Brno", "Brno"), ("Plzeň", "Pilsen"))


def opportunity(number: int, pillar: str) -> dict[str, Any]:
    """One row: a kind in turn, with texts of a usual length that are all different."""
    czech, english = TOWNS[number % len(TOWNS)]
    deadline = datetime.date(2031, 1, 1) + datetime.timedelta(days=number % 300)
    return {
        "key": "",
        "page_status": "live",
        "title_cs": f"Nabídka {number}: měření optických vrstev",
        "title_en": f"Offer {number}: measuring optical layers",
        "kind": KINDS[number % len(KINDS)],
        "organisation_name_cs": f"Optika {number % 40}",
        "university_name_cs": "Univerzita Palackého",
        "summary_cs": f"Přidejte se k týmu číslo {number}, který měří tenké vrstvy.",
        "summary_en": f"Join team number {number}, which measures thin layers.",
        "description_cs": f"<p>Práce {number}.</p><p>Naučíte se: <b>spektroskopii</b>.</p>",
        "description_en": f"<p>Your work {number}.</p><p>What you learn: <b>spectroscopy</b>.</p>",
        "pillars": pillar,
        "levels": "master; phd",
        "city_cs": czech,
        "city_en": english,
        "region": "CZ-10",
        "duration": 3,
        "deadline_on": f"{deadline.day}. {deadline.month}. {deadline.year}",
        "languages": "cs; en",
        "requirements_cs": "Zájem o optiku\nČeština nebo angličtina",
        "requirements_en": "An interest in optics\nCzech or English",
        "offer_cs": f"Vedení zkušeným kolegou\nStipendium {number} Kč",
        "offer_en": f"Guidance by an experienced colleague\nA grant of {number} CZK",
        "supervisor": "Ing. Jana Nová",
        "academic_supervisor": "doc. Petr Starý",
        "topic_status": "available",
        "confidentiality": "public",
        "academic_year": "2030/2031",
        "contact_name": "Jana Nová",
        "contact_email": f"jana.nova{number}@example.org",
        "partner_sought_cs": "Partner pro projekt",
        "partner_sought_en": "A partner for a project",
        "partner_profile": "sme; research",
        "collaboration": "offer",
        "workload": "full",
        "apply_url": f"https://example.org/apply/{number}",
    }


def opportunities_file(count: int, pillar: str) -> bytes:
    """The CSV file."""
    return csv_file(*(opportunity(number, pillar) for number in range(count)))
