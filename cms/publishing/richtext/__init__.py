"""Rich text as Wagtail stores it, read once into a tree and written as HTML, JSON or plain text.

Stored text refers to pages, documents and images by id. The tree keeps the references; whoever
writes it brings what they mean for one reader (:class:`Resolved`): the page in the reader's
language, the document if it is public. What is missing there is written as plain words.
"""

from cms.publishing.richtext.nodes import References, references, refers
from cms.publishing.richtext.parse import parse
from cms.publishing.richtext.resolved import (
    DocumentTarget,
    ImageTarget,
    Resolved,
)
from cms.publishing.richtext.write_html import to_html
from cms.publishing.richtext.write_json import to_json
from cms.publishing.richtext.write_text import to_text

__all__ = [
    "DocumentTarget",
    "ImageTarget",
    "References",
    "Resolved",
    "parse",
    "references",
    "refers",
    "to_html",
    "to_json",
    "to_text",
]
