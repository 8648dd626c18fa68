"""The board of opportunities: its page, one page for each opportunity, and what hangs on it."""

from plugins.opportunities.models.choices import Family, Kind
from plugins.opportunities.models.index import OpportunityIndexPage
from plugins.opportunities.models.page import OpportunityPage
from plugins.opportunities.models.parts import Attachment, Fee
from plugins.opportunities.models.state import State, state_expression
from plugins.opportunities.models.taxonomy import kinds
from plugins.opportunities.models.timing import DeadlineExtension

__all__ = [
    "Attachment",
    "DeadlineExtension",
    "Family",
    "Fee",
    "Kind",
    "OpportunityIndexPage",
    "OpportunityPage",
    "State",
    "kinds",
    "state_expression",
]
