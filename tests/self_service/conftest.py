"""A cluster with two members, each with posts and files, and people who work for them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.test import Client
from wagtail.models import Collection, Page

from cms.accounts.models import User
from cms.accounts.roles import CLUSTER_OFFICE, ensure_cluster_office
from cms.media.models import Document, Image
from cms.plugin.testing import active
from plugins.members.models import Editor, MemberPage
from plugins.members.self_service import editors
from plugins.opportunities.models import OpportunityIndexPage, OpportunityPage
from tests.content.factories import make_home, make_page
from tests.media.factories import make_document, make_image
from tests.members.factories import make_directory, make_member
from tests.opportunities.factories import make_board, membership


@dataclass
class Cluster:
    """What the tests talk about; everything called foreign is another member's or the office's."""

    home: Page
    board: OpportunityIndexPage
    entry: MemberPage
    foreign_entry: MemberPage
    foreign_draft: OpportunityPage
    foreign_post: OpportunityPage
    internal: Page
    foreign_image: Image
    foreign_document: Document
    editor: Editor
    colleague: Editor
    foreign_editor: Editor
    office: User

    @property
    def user(self) -> User:
        """The user who edits for the member."""
        return User.objects.get(pk=self.editor.user_id)

    def post(self, title: str = "Stáž", *, live: bool = False, **values: object) -> OpportunityPage:
        """A post of the member's own."""
        facts = membership(**{"organisation": self.entry, **values})
        return make_page(
            self.board, OpportunityPage, title=title, live=live, owner=self.user, **facts
        )


@pytest.fixture
def cluster(db: None) -> Iterator[Cluster]:
    with active("members", "opportunities"):
        homes = make_home()
        directory, board = make_directory(homes), make_board(homes)
        entry = make_member(directory, "Meopta", email="info@meopta.example")
        foreign = make_member(directory, "Crytur", email="info@crytur.example")
        office = User.objects.create_user("kancelar", "kancelar@klastr.example", "x")
        office.groups.add(ensure_cluster_office())
        secret = Collection.get_first_root_node().add_child(name="Tajná sbírka")
        people = [
            editors.invite(page, email, locale="cs")
            for page, email in (
                (entry, "jana@meopta.example"),
                (entry, "petr@meopta.example"),
                (foreign, "iva@crytur.example"),
            )
        ]
        facts = membership(organisation=foreign)
        yield Cluster(
            home=homes.cs,
            board=board,
            entry=entry,
            foreign_entry=foreign,
            foreign_draft=make_page(
                board, OpportunityPage, title="Tajný koncept", live=False, **facts
            ),
            foreign_post=make_page(board, OpportunityPage, title="Cizí stáž", **facts),
            internal=make_page(homes.cs, title="Tajná porada", live=False),
            foreign_image=make_image(title="Tajný obrázek", collection=secret),
            foreign_document=make_document(title="Tajná listina", collection=secret),
            editor=people[0],
            colleague=people[1],
            foreign_editor=people[2],
            office=office,
        )


@pytest.fixture
def jana(cluster: Cluster, client: Client) -> Client:
    """A browser in which the member's editor is logged in."""
    client.force_login(cluster.user)
    return client


@pytest.fixture
def office(cluster: Cluster) -> Client:
    """A browser of the cluster's office."""
    assert cluster.office.groups.filter(name=CLUSTER_OFFICE).exists()
    browser = Client()
    browser.force_login(cluster.office)
    return browser
