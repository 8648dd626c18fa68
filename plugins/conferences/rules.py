"""What the rows of one edition must be to one another.

The form asks with the rows as they are being edited, the page asks again when it is published; so
the rules look at plain rows and never at the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.utils.translation import gettext as _

from cms.content.collation import fold

if TYPE_CHECKING:
    from plugins.conferences.models import ConferencePage

Rows = Mapping[str, Sequence[Any]]

RELATIONS = (
    *("organisers", "tiers", "partners", "packages"),
    *("fees", "sessions", "talks", "speakers"),
)
UNIQUE = {"tiers": "key", "packages": "key", "sessions": "key", "partners": "identity"}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with the row at `place` of `relation`."""

    relation: str
    place: int
    field: str
    message: str


def wrong_fields(page: ConferencePage) -> dict[str, str]:
    """What is wrong with the page's own facts, by field."""
    errors: dict[str, str] = {}
    if page.start_on and page.end_on and page.end_on < page.start_on:
        errors["end_on"] = _("The conference ends before it begins.")
    if (page.latitude is None) != (page.longitude is None):
        errors["longitude"] = _("Enter both latitude and longitude, or neither of them.")
    if page.early_until and page.regular_until and page.regular_until <= page.early_until:
        errors["regular_until"] = _("Regular fees must end after early ones.")
    if not errors and page.start_on:
        for name in ("early_until", "regular_until", "registration_until", "abstracts_until"):
            value = getattr(page, name)
            if value and value > page.last_day:
                errors[name] = _("This is after the conference.")
    return errors


def problems(page: ConferencePage, rows: Rows) -> list[Problem]:
    """All that is wrong with the rows of an edition."""
    return [
        *_repeated(rows),
        *_nameless(rows),
        *_partners(rows),
        *_packages(page, rows),
        *_fees(page, rows),
        *_programme(page, rows),
    ]


def _repeated(rows: Rows) -> Iterator[Problem]:
    for relation in ("tiers", "packages", "sessions"):
        seen: set[str] = set()
        for place, row in enumerate(rows[relation]):
            if row.key in seen:
                message = _("The code “%(key)s” is used twice.") % {"key": row.key}
                yield Problem(relation, place, "key", message)
            seen.add(row.key)
    seen = set()
    for place, fee in enumerate(rows["fees"]):
        label = f"{fee.category}/{fold(fee.name)}"
        if label in seen:
            yield Problem("fees", place, "category", _("There are two fees of this category."))
        seen.add(label)


def _fees(page: ConferencePage, rows: Rows) -> Iterator[Problem]:
    for place, fee in enumerate(rows["fees"]):
        if fee.early is not None and page.early_until is None:
            message = _("Say until when the early fee holds.")
            yield Problem("fees", place, "early", message)
        if fee.late is not None and fee.regular is not None and page.regular_until is None:
            message = _("Say until when the regular fee holds.")
            yield Problem("fees", place, "late", message)


def _nameless(rows: Rows) -> Iterator[Problem]:
    for relation in ("organisers", "partners"):
        for place, row in enumerate(rows[relation]):
            if row.organisation_id is None and not row.name.strip():
                message = _("Choose an organisation or write the name of another one.")
                yield Problem(relation, place, "name", message)
            elif row.organisation_id is not None and row.name.strip():
                message = _("Either choose an organisation or write a name, not both.")
                yield Problem(relation, place, "name", message)


def _partners(rows: Rows) -> Iterator[Problem]:
    from plugins.conferences.models.partners import identity_of  # noqa: PLC0415 -- models use rules

    tiers = {tier.key: tier for tier in rows["tiers"]}
    seen: set[str | None] = {None}
    taken: Counter[str] = Counter()
    for place, partner in enumerate(rows["partners"]):
        identity = identity_of(partner)
        if identity in seen and identity is not None:
            message = _("“%(name)s” is a partner of this edition already.") % {"name": partner}
            yield Problem("partners", place, _named_by(partner), message)
        seen.add(identity)
        tier = tiers.get(partner.tier)
        taken[partner.tier] += 1
        if tier is None:
            yield Problem("partners", place, "tier", _no_tier(partner.tier))
        elif tier.limit is not None and taken[tier.key] > tier.limit:
            message = _("The tier “%(tier)s” is full: it has room for %(limit)d.")
            yield Problem(
                "partners", place, "tier", message % {"tier": tier.name_cs, "limit": tier.limit}
            )


def _named_by(row: Any) -> str:
    return "organisation" if row.organisation_id is not None else "name"


def _no_tier(key: str) -> str:
    return _("There is no tier “%(key)s” in this edition.") % {"key": key}


def _packages(page: ConferencePage, rows: Rows) -> Iterator[Problem]:
    from plugins.conferences.models.sales import sold_of  # noqa: PLC0415 -- models use rules

    tiers = {tier.key for tier in rows["tiers"]}
    sold = sold_of(page)
    for place, package in enumerate(rows["packages"]):
        if package.tier and package.tier not in tiers:
            yield Problem("packages", place, "tier", _no_tier(package.tier))
        count = sold.pop(package.key, 0)
        if package.limit is not None and count > package.limit:
            message = _("%(sold)d are sold already; the limit cannot be lower.") % {"sold": count}
            yield Problem("packages", place, "limit", message)
    for key, count in sold.items():
        if count:
            message = _("The package “%(key)s” is sold: it cannot be removed or renamed.")
            yield Problem("packages", -1, NON_FIELD_ERRORS, message % {"key": key})


def _programme(page: ConferencePage, rows: Rows) -> Iterator[Problem]:
    sessions = {session.key: session for session in rows["sessions"]}
    for place, session in enumerate(rows["sessions"]):
        if session.ends_at <= session.starts_at:
            yield Problem("sessions", place, "ends_at", _("It must end after it starts."))
        if page.start_on and not page.start_on <= session.day <= page.last_day:
            yield Problem("sessions", place, "day", _("The conference is not held on this day."))
    for place, talk in enumerate(rows["talks"]):
        session = sessions.get(talk.session)
        if session is None:
            message = _("There is no part of the programme “%(key)s”.") % {"key": talk.session}
            yield Problem("talks", place, "session", message)
            continue
        start, end = talk.starts_at or session.starts_at, talk.ends_at or session.ends_at
        if end <= start:
            yield Problem("talks", place, "ends_at", _("It must end after it starts."))
        elif start < session.starts_at or end > session.ends_at:
            message = _("The talk is outside the time of its part of the programme.")
            yield Problem("talks", place, "starts_at", message)


def free_unique_keys(page: ConferencePage) -> None:
    """Let rows that are about to be written exchange their keys.

    Rows are written one by one, and each must be unique at once; so what is stored steps aside.
    """
    pending = page.__dict__.get("_cluster_related_objects") or {}
    if page.pk is None:
        return
    for relation, field in UNIQUE.items():
        if relation not in pending:
            continue
        model = page._meta.get_field(relation).related_model
        stored = model._default_manager.filter(conference_id=page.pk)
        if field == "identity":
            stored.update(identity=None)
            continue
        wanted = {row.pk: row.key for row in pending[relation]}
        for row in stored:
            if wanted.get(row.pk, row.key) != row.key:
                stored.filter(pk=row.pk).update(key=f"~{row.pk}")
