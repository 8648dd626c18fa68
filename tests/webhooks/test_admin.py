"""Webhooks as administrators manage them, and as others do not."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.users.models import UserProfile

from cms.webhooks.models import Disabled, Endpoint, State, WebhookDelivery
from cms.webhooks.payload import ping_body
from tests.webhooks.receiver import Receiver, status

pytestmark = pytest.mark.django_db


def login(client: Client, language: str = "en", **facts: object) -> Client:
    user = get_user_model().objects.create_user("ed", "ed@example.org", "x", **facts)
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    UserProfile.objects.update_or_create(user=user, defaults={"preferred_language": language})
    client.force_login(user)
    return client


@pytest.fixture
def admin(client: Client) -> Client:
    return login(client, is_superuser=True)


@pytest.fixture
def quiet() -> Endpoint:
    """One that nothing is sent to."""
    return Endpoint.objects.create(url="https://example.org/hook", description="Quiet")


def sent_to(endpoint: Endpoint, **facts: object) -> WebhookDelivery:
    return WebhookDelivery.objects.create(endpoint=endpoint, kind="ping", body=ping_body(), **facts)


def test_secret_of_a_new_webhook_is_shown_once(admin: Client):
    given = {"url": "https://example.org/hook", "description": "Front", "is_active": "on"}

    response = admin.post(reverse("webhooks:add"), given)

    endpoint = Endpoint.objects.get()
    assert endpoint.secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    sent_to(endpoint)
    for name in ("edit", "messages", "history"):
        page = admin.get(reverse(f"webhooks:{name}", args=[endpoint.pk]))
        assert page.status_code == 200
        assert endpoint.secret not in page.content.decode()
    assert endpoint.secret not in admin.get(reverse("webhooks:index")).content.decode()


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://example.org/", "The URL must begin with https://."),
        ("https://10.0.0.1/", "The host is not on the public internet."),
        ("https://a:b@example.org/", "The URL must not hold a user name or a password."),
        ("https://example.org:22/", "Webhooks go to the ports 443, 80, and those from 1024 on."),
        ("nonsense", "This is no URL."),
    ],
)
def test_form_says_what_is_wrong_with_a_url(admin: Client, url: str, problem: str):
    response = admin.post(reverse("webhooks:add"), {"url": url, "is_active": "on"})

    assert response.context["form"].errors["url"] == [problem]
    assert not Endpoint.objects.exists()


def test_list_says_how_each_fares_in_one_query_more(admin: Client, quiet: Endpoint):
    Endpoint.objects.create(
        url="https://gone.example.org/", is_active=False, disabled_reason=Disabled.GONE
    )
    admin.get(reverse("webhooks:index"))
    with CaptureQueriesContext(connection) as asked:
        html = admin.get(reverse("webhooks:index")).content.decode()

    assert "It answered 410 Gone" in html
    assert "Nothing sent yet" in html
    assert len([q for q in asked if '"cms_webhooks_endpoint"."url"' in q["sql"]]) == 1


def test_empty_list_and_pages_speak_czech(client: Client, quiet: Endpoint):
    czech = login(client, "cs", is_superuser=True)

    assert "Zatím nic neodesláno" in czech.get(reverse("webhooks:index")).content.decode()
    page = czech.get(reverse("webhooks:messages", args=[quiet.pk])).content.decode()
    assert "Odeslat zkoušku" in page
    quiet.delete()
    assert czech.get(reverse("webhooks:index")).status_code == 200


def test_menu_of_settings_leads_there(admin: Client):
    assert reverse("webhooks:index") in admin.get(reverse("wagtailadmin_home")).content.decode()


def test_switching_on_again_begins_anew(admin: Client, quiet: Endpoint):
    url = reverse("webhooks:edit", args=[quiet.pk])
    admin.post(url, {"url": quiet.url})
    quiet.refresh_from_db()
    assert (quiet.is_active, quiet.disabled_reason) == (False, Disabled.BY_HAND)

    admin.post(url, {"url": quiet.url, "is_active": "on", "kinds": ["moved"], "locales": ["cs"]})

    quiet.refresh_from_db()
    assert (quiet.is_active, quiet.disabled_reason) == (True, "")
    assert (quiet.kinds, quiet.locales) == (["moved"], ["cs"])


@pytest.mark.parametrize(("answer", "said"), [(200, "It works"), (500, "The answer was 500")])
def test_test_says_how_it_went(
    admin: Client, endpoint: Endpoint, receiver: Receiver, answer: int, said: str
):
    receiver.behaviours = [status(answer)]

    page = admin.post(reverse("webhooks:test", args=[endpoint.pk]), follow=True)

    assert said in page.content.decode()
    (heard,) = receiver.heard
    assert heard.verified(endpoint.secret)["type"] == "ping"


def test_message_shows_its_payload_and_is_sent_again(admin: Client, quiet: Endpoint):
    row = sent_to(quiet, state=State.DEAD, attempts=10, excerpt="<script>")

    page = admin.get(reverse("webhooks:message", args=[row.pk])).content.decode()
    assert "&quot;type&quot;: &quot;ping&quot;" in page
    assert "&lt;script&gt;" in page
    admin.post(reverse("webhooks:again", args=[row.pk]))

    row.refresh_from_db()
    assert (row.state, row.attempts) == (State.WAITING, 0)


def test_new_secret_is_made_when_that_is_confirmed(admin: Client, quiet: Endpoint):
    url = reverse("webhooks:secret", args=[quiet.pk])
    former = quiet.secret

    page = admin.get(url).content.decode()

    quiet.refresh_from_db()
    assert quiet.secret == former not in page
    assert f'action="{url}"' in page


def test_empty_list_says_what_webhooks_are_for(client: Client):
    page = login(client, "cs", is_superuser=True).get(reverse("webhooks:index")).content.decode()

    assert "Webhook řekne frontendu, co se na webu změnilo" in page
    assert f'href="{reverse("webhooks:add")}"' in page


def test_pages_are_named_and_lead_back(admin: Client):
    endpoint = Endpoint.objects.create(url=f"https://example.org/{'x' * 300}")
    row = sent_to(endpoint)
    urls = {
        "Messages": reverse("webhooks:messages", args=[endpoint.pk]),
        "Message": reverse("webhooks:message", args=[row.pk]),
        "New secret": reverse("webhooks:secret", args=[endpoint.pk]),
    }

    for label, url in urls.items():
        crumbs = admin.get(url).context["breadcrumbs_items"]
        assert [each["url"] for each in crumbs][1:] == [
            reverse("webhooks:index"),
            urls["Messages"],
            "",
        ]
        assert crumbs[-1]["label"] == label
        assert max(len(str(each["label"])) for each in crumbs) <= 50


def test_new_secret_is_shown_and_the_one_before_stays_a_day(admin: Client, quiet: Endpoint):
    former = quiet.secret

    page = admin.post(reverse("webhooks:secret", args=[quiet.pk])).content.decode()

    quiet.refresh_from_db()
    assert quiet.secret != former == quiet.former_secret
    assert quiet.secret in page
    assert former not in page


def test_deleted_webhook_leaves_nothing(admin: Client, quiet: Endpoint):
    sent_to(quiet)

    admin.post(reverse("webhooks:delete", args=[quiet.pk]))

    assert not WebhookDelivery.objects.exists()


def test_others_are_denied(client: Client, quiet: Endpoint):
    row = sent_to(quiet, state=State.DEAD)
    editor = login(client)
    before = Endpoint.objects.values().get(), WebhookDelivery.objects.values().get()

    for name, args in (("index", []), ("add", []), ("edit", [quiet.pk]), ("delete", [quiet.pk])):
        assert editor.get(reverse(f"webhooks:{name}", args=args)).status_code in {302, 403}
    for name, pk in (("messages", quiet.pk), ("message", row.pk)):
        page = editor.get(reverse(f"webhooks:{name}", args=[pk]))
        assert page.status_code in {302, 403}
    for name, pk in (("test", quiet.pk), ("secret", quiet.pk), ("again", row.pk)):
        page = editor.post(reverse(f"webhooks:{name}", args=[pk]))
        assert page.status_code in {302, 403}
        assert quiet.secret not in page.content.decode()

    assert before == (Endpoint.objects.values().get(), WebhookDelivery.objects.values().get())
