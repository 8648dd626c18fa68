"""Loading a demo: the admin's indexes are brought up to date at the end, not each time."""

from cms.content.bulk.indexes import indexed_afterwards

__all__ = ["indexed_afterwards"]
