"""Drafts by a signed token: this draft, for as long as its issuer may see it, and nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client
from pytest_django import Settings
from wagtail.models import Page, PageViewRestriction, Revision

from cms.accounts.models import Scope, User
from cms.accounts.roles import ensure_cluster_office
from cms.accounts.tokens import create_token
from cms.content.models import StandardPage, Topic
from cms.plugin.testing import inactive
from cms.publishing import preview
from cms.publishing.clock import current_stamp
from cms.publishing.models import Event
from plugins.members.models import Product
from tests.content.factories import Homes, block, make_english, make_home, make_page, make_term
from tests.graphql.asked import post, refusal
from tests.media.factories import make_image
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db

PAGE = "query ($id: ID!) { page(id: $id) { title path isPreview } }"
ROUTE = """query ($path: String!) {
  route(path: $path) { ...on PageRoute { page { title isPreview } } } }"""
TITLES = "{ pages(locale: CS, first: 100) { nodes { title } } }"


@pytest.fixture
def homes() -> Homes:
    return make_home()


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("eva", "eva@example.org")
    user.groups.add(ensure_cluster_office())
    return User.objects.get(pk=user.pk)


@pytest.fixture
def draft(homes: Homes) -> StandardPage:
    page = make_page(homes.cs, title="Hidden", slug="hidden", live=False)
    page.save_revision()
    return page


def asked(client: Client, token: str, query: str, **variables: str) -> Any:
    response = post(
        client, {"query": query, "variables": variables}, Authorization=f"Bearer {token}"
    )
    assert (response.status_code, response["Cache-Control"], response["X-Robots-Tag"]) == (
        200,
        "private, no-store",
        "noindex",
    )
    return response.json()["data"]


def refused(client: Client, token: str) -> tuple[int, list[str]]:
    return refusal(post(client, {"query": TITLES}, Authorization=f"Bearer {token}"))


def public(client: Client, query: str, **variables: str) -> Any:
    return post(client, {"query": query, "variables": variables}).json()["data"]


NO_ONE = (401, ["UNAUTHENTICATED"])


def test_a_draft_is_shown_where_it_would_be(
    client: Client, draft: StandardPage, editor: User
) -> None:
    token, pk = preview.issue(draft, editor), str(draft.pk)
    shown = {"title": "Hidden", "isPreview": True}

    assert asked(client, token, PAGE, id=pk) == {"page": {**shown, "path": "/cs/hidden/"}}
    assert asked(client, token, ROUTE, path="/cs/hidden/")["route"]["page"] == shown
    assert {"title": "Hidden"} in asked(client, token, TITLES)["pages"]["nodes"]


def test_nobody_else_sees_anything_and_nothing_is_left_behind(
    client: Client, draft: StandardPage, editor: User
) -> None:
    before, events = public(client, TITLES), Event.objects.count()
    asked(client, preview.issue(draft, editor), TITLES)

    assert public(client, TITLES) == before
    assert public(client, PAGE, id=str(draft.pk)) == {"page": None}
    assert not StandardPage.objects.get(pk=draft.pk).live
    assert Event.objects.count() == events


def test_only_this_draft_is_shown(
    client: Client, homes: Homes, draft: StandardPage, editor: User
) -> None:
    other = make_page(homes.cs, title="Other", slug="other", live=False)
    other.save_revision()
    live = make_page(homes.cs, title="Live", slug="live")
    live.title = "Edited"
    live.save_revision()
    token = preview.issue(draft, editor)

    assert asked(client, token, PAGE, id=str(other.pk)) == {"page": None}
    assert asked(client, token, PAGE, id=str(live.pk)) == {
        "page": {"title": "Live", "path": "/cs/live/", "isPreview": False}
    }


def test_blocks_come_from_the_revision_that_is_named(
    client: Client, homes: Homes, editor: User
) -> None:
    page = make_page(homes.cs, title="Old", slug="old")
    page.title, page.slug = "New", "new"
    page.body = [block("heading", {"text": "Drafted", "level": "h2"}, "a")]
    first = page.save_revision()
    page.title = "Newest"
    page.save_revision()
    query = """query ($id: ID!) { page(id: $id) { title path ...on StandardPage {
        body { ...on HeadingBlock { text } } } } }"""
    expected = {"path": "/cs/new/", "body": [{"text": "Drafted"}]}

    found = [
        asked(client, token, query, id=str(page.pk))["page"]
        for token in (preview.issue(page, editor), preview.issue(page, editor, revision=first))
    ]

    assert found == [{"title": "Newest", **expected}, {"title": "New", **expected}]


def test_relations_come_from_the_revision(client: Client, homes: Homes, editor: User) -> None:
    topic = make_term(Topic, "laser", "Lasery", "Lasers")
    member = make_member(make_directory(homes))
    member.topics = [topic]
    member.products = [Product(name="Tube", locale=member.locale)]
    member.save_revision()
    query = """query ($id: ID!) { page(id: $id) { ...on Member {
        topics { name } products { name } } } }"""

    assert asked(client, preview.issue(member, editor), query, id=str(member.pk)) == {
        "page": {"topics": [{"name": "Lasery"}], "products": [{"name": "Tube"}]}
    }
    assert public(client, query, id=str(member.pk)) == {"page": {"topics": [], "products": []}}


def test_a_translation_has_drafts_of_its_own(client: Client, homes: Homes, editor: User) -> None:
    source = make_page(homes.cs, title="Zdroj", slug="zdroj")
    english = make_english(source, title="Source", slug="source")
    english.title = "Source, edited"
    english.save_revision()
    token = preview.issue(english, editor)
    query = "query ($id: ID!) { page(id: $id, locale: EN) { title isPreview } }"

    assert asked(client, token, query, id=str(source.pk)) == {
        "page": {"title": "Source, edited", "isPreview": True}
    }
    assert asked(client, token, PAGE, id=str(source.pk))["page"]["title"] == "Zdroj"


def test_the_token_goes_with_the_right_of_its_issuer(
    client: Client, draft: StandardPage, editor: User
) -> None:
    token = preview.issue(draft, editor)
    editor.groups.clear()
    without_right = refused(client, token)
    editor.groups.add(ensure_cluster_office())
    again = asked(client, token, "{ __typename }")
    User.objects.filter(pk=editor.pk).update(is_active=False)

    assert (without_right, again, refused(client, token)) == (
        NO_ONE,
        {"__typename": "Query"},
        NO_ONE,
    )
    with pytest.raises(preview.NoPreview):
        preview.issue(draft, User.objects.create_user("nobody"))


def test_it_ends_and_cannot_be_changed(
    client: Client, homes: Homes, draft: StandardPage, editor: User, settings: Settings
) -> None:
    token = preview.issue(draft, editor)
    values = signing.loads(token.removeprefix(preview.PREFIX), salt=preview.SALT)
    made = {
        "other page": preview.PREFIX
        + signing.dumps({**values, "page": homes.en.pk}, salt=preview.SALT),
        "other salt": preview.PREFIX + signing.dumps(values, salt="django.core.signing"),
        "over": preview.PREFIX + signing.dumps({**values, "until": 0}, salt=preview.SALT),
        "revision of another": preview.PREFIX
        + signing.dumps({**values, "revision": homes.cs.save_revision().pk}, salt=preview.SALT),
        "cut": token[:-1],
        "changed": token[:20] + ("A" if token[20] != "A" else "B") + token[21:],
    }

    assert {name: refused(client, each) for name, each in made.items()} == dict.fromkeys(
        made, NO_ONE
    )
    assert asked(client, token, "{ __typename }")
    settings.KLASTR_PREVIEW_SECONDS = 0
    assert refused(client, token) == NO_ONE


def test_it_outlives_unpublishing_but_not_the_page(
    client: Client, draft: StandardPage, editor: User
) -> None:
    draft.get_latest_revision().publish()
    token = preview.issue(draft, editor)
    StandardPage.objects.get(pk=draft.pk).unpublish()
    shown = asked(client, token, PAGE, id=str(draft.pk))["page"]["title"]
    Page.objects.get(pk=draft.pk).delete()

    assert (shown, refused(client, token)) == ("Hidden", NO_ONE)


def test_what_publishing_would_not_show_a_preview_does_not_either(
    client: Client, homes: Homes, draft: StandardPage, editor: User
) -> None:
    member = make_member(make_directory(homes), live=False)
    member.save_revision()
    of_member = preview.issue(member, editor)
    PageViewRestriction.objects.create(page=draft, restriction_type="login")

    assert asked(client, preview.issue(draft, editor), PAGE, id=str(draft.pk)) == {"page": None}
    assert asked(client, of_member, PAGE, id=str(member.pk))["page"]["isPreview"]
    with inactive("members"):
        refusal_or_null = post(
            client,
            {"query": PAGE, "variables": {"id": str(member.pk)}},
            Authorization=f"Bearer {of_member}",
        ).json()
    assert refusal_or_null.get("data", {"page": None}) == {"page": None}


def test_a_preview_changes_nothing(client: Client, draft: StandardPage, editor: User) -> None:
    mutation = "mutation { __typename }"

    response = post(
        client, {"query": mutation}, Authorization=f"Bearer {preview.issue(draft, editor)}"
    )

    assert refusal(response) == (400, ["FORBIDDEN"])


def test_a_personal_token_with_the_scope_shows_the_drafts_of_its_user(
    client: Client, draft: StandardPage, editor: User
) -> None:
    def shown(user: User, *scopes: Scope, page: object = draft.pk) -> Any:
        _token, secret = create_token(user, "T", scopes=list(scopes))
        headers = {"Authorization": f"Bearer {secret}", "X-Preview-Page": str(page)}
        body = {"query": PAGE, "variables": {"id": str(draft.pk)}}
        response = post(client, body, **headers)
        return response.json()["data"] if response.status_code == 200 else refusal(response)

    assert shown(editor, Scope.DRAFTS)["page"]["title"] == "Hidden"
    for answer in (
        shown(editor, Scope.MEMBERS, Scope.DEVELOPER),
        shown(User.objects.create_user("nobody"), Scope.DRAFTS),
        shown(editor, Scope.DRAFTS, page=10**17),
        shown(editor, Scope.DRAFTS, page="x"),
    ):
        assert answer == (403, ["FORBIDDEN"])
    assert public(client, PAGE, id=str(draft.pk)) == {"page": None}


def test_sizes_of_images_that_a_preview_draws_can_be_fetched(
    client: Client, homes: Homes, editor: User
) -> None:
    page = make_page(homes.cs, title="Page", slug="page")
    page.image = make_image()
    page.save_revision()
    query = """query ($id: ID!) { page(id: $id) { ...on StandardPage {
        image { rendition(width: 160) { url } } } } }"""

    found = asked(client, preview.issue(page, editor), query, id=str(page.pk))["page"]
    response = client.get(urlsplit(found["image"]["rendition"]["url"]).path)

    assert response.status_code == 200
    assert public(client, query, id=str(page.pk)) == {"page": {"image": None}}


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_kept_answers_know_nothing_of_previews(
    client: Client, homes: Homes, draft: StandardPage, editor: User
) -> None:
    """With real transactions: neither the stamp nor anything that this process keeps changes."""
    questions: tuple[tuple[str, dict[str, str]], ...] = (
        (TITLES, {}),
        (PAGE, {"id": str(draft.pk)}),
        (ROUTE, {"path": "/cs/hidden/"}),
    )
    before = [public(client, query, **values) for query, values in questions]
    stamp, rows = current_stamp(), Revision.objects.count()
    token = preview.issue(draft, editor)

    for _turn in range(2):
        seen = [asked(client, token, query, **values) for query, values in questions]
        assert all("Hidden" in str(answer) for answer in seen)
        assert [public(client, query, **values) for query, values in questions] == before
    assert (current_stamp(), Revision.objects.count()) == (stamp, rows)
