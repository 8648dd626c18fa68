"""One invented edition with all that an edition can have, for trying things out.

Its dates count from the day of loading, so that a demo never goes stale.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from wagtail.models import Locale

from cms.content.demo.bilingual import in_locale, read
from cms.content.models import Pillar
from cms.translation.translate import translate
from plugins.conferences.models import (
    ClusterRole,
    ConferenceIndexPage,
    ConferencePage,
    Fee,
    Organiser,
    PackageSale,
    PackageStock,
    Partner,
    Session,
    Speaker,
    SponsorshipPackage,
    Talk,
)
from plugins.conferences.tiers import default_tiers

DATA = "plugins.conferences"
TRANSLATED = ("packages", "fees", "sessions", "talks", "speakers")
CLUSTER = {"name": "Český optický klastr", "name_en": "Czech Optical Cluster"}
PILLAR = "optical-quantum-technologies"


def create_sample(index: ConferenceIndexPage) -> None:
    """Make the invented edition in both languages and sell its packages, unless it is there."""
    record = read(DATA, "sample")
    page = ConferencePage.objects.child_of(index).filter(slug=record["slug"]["cs"]).first()
    if page is None or not page.live:
        page = _czech(index, record, page)
    _name_partners(page, record)
    english = Locale.objects.get(language_code="en")
    target = page.get_translation_or_none(english)
    if target is None or not target.live:
        translate(page, english, _english(page, record, english))
    _sell(page)


def _czech(
    index: ConferenceIndexPage, record: dict[str, Any], page: ConferencePage | None
) -> ConferencePage:
    if page is None:
        start = timezone.localdate() + datetime.timedelta(days=record["days_ahead"])
        page = ConferencePage(locale=index.locale, live=False, slug=record["slug"]["cs"])
        _set_facts(page, record, start)
        _set_texts(page, record, "cs")
        index.add_child(instance=page)
    page.pillars = list(Pillar.objects.filter(locale=index.locale, code=PILLAR))
    page.organisers = [Organiser(**CLUSTER, sort_order=0)]
    page.tiers = [tier for tier in default_tiers() if tier.key in record["tiers"]]
    for tier in page.tiers.all():
        tier.limit = record["limits"].get(tier.key)
    _set_rows(page, record, "cs")
    page.save_revision().publish()
    return ConferencePage.objects.get(pk=page.pk)


def _english(page: ConferencePage, record: dict[str, Any], locale: Locale) -> ConferencePage:
    english = ConferencePage(locale=locale, slug=record["slug"]["en"])
    _set_texts(english, record, "en", year=page.start_on.year)
    _set_rows(english, record, "en", start=page.start_on)
    for name in TRANSLATED:
        originals = getattr(page, name).all()
        for row, original in zip(getattr(english, name).all(), originals, strict=True):
            row.translation_key = original.translation_key
    return english


def _set_facts(page: ConferencePage, record: dict[str, Any], start: datetime.date) -> None:
    page.start_on, page.end_on = start, start + datetime.timedelta(days=1)
    page.early_until = start - datetime.timedelta(days=record["early_days_before"])
    page.regular_until = start - datetime.timedelta(days=record["regular_days_before"])
    page.registration_until = start - datetime.timedelta(days=3)
    page.abstracts_until = page.early_until
    page.cluster_role = ClusterRole.ORGANISER
    page.edition, page.street, page.country = "", record["street"], record["country"]
    page.website = "https://conference.example.org/"
    page.registration_url = "https://conference.example.org/register"
    page.takes_enquiries, page.enquiry_email = True, "conference@example.org"


def _set_texts(
    page: ConferencePage, record: dict[str, Any], locale: str, *, year: int | None = None
) -> None:
    texts = in_locale(record, locale)
    page.title = texts["title"].format(year=year or page.start_on.year)
    for name in ("series", "venue", "city", "intro"):
        setattr(page, name, texts[name])
    page.search_description = texts["intro"]


def _set_rows(
    page: ConferencePage, record: dict[str, Any], locale: str, *, start: datetime.date | None = None
) -> None:
    texts = in_locale(record, locale)
    first = start or page.start_on
    page.packages = [_package(page, place, row, record["packages"][place], texts["vat_note"])
                     for place, row in enumerate(texts["packages"])]  # fmt: skip
    page.fees = [
        Fee(
            locale=page.locale,
            sort_order=place,
            category=row["category"],
            name=row["name"],
            **{period: _amount(row[period]) for period in ("early", "regular", "late")},
        )
        for place, row in enumerate(texts["fees"])
    ]
    page.sessions = [
        Session(
            locale=page.locale,
            sort_order=place,
            key=row["key"],
            title=row["title"],
            kind=row["kind"],
            room=row["room"],
            day=first + datetime.timedelta(days=row["day"]),
            starts_at=_time(row["from"]),
            ends_at=_time(row["to"]),
        )
        for place, row in enumerate(texts["sessions"])
    ]
    page.talks = [
        Talk(
            locale=page.locale,
            sort_order=place,
            session=row["session"],
            title=row["title"],
            abstract=row["abstract"],
            speakers="\n".join(row["speakers"]),
            starts_at=_time(row["from"]),
            ends_at=_time(row["to"]),
        )
        for place, row in enumerate(texts["talks"])
    ]
    page.speakers = [
        Speaker(
            locale=page.locale,
            sort_order=place,
            name=row["name"],
            role=row["role"],
            affiliation=row["affiliation"],
            bio=row["bio"],
            is_keynote=row["keynote"],
        )
        for place, row in enumerate(texts["speakers"])
    ]


def _package(
    page: ConferencePage, place: int, row: dict[str, Any], facts: dict[str, Any], vat_note: str
) -> SponsorshipPackage:
    return SponsorshipPackage(
        locale=page.locale,
        sort_order=place,
        key=row["key"],
        tier=row["tier"],
        name=row["name"],
        price=_amount(facts["price"]),
        vat_note=vat_note if facts["price"] else "",
        limit=facts["limit"],
        benefits=row["benefits"],
        description=row["description"],
    )


def _name_partners(page: ConferencePage, record: dict[str, Any]) -> None:
    """Make each organisation a partner in its tier: members whose pages are there, and others."""
    from plugins.conferences.demo import demo_page  # noqa: PLC0415 -- it uses this module

    partners = []
    for tier, organisations in record["partners"].items():
        for organisation in organisations:
            if isinstance(organisation, dict):
                partners.append(Partner(tier=tier, **organisation))
            elif member := demo_page("members.MemberPage", organisation):
                partners.append(Partner(tier=tier, organisation_id=member.pk))
    if len(page.partners.all()) < len(partners):
        page.partners = partners
        page.save_revision().publish()


def _sell(page: ConferencePage) -> None:
    """A sale for each partner in a tier that has a package."""
    stocks = PackageStock.objects.filter(conference_key=page.translation_key, is_offered=True)
    by_key = {stock.package_key: stock for stock in stocks}
    for partner in page.partners.all():
        stock = by_key.get(partner.tier)
        buyer = {name: getattr(partner, name) for name in ("organisation_id", "name", "website")}
        if stock is not None and not PackageSale.objects.filter(package=stock, **buyer).exists():
            PackageSale.objects.create(package=stock, **buyer)


def _amount(value: str | None) -> Decimal | None:
    return Decimal(value) if value else None


def _time(value: str) -> datetime.time:
    return datetime.time.fromisoformat(value)
