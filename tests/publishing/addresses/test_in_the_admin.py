"""Editors of the cluster's office rename, move and tidy up in the admin."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page

from cms.accounts.models import User
from cms.accounts.roles import CLUSTER_OFFICE, ensure_cluster_office
from cms.plugin import lifecycle
from cms.publishing.addresses.routing import Moved, NotFound, route
from tests.publishing.factories import Homes, make_homes, make_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def office(client: Client) -> Client:
    user = User.objects.create_user("eva", "eva@example.org")
    user.groups.add(ensure_cluster_office())
    client.force_login(user)
    return client


@pytest.fixture
def homes() -> Homes:
    return make_homes()


def at(path: str) -> str | None:
    found = route(path)
    return found.path if isinstance(found, Moved) else None


def test_cluster_office_manages_redirects() -> None:
    lifecycle.upgrade("cms_content")

    office = Permission.objects.filter(group=Group.objects.get(name=CLUSTER_OFFICE))
    wanted = [f"{action}_redirect" for action in ("add", "change", "delete")]
    named = office.filter(content_type__app_label="wagtailredirects").order_by("codename")
    assert list(named.values_list("codename", flat=True)) == wanted


def test_pages_moved_together_leave_their_addresses(office: Client, homes: Homes) -> None:
    target = make_page(homes.cs, "sklad")
    pages = [make_page(homes.cs, slug) for slug in ("a", "b")]
    make_page(pages[0], "x")
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    query = "&".join(f"id={page.pk}" for page in pages)

    answer = office.post(f"{address}?{query}", {"chooser": target.pk})

    assert answer.status_code == 302
    assert [at(path) for path in ("/cs/a/", "/cs/a/x/", "/cs/b/")] == [
        "/cs/sklad/a/",
        "/cs/sklad/a/x/",
        "/cs/sklad/b/",
    ]


def test_redirect_of_a_renamed_page_is_listed_changed_and_deleted(
    admin_client: Client, homes: Homes
) -> None:
    page, other = make_page(homes.cs, "a"), make_page(homes.cs, "jina")
    make_page(page, "x")
    renamed = Page.objects.get(pk=page.pk).specific
    renamed.slug = "b"
    renamed.save_revision().publish()
    redirect = Redirect.objects.get()

    listed = admin_client.get(reverse("wagtailredirects:index"))
    admin_client.post(
        reverse("wagtailredirects:edit", args=[redirect.pk]),
        {"old_path": "/cs/a", "site": redirect.site_id, "redirect_page": other.pk},
    )

    assert "/cs/a" in listed.text
    assert [at(path) for path in ("/cs/a/", "/cs/a/x/")] == ["/cs/jina/", "/cs/b/x/"]
    admin_client.post(reverse("wagtailredirects:delete", args=[redirect.pk]))
    assert [route(path) for path in ("/cs/a/", "/cs/a/x/")] == [NotFound()] * 2
