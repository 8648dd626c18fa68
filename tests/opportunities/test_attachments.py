"""Attachments of opportunities: the files that the public may have."""

from __future__ import annotations

import pytest
from wagtail.models import Collection, CollectionViewRestriction

from cms.graphql.testing import count_queries, execute
from plugins.opportunities.models import Attachment
from tests.content.factories import make_home
from tests.media.factories import make_document
from tests.opportunities.factories import make_board, make_opportunity

pytestmark = pytest.mark.django_db

ATTACHMENTS = """{ opportunities(locale: CS) { nodes {
  attachments { title purpose document { title } } } } }"""


def test_public_attachments_come_together_and_private_ones_not_at_all() -> None:
    board = make_board(make_home())
    root = Collection.get_first_root_node()
    closed = root.add_child(name="For members")
    CollectionViewRestriction.objects.create(collection=closed, restriction_type="login")
    documents = [make_document(title=f"Paper {number}", name=f"{number}.pdf") for number in "ab"]
    private = make_document(title="Secret", name="s.pdf", collection=closed)
    make_opportunity(
        board,
        "A",
        attachments=[Attachment(document=document) for document in (private, *documents)],
    )

    data = execute(ATTACHMENTS).data
    with count_queries() as three:
        execute(ATTACHMENTS)
    Attachment.objects.filter(document=documents[0]).delete()
    with count_queries() as two:
        execute(ATTACHMENTS)

    assert data is not None
    assert data["opportunities"]["nodes"] == [
        {
            "attachments": [
                {"title": title, "purpose": "INFORMATION", "document": {"title": title}}
                for title in ("Paper a", "Paper b")
            ]
        }
    ]
    assert len(three) == len(two)
