"""The tables of the room."""

from cms.discovery.models.asked import AskedQuery, OpenedResult
from cms.discovery.models.vocabulary import PromotedResult, ThesaurusEntry, lines_of

__all__ = ["AskedQuery", "OpenedResult", "PromotedResult", "ThesaurusEntry", "lines_of"]
