"""API tokens under Settings: the secret once, reach and end in the list, revoked for good."""

from __future__ import annotations

import datetime
import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from wagtail.models import APIToken

from cms.accounts.models import Scope, TokenGrant, User
from cms.accounts.roles import ensure_cluster_office
from cms.accounts.tokens import WrongToken, bearer_of, create_token

pytestmark = pytest.mark.django_db

INDEX, ADD = "wagtailusers_api_tokens:index", "wagtailusers_api_tokens:add"
SECRET = re.compile(r"wagtail_[0-9A-Za-z]{20,}")


def login(client: Client, name: str = "eva", *permissions: str) -> User:
    user = User.objects.create_user(name, f"{name}@example.org")
    user.groups.add(ensure_cluster_office())
    user.user_permissions.add(*Permission.objects.filter(codename__in=permissions))
    client.force_login(user)
    return user


def make(client: Client, user: User, **values: object) -> str:
    """The text of the page after the form was sent."""
    form = {"name": "Web", "user": user.pk, **values}
    return client.post(reverse(ADD), form).content.decode()


def test_the_secret_is_shown_once_and_opens_what_was_ticked(client: Client) -> None:
    user = login(client, "eva", "add_apitoken", "delete_apitoken", "read_members_only")
    until = timezone.localtime() + datetime.timedelta(days=2)

    made = make(
        client, user, scopes=[Scope.MEMBERS.value], expires_at=until.strftime("%d.%m.%Y %H:%M")
    )
    listed = client.get(reverse(INDEX)).content.decode()

    found = SECRET.search(made)
    assert found is not None
    bearer = bearer_of(found.group())
    assert (bearer.user, bearer.scopes) == (user, {Scope.MEMBERS})
    assert found.group() not in listed
    assert str(Scope.MEMBERS.label) in listed
    grant = TokenGrant.objects.get()
    assert grant.expires_at == until.replace(second=0, microsecond=0)

    user.user_permissions.remove(Permission.objects.get(codename="read_members_only"))
    assert bearer_of(found.group()).scopes == frozenset()

    client.post(reverse("wagtailusers_api_tokens:delete", args=[grant.pk]))
    with pytest.raises(WrongToken):
        bearer_of(found.group())


def test_the_list_says_which_tokens_are_valid(client: Client) -> None:
    user = login(client, "eva", "add_apitoken")
    assert "Tokenem se program prokáže" in client.get(reverse(INDEX)).content.decode()
    now = timezone.now()
    day = datetime.timedelta(days=1)
    for name, until in [("always", None), ("now", now + day), ("before", now - day)]:
        create_token(user, name, expires_at=until)
    revoked, _secret = create_token(user, "revoked")
    APIToken.objects.filter(pk=revoked.pk).update(revoked_at=now - 2 * day)

    listed = client.get(reverse(INDEX)).content.decode()

    assert "Platí bez omezení" in listed
    for said, moment in [("Platí do", now + day), ("Neplatí od", now - day)]:
        assert f"{said} {date_format(timezone.localtime(moment), 'SHORT_DATE_FORMAT')}" in listed
    assert (
        f"Zneplatněn {date_format(timezone.localtime(now - 2 * day), 'SHORT_DATE_FORMAT')}"
        in listed
    )


def test_an_end_in_the_past_is_refused(client: Client) -> None:
    user = login(client, "eva", "add_apitoken")

    make(client, user, expires_at="01.01.2020 10:00")

    assert not APIToken.objects.exists()


def test_nobody_makes_tokens_without_the_permission_or_for_others(client: Client) -> None:
    other = User.objects.create_superuser("admin")
    user = login(client, "eva")
    make(client, user)
    login(client, "dan", "add_apitoken")
    make(client, other)

    assert not APIToken.objects.exists()
