"""Projects: the page above them, one page each, and what hangs on a project."""

from plugins.projects.models.choices import (
    COUNTED_STATUSES,
    ClusterRole,
    Counted,
    ExchangeStatus,
    Operator,
    PartnerRole,
    Precision,
)
from plugins.projects.models.exchanges import Exchange, HostCountryRate
from plugins.projects.models.index import ProjectIndexPage
from plugins.projects.models.partners import ProjectLogo, ProjectPartner
from plugins.projects.models.project import ProjectPage
from plugins.projects.models.results import Deliverable, Kpi, Milestone, Mission, Offer

__all__ = [
    "COUNTED_STATUSES",
    "ClusterRole",
    "Counted",
    "Deliverable",
    "Exchange",
    "ExchangeStatus",
    "HostCountryRate",
    "Kpi",
    "Milestone",
    "Mission",
    "Offer",
    "Operator",
    "PartnerRole",
    "Precision",
    "ProjectIndexPage",
    "ProjectLogo",
    "ProjectPage",
    "ProjectPartner",
]
