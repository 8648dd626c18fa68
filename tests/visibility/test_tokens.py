"""What each kind of token sees of what is hidden: the members' fields and events, nothing else."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from wagtail.models import PageViewRestriction

from cms.accounts.models import Scope, User
from cms.accounts.tokens import create_token
from plugins.members.models import MemberField, MemberPage
from tests.content.factories import make_home, make_page
from tests.events.factories import make_calendar, make_event
from tests.graphql.asked import post
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

ASK = """query ($ids: [ID!], $draft: ID!, $guarded: ID!) {
  members(locale: CS, filter: {id: $ids}) { nodes { title phone street } }
  events(locale: CS) { totalCount nodes { title } }
  draft: page(id: $draft) { title }
  guarded: page(id: $guarded) { title }
}"""


@pytest.fixture
def ids() -> dict[str, Any]:
    homes = make_home()
    member = make_member(
        make_directory(homes),
        street="canarystreet",
        phone="+420111222333",
        members_only=MemberField.values,
    )
    assert MemberPage.objects.get(pk=member.pk).hidden_fields() >= {"street", "phone"}
    make_event(make_calendar(homes), "canaryevent", is_internal=True)
    draft = make_page(homes.cs, title="canarydraft", slug="draft", live=False)
    draft.save_revision()
    guarded = make_page(homes.cs, title="canaryguarded", slug="guarded")
    PageViewRestriction.objects.create(page=guarded, restriction_type="login")
    return {"ids": [str(member.pk)], "draft": str(draft.pk), "guarded": str(guarded.pk)}


def seen(client: Client, ids: dict[str, Any], scopes: list[Scope] | None) -> set[str]:
    """The hidden words in the answer to who has a token with these scopes, or none."""
    headers = {}
    if scopes is not None:
        superuser = User.objects.create_superuser(f"u{User.objects.count()}")
        _token, secret = create_token(superuser, "T", scopes=scopes)
        headers["Authorization"] = f"Bearer {secret}"
    response = post(client, {"query": ASK, "variables": ids}, **headers)
    assert "errors" not in response.json()
    words = ("canarystreet", "+420111222333", "canaryevent", "canarydraft", "canaryguarded")
    return {word for word in words if word in response.content.decode()}


def test_only_the_members_scope_shows_what_is_for_members(
    client: Client, ids: dict[str, Any]
) -> None:
    for_members = {"canarystreet", "+420111222333", "canaryevent"}

    assert {
        "nobody": seen(client, ids, None),
        "no scope": seen(client, ids, []),
        "drafts": seen(client, ids, [Scope.DRAFTS]),
        "developer": seen(client, ids, [Scope.DEVELOPER]),
        "members": seen(client, ids, [Scope.MEMBERS]),
        "all": seen(client, ids, list(Scope)),
        "nobody again": seen(client, ids, None),
    } == {
        "nobody": set(),
        "no scope": set(),
        "drafts": set(),
        "developer": set(),
        "members": for_members,
        "all": for_members,
        "nobody again": set(),
    }
