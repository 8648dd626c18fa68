"""The page “Caches”: what there is, and the button that empties it."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings
from wagtail.users.models import UserProfile

from cms.publishing.models import Delivery, Event
from cms.purging.admin import Row, rows
from tests.purging.cdn import TOKEN, Cdn

pytestmark = pytest.mark.django_db


def somebody(language: str = "en", *permissions: str) -> Client:
    """Who may log in, and what is said besides."""
    user = get_user_model().objects.create_user(f"ed-{language}", "ed@example.org", "x")
    wanted = {"access_admin", *permissions}
    user.user_permissions.add(*Permission.objects.filter(codename__in=wanted))
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client = Client()
    client.force_login(user)
    return client


def emptied(client: Client, **given: str) -> list[str]:
    """What is said after the button."""
    response = client.post(reverse("caches_empty"), given, follow=True)
    assert response.redirect_chain == [(reverse("caches"), 302)]
    return [str(message) for message in response.context["messages"]]


@pytest.mark.parametrize(
    ("language", "title", "said"),
    [("en", "Caches", "No cache in front"), ("cs", "Cache", "Žádná cache před webem")],
)
def test_without_caches_the_page_says_how_to_name_them(
    language: str, title: str, said: str
) -> None:
    html = somebody(language, "view_delivery").get(reverse("caches")).content.decode()

    assert (f"<title>{title} - " in " ".join(html.split()), said in html) == (True, True)
    assert reverse("caches_empty") not in html


def test_the_page_says_what_each_waits_for(
    told: Any, cloudflare: Cdn, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    told("cloudflare", cloudflare)
    now = timezone.now()
    for number, facts in enumerate([{}, {"dead_at": now}, {"delivered_at": now}]):
        event = Event.objects.create(number=1_000 + number, kinds=["published"], page_ids=[1])
        Delivery.objects.create(event=event, handler="cms_content.purge-cdn", **facts)
        Delivery.objects.create(event=event, handler="cms_content.purge-other", **facts)

    with django_assert_num_queries(1):
        assert rows() == [Row("cdn", "cloudflare", "štítky", True, waiting=1, given_up=1)]
    html = somebody("en", "view_delivery", "change_delivery").get(reverse("caches"))

    assert TOKEN not in html.content.decode()
    assert "Empty all caches" in html.content.decode()
    assert cloudflare.heard == []


def test_the_button_empties_one_or_all(told: Any, settings: Settings, cloudflare: Cdn) -> None:
    told("cloudflare", cloudflare)
    (given,) = settings.KLASTR_PURGE.values()
    settings.KLASTR_PURGE = {"cdn": given, "other": given}
    client = somebody("en", "view_delivery", "change_delivery")

    assert emptied(client, cache="other") == ["other is empty now."]
    assert emptied(client, cache="nobody") == []
    assert emptied(client) == ["cdn is empty now.", "other is empty now."]

    assert [heard.body for heard in cloudflare.heard] == [{"purge_everything": True}] * 3


def test_what_fails_is_said_without_secrets(told: Any, cloudflare: Cdn) -> None:
    cloudflare.answers = lambda _heard: (500, {}, {})
    told("cloudflare", cloudflare)
    client = somebody("en", "view_delivery", "change_delivery")

    (said,) = emptied(client)

    assert said.startswith("cdn is not emptied: ")
    assert TOKEN not in said


def test_a_cache_without_such_a_call_says_so(told: Any, cloudflare: Cdn) -> None:
    told("http", cloudflare)
    client = somebody("en", "view_delivery", "change_delivery")

    assert "Cannot be emptied from here." in client.get(reverse("caches")).content.decode()
    assert emptied(client) == ["cdn cannot be told to drop everything."]
    assert cloudflare.heard == []


def test_others_neither_see_nor_empty_them(told: Any, cloudflare: Cdn) -> None:
    told("cloudflare", cloudflare)
    editor, reader = somebody("en"), somebody("cs", "view_delivery")

    assert editor.get(reverse("caches")).status_code in {302, 403}
    assert editor.post(reverse("caches_empty")).status_code in {302, 403}
    assert reader.post(reverse("caches_empty")).status_code in {302, 403}
    assert reverse("caches_empty") not in reader.get(reverse("caches")).content.decode()
    assert reader.get(reverse("caches_empty")).status_code == 405
    for client, is_shown in ((editor, False), (reader, True)):
        menu = client.get(reverse("wagtailadmin_home")).content.decode()
        assert (reverse("caches") in menu) is is_shown
    assert cloudflare.heard == []
