"""{{ title }} in search."""

from cms.content.search import PageDocument
from {{ package }}.models import {{ page }}Page


class {{ page }}Document(PageDocument):
    """A {{ singular }}: found by its title and its summary."""

    model = {{ page }}Page
    texts = {"summary": "summary"}
