"""Users in the admin, their language, and the role of the cluster's office."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page
from wagtail.permissions import policy_registry
from wagtail.users.models import UserProfile

from cms.accounts.models import User
from cms.accounts.roles import CLUSTER_OFFICE, ensure_cluster_office
from cms.media.models import Image

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("admin", "admin@example.org"))
    return client


@pytest.fixture
def editor() -> User:
    user = User.objects.create_user("eva", "eva@example.org")
    user.groups.add(ensure_cluster_office())
    return user


def test_new_user_gets_czech_and_may_choose_english() -> None:
    user = User.objects.create_user("eva")
    profile = UserProfile.get_for_user(user)
    assert profile.get_preferred_language() == "cs"

    profile.preferred_language = "en"
    profile.save()
    user.first_name = "Eva"
    user.save()

    assert UserProfile.get_for_user(user).get_preferred_language() == "en"


def test_admin_speaks_the_users_language_not_the_browsers(administrator: Client) -> None:
    page = administrator.get(reverse("wagtailadmin_home"), headers={"accept-language": "en"})

    assert '<html lang="cs"' in page.text


def test_user_is_created_edited_and_deleted_in_the_admin(administrator: Client) -> None:
    password = "spektrum-589-nm"
    office = ensure_cluster_office()
    data = {
        "username": "eva",
        "email": "eva@example.org",
        "first_name": "Eva",
        "last_name": "Nováková",
        "password1": password,
        "password2": password,
        "groups": [office.pk],
    }

    added = administrator.post(reverse("wagtailusers_users:add"), data)
    user = User.objects.get(username="eva")
    edited = administrator.post(
        reverse("wagtailusers_users:edit", args=[user.pk]),
        {**data, "first_name": "Evička", "password1": "", "password2": "", "is_active": "on"},
    )
    listed = administrator.get(reverse("wagtailusers_users:index"))

    user.refresh_from_db()
    assert (added.status_code, edited.status_code, listed.status_code) == (302, 302, 200)
    assert (user.first_name, user.check_password(password), list(user.groups.all())) == (
        "Evička",
        True,
        [office],
    )
    assert "eva@example.org" in listed.text or "Nováková" in listed.text

    administrator.post(reverse("wagtailusers_users:delete", args=[user.pk]))
    assert not User.objects.filter(username="eva").exists()


def test_cluster_office_is_the_same_when_made_twice() -> None:
    first = ensure_cluster_office()
    counts = (GroupPagePermission.objects.count(), GroupCollectionPermission.objects.count())

    again = ensure_cluster_office()

    assert again == first
    assert Group.objects.filter(name=CLUSTER_OFFICE).count() == 1
    assert counts == (
        GroupPagePermission.objects.count(),
        GroupCollectionPermission.objects.count(),
    )


def test_cluster_office_keeps_what_an_administrator_added() -> None:
    group = ensure_cluster_office()
    other = Group.objects.create(name="Others")
    extra = GroupPagePermission.objects.filter(group=group).first()
    assert extra is not None
    below = Page.objects.filter(depth=2).first()
    GroupPagePermission.objects.create(group=group, page=below, permission=extra.permission)

    ensure_cluster_office()

    assert GroupPagePermission.objects.filter(group=group, page=below).count() == 1
    assert not other.permissions.exists()


def test_cluster_office_edits_pages_images_and_documents(client: Client, editor: User) -> None:
    client.force_login(editor)

    names = ("wagtailadmin_home", "wagtailimages:index", "wagtailimages:add", "wagtaildocs:add")
    assert [client.get(reverse(name)).status_code for name in names] == [200] * 4
    assert Page.get_first_root_node().permissions_for_user(editor).can_publish_subpage()
    may = policy_registry.get_by_type(Image).user_has_permission
    assert [may(editor, action) for action in ("add", "change", "choose")] == [True] * 3


def test_cluster_office_administers_no_users_and_no_collections(
    client: Client, editor: User
) -> None:
    client.force_login(editor)

    for name in ("wagtailusers_users:index", "wagtailusers_groups:index"):
        assert client.get(reverse(name)).status_code == 302
    client.post(reverse("wagtailadmin_collections:add"), {"name": "Tajné"})
    assert Collection.objects.filter(name="Tajné").count() == 0
