"""Conferences and what hangs on them."""

from plugins.conferences.models.choices import (
    Benefit,
    ClusterRole,
    Currency,
    DatePrecision,
    FeeCategory,
    FeePeriod,
    SessionKind,
)
from plugins.conferences.models.conference import ConferencePage
from plugins.conferences.models.enquiries import ConferenceEnquiry
from plugins.conferences.models.index import ConferenceIndexPage
from plugins.conferences.models.partners import (
    Organiser,
    Partner,
    PartnerTier,
    SponsorshipPackage,
)
from plugins.conferences.models.programme import Fee, Session, Speaker, Talk
from plugins.conferences.models.related import ConferenceProject
from plugins.conferences.models.sales import PackageSale, PackageStock, SoldOut

__all__ = [
    "Benefit",
    "ClusterRole",
    "ConferenceEnquiry",
    "ConferenceIndexPage",
    "ConferencePage",
    "ConferenceProject",
    "Currency",
    "DatePrecision",
    "Fee",
    "FeeCategory",
    "FeePeriod",
    "Organiser",
    "PackageSale",
    "PackageStock",
    "Partner",
    "PartnerTier",
    "Session",
    "SessionKind",
    "SoldOut",
    "Speaker",
    "SponsorshipPackage",
    "Talk",
]
