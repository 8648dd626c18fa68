"""Documents of pages: what search knows of each page type, the core's own among them.

Plugins derive theirs from :class:`PageDocument` and contribute them as ``Searchable``.
"""

from cms.content.search.computed import first_of
from cms.content.search.document import PageDocument
from cms.content.search.months import months

__all__ = ["PageDocument", "first_of", "months"]
