"""The documents of the core's page types."""

from __future__ import annotations

from cms.content import models
from cms.content.search.document import PageDocument
from search.fields import Keyword


class HomePageDocument(PageDocument):
    """The first page of a site."""

    model = models.HomePage
    texts = {"summary": "claim", "body": ("intro", "body")}


class StandardPageDocument(PageDocument):
    """A page of text and blocks."""

    model = models.StandardPage
    texts = {"summary": "intro", "body": "body"}


class FormPageDocument(PageDocument):
    """A page with a form: its words and the labels of its fields."""

    model = models.FormPage
    texts = {"body": ("intro", "body", "form_fields__label")}


class CollectionPageDocument(PageDocument):
    """A page that lists others: only its own words."""

    model = models.CollectionPage
    texts = {"names": ("pillars", "topics"), "summary": "intro", "body": "body"}
    facts = {"pillar": "pillars", "topic": "topics"}

    pillar = Keyword()
    topic = Keyword()
