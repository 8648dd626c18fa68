"""Many pages at once, in all their languages: what demos and imports call.

Wagtail and wagtail-localize write one page in one language with some three hundred SQL queries.
Here two hundred pages are written together, table by table, and nobody can tell the difference:
pages, children, relations, revisions, log, localize's records, provenance, indexes and signals.
"""

from cms.content.bulk.create import create_pages
from cms.content.bulk.errors import PagesInvalid
from cms.content.bulk.indexes import indexed_afterwards
from cms.content.bulk.publish import publish_pages
from cms.content.bulk.versions import PageVersions

__all__ = ["PageVersions", "PagesInvalid", "create_pages", "indexed_afterwards", "publish_pages"]
