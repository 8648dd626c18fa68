"""Redirects lead to public pages, and say nothing of the others."""

from __future__ import annotations

import datetime

import pytest
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from tests.content.factories import make_home, make_page

pytestmark = pytest.mark.django_db


def location(client, path):
    """Status and target of the answer."""
    response = client.get(path)
    return response.status_code, response.get("Location")


def test_redirect_leads_to_a_public_page_and_to_an_address(client):
    page = make_page(make_home().cs, title="Open", slug="open")
    Redirect.add_redirect("/old", page)
    Redirect.add_redirect("/old?a=1", "https://example.org/", is_permanent=False)

    assert location(client, "/old/") == (301, page.get_url())
    assert location(client, "/old/?b=2") == (301, page.get_url())
    assert location(client, "/old/?a=1") == (302, "https://example.org/")


def test_the_browser_chooses_the_language_at_the_bare_address(client):
    make_home()
    for language in ("cs", "en"):
        response = client.get("/", headers={"Accept-Language": language})
        assert (response.status_code, response["Location"]) == (302, f"/{language}/")


def test_redirect_to_a_page_that_is_not_public_is_not_found(client):
    home = make_home().cs
    draft = make_page(home, title="Draft", slug="draft", live=False)
    late = timezone.now() - datetime.timedelta(days=1)
    expired = make_page(home, title="Expired", slug="expired", expire_at=late)
    private = make_page(home, title="Private", slug="private")
    below = make_page(private, title="Below", slug="below")
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="x"
    )
    for page in (draft, expired, private, below):
        Redirect.add_redirect(f"/cs/old-{page.slug}", page)
        Redirect.add_redirect(f"/cs/old-{page.slug}?whole=1", page)

    answers = {
        location(client, f"/cs/old-{page.slug}/{query}")
        for page in (draft, expired, private, below)
        for query in ("", "?whole=1", "?other=1")
    }

    assert answers == {(404, None)}
