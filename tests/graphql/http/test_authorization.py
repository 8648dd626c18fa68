"""Tokens in the header: what they open, and that nothing but a valid one opens anything."""

from __future__ import annotations

import datetime
import logging
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone
from wagtail.models import APIToken

from cms.accounts.models import Scope, TokenGrant, User
from cms.accounts.tokens import create_token
from cms.publishing.preview import PREFIX, SALT
from tests.graphql.asked import get, post, refusal

pytestmark = pytest.mark.django_db

ASKED = {"query": "{ __typename }"}


@pytest.fixture
def user() -> User:
    return User.objects.create_user("eva", "eva@example.org")


def asked_with(client: Client, secret: str, **headers: str) -> Any:
    return post(client, ASKED, Authorization=f"Bearer {secret}", **headers)


def test_a_token_is_answered_and_nobody_may_keep_the_answer(client: Client, user: User) -> None:
    _token, secret = create_token(user, "Site")

    for response in (
        asked_with(client, secret),
        get(client, asked=ASKED, Authorization=f"bearer  {secret}"),
    ):
        assert response.json() == {"data": {"__typename": "Query"}}
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert not {"ETag", "Cache-Tag", "Set-Cookie"} & set(response.headers)


def test_a_token_that_wagtail_made_is_good_without_a_grant(client: Client, user: User) -> None:
    _token, secret = APIToken.create_token(user=user, name="From the command line")

    assert asked_with(client, secret).json() == {"data": {"__typename": "Query"}}


def test_the_developer_is_told_the_cost(client: Client, user: User) -> None:
    _token, secret = create_token(user, "Dev", scopes=[Scope.DEVELOPER])

    assert set(asked_with(client, secret).json()["extensions"]) == {"cost", "costLimit"}
    assert "extensions" not in post(client, ASKED).json()


def test_the_secret_is_not_stored_and_its_last_use_is(client: Client, user: User) -> None:
    token, secret = create_token(user, "Site")
    asked_with(client, secret)
    token.refresh_from_db()

    assert secret not in str(list(APIToken.objects.values()) + list(TokenGrant.objects.values()))
    assert token.last_used_at is not None


def _revoke(token: APIToken) -> None:
    token.revoke()


def _expire(token: APIToken) -> None:
    TokenGrant.objects.filter(token=token).update(expires_at=timezone.now())


def _deactivate(token: APIToken) -> None:
    User.objects.filter(pk=token.user_id).update(is_active=False)


def _delete(token: APIToken) -> None:
    User.objects.get(pk=token.user_id).delete()


@pytest.mark.parametrize("undo", [_revoke, _expire, _deactivate, _delete])
def test_a_token_that_is_over_is_refused(client: Client, user: User, undo: Any) -> None:
    token, secret = create_token(
        user, "Site", expires_at=timezone.now() + datetime.timedelta(hours=1)
    )
    assert asked_with(client, secret).status_code == 200

    undo(token)

    response = asked_with(client, secret)
    assert refusal(response) == (401, ["UNAUTHENTICATED"])
    assert response["WWW-Authenticate"].startswith("Bearer ")
    assert response["Cache-Control"] == "private, no-store"


def test_a_draft_asked_for_without_a_token_is_no_public_page(client: Client) -> None:
    for response in (
        post(client, ASKED, **{"X-Preview-Page": "1"}),
        get(client, asked=ASKED, **{"X-Preview-Page": "1"}),
        get(client, asked=ASKED, **{"X-Preview-Page": "", "Authorization": "Basic eDp5"}),
    ):
        assert refusal(response) == (401, ["UNAUTHENTICATED"])
        assert response["Cache-Control"] == "private, no-store"


NOT_TOKENS = [
    "",
    "x",
    "wagtail_" + "0" * 33,
    "wagtail_" + "ž" * 33,
    APIToken.generate_token(),
    f"{APIToken.generate_token()}, Bearer {APIToken.generate_token()}",
    PREFIX,
    PREFIX + "x" * 5_000,
    PREFIX + signing.dumps({"page": 1}, salt="another"),
    PREFIX + "eyJhbGciOiJub25lIn0.eyJwYWdlIjoxfQ.",  # no algorithm can be asked for
    PREFIX + signing.Signer(salt=SALT, algorithm="sha1").sign("e30:1"),
]


@pytest.mark.parametrize("secret", NOT_TOKENS, ids=range(len(NOT_TOKENS)))
def test_what_is_no_token_is_refused_and_never_logged(
    client: Client, secret: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    response = client.post(
        "/graphql",
        ASKED,
        content_type="application/json",
        HTTP_AUTHORIZATION=f"Bearer {secret}",
    )

    assert (response.status_code, response.json()["errors"][0]["extensions"]["code"]) == (
        401,
        "UNAUTHENTICATED",
    )
    assert len(secret) < 10 or secret not in caplog.text
    assert len(secret) < 10 or secret not in response.content.decode()


def test_a_token_in_the_address_is_refused(client: Client, user: User) -> None:
    _token, secret = create_token(user, "Site")

    response = get(client, asked={**ASKED, "access_token": secret})

    assert refusal(response) == (401, ["UNAUTHENTICATED"])


def test_other_schemes_open_nothing_and_are_not_ours(client: Client, user: User) -> None:
    response = post(client, ASKED, Authorization="Basic ZXZhOmV2YQ==")

    assert response.json() == {"data": {"__typename": "Query"}}
    assert response["Cache-Control"] == "private, no-store"


def test_a_header_without_a_value_is_refused(client: Client) -> None:
    assert refusal(post(client, ASKED, Authorization="")) == (401, ["UNAUTHENTICATED"])


@pytest.mark.parametrize("before", ["", "Token ", "Bearer\t", "Bearer:", "Basic x, Bearer "])
def test_a_token_that_is_not_said_to_be_one_is_not_passed_over(
    client: Client, user: User, before: str
) -> None:
    _token, secret = create_token(user, "Site")
    response = post(client, ASKED, Authorization=f"{before}{secret}")

    assert refusal(response) == (401, ["UNAUTHENTICATED"])
    assert "Authorization: Bearer" in response.json()["errors"][0]["message"]


def test_a_session_does_not_stand_in_for_a_token(client: Client, user: User) -> None:
    client.force_login(User.objects.create_superuser("admin"))

    assert refusal(asked_with(client, "wagtail_wrong")) == (401, ["UNAUTHENTICATED"])
