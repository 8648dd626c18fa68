"""From the page's menu to the frontend, with a token for the draft."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cms.accounts.models import User
from cms.accounts.roles import ensure_cluster_office
from cms.content.models import StandardPage
from cms.publishing import preview
from tests.content.factories import make_home, make_page

pytestmark = pytest.mark.django_db

FRONTEND = "https://front.example/api/preview"


@pytest.fixture
def page() -> StandardPage:
    made = make_page(make_home().cs, title="Hidden", slug="hidden", live=False)
    made.save_revision()
    return made


@pytest.fixture
def editor(client: Client) -> User:
    user = User.objects.create_user("eva", "eva@example.org")
    user.groups.add(ensure_cluster_office())
    client.force_login(user)
    return user


def test_the_menu_leads_to_the_frontend_with_a_token(
    client: Client, page: StandardPage, editor: User, settings: Settings
) -> None:
    settings.KLASTR_PREVIEW_FRONTENDS = {"*": f"{FRONTEND}?secret=x"}
    address = reverse("preview_in_frontend", args=[page.pk])

    menu = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    response = client.get(address)

    assert address in menu
    assert (response.status_code, response["Referrer-Policy"]) == (302, "no-referrer")
    target = urlsplit(response["Location"])
    given = parse_qs(target.query)
    assert f"{target.scheme}://{target.netloc}{target.path}" == FRONTEND
    assert preview.read(given.pop("token")[0]) == preview.Draft(page.pk)
    assert given == {
        "secret": ["x"],
        "content_type": ["cms_content.standardpage"],
        "path": ["/cs/hidden/"],
    }


def test_there_is_no_way_without_a_frontend_or_the_right(
    client: Client, page: StandardPage, editor: User, settings: Settings
) -> None:
    address = reverse("preview_in_frontend", args=[page.pk])
    without_frontend = client.get(address, follow=True).status_code
    settings.KLASTR_PREVIEW_FRONTENDS = {"other.example": FRONTEND}
    of_other_site = client.get(address, follow=True).status_code
    settings.KLASTR_PREVIEW_FRONTENDS = {"*": FRONTEND}
    editor.groups.clear()

    assert (without_frontend, of_other_site) == (404, 404)
    assert client.get(address).status_code in {302, 403, 404}
    assert FRONTEND not in client.get(address).get("Location", "")
