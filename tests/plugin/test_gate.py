from __future__ import annotations

import json

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.test import Client
from django.urls import path, resolve, reverse
from django.urls.exceptions import Resolver404
from django.utils import translation
from klastr_venues.models import VenuePage
from wagtail.actions.create_page import CreatePageAction
from wagtail.models import Page, Site

from cms.accounts.models import User
from cms.plugin import BodyBlock, Role, gate
from cms.plugin.permissions import GatedPolicy
from cms.plugin.testing import active
from tests.plugin.conftest import Install, installed_plugin
from tests.plugin.factories import make_venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Page:
    return Site.objects.get(is_default_site=True).root_page


@pytest.fixture
def editor(home: Page) -> User:
    user = User.objects.create_user("editor", password="x")
    group = Group.objects.get(name="Editors")
    user.groups.add(group, Group.objects.get(name="Moderators"))
    return user


def powers(page: Page, user: User) -> dict[str, bool]:
    tester = page.permissions_for_user(user)
    return {
        name: bool(getattr(tester, f"can_{name}")())
        for name in (
            "edit",
            "add_subpage",
            "delete",
            "move",
            "publish",
            "unpublish",
            "copy",
            "lock",
        )
    }


NOTHING_BUT_LOOKING = {
    "edit": True,
    "add_subpage": False,
    "delete": False,
    "move": False,
    "publish": False,
    "unpublish": False,
    "copy": False,
    "lock": False,
}


def test_a_page_type_is_creatable_only_while_active(home: Page) -> None:
    assert VenuePage.can_create_at(home) is False
    with active("venues"):
        assert VenuePage.can_create_at(home) is True
    assert VenuePage.can_create_at(home) is False


def test_creating_by_action_is_refused_while_inactive(home: Page, admin_user: User) -> None:
    venue = VenuePage(title="Hala", slug="hala", city="Brno", locale=home.locale)

    with pytest.raises(PermissionDenied):
        CreatePageAction(venue, parent=home, user=admin_user).execute()

    assert VenuePage.objects.count() == 0


def test_an_inactive_page_is_locked_for_superusers_too(admin_user: User) -> None:
    venue = make_venue()

    lock = Page.objects.get(pk=venue.pk).specific.get_lock()

    assert isinstance(lock, gate.PluginLock)
    assert (lock.title, lock.for_user(admin_user)) == ("Venues", True)
    with translation.override("cs"):
        assert "„Venues“" in lock.get_message(admin_user)
    with active("venues"):
        assert venue.get_lock() is None


@pytest.mark.parametrize("who", ["editor", "admin_user"])
def test_an_inactive_page_may_only_be_looked_at(who: str, request: pytest.FixtureRequest) -> None:
    user = request.getfixturevalue(who)
    venue = make_venue(parent=Site.objects.get().root_page)
    base_page = Page.objects.get(pk=venue.pk)

    assert powers(venue, user) == NOTHING_BUT_LOOKING
    assert powers(base_page, user) == NOTHING_BUT_LOOKING
    with active("venues"):
        assert powers(venue, user)["publish"] is True
        assert powers(base_page, user)["delete"] is True


def test_an_inactive_page_cannot_be_moved_or_copied(home: Page, admin_user: User) -> None:
    venue = make_venue()
    tester = venue.permissions_for_user(admin_user)

    assert (tester.can_move_to(home), tester.can_copy_to(home)) == (False, False)
    assert venue.can_move_to(home) is False
    with active("venues"):
        assert venue.can_move_to(home) is True


def test_models_of_a_plugin_that_failed_are_not_active(install: Install) -> None:
    with active("venues"):
        assert gate.is_model_active(VenuePage) is True
        install(installed_plugin("venues", failure="ValueError: bad"))
        assert gate.is_model_active(VenuePage) is False


def test_a_block_is_active_with_its_plugin(install: Install) -> None:
    install(installed_plugin("base", contributions=(BodyBlock("seats", None, object),)))

    assert gate.is_block_active("seats") is False
    with active("base"):
        assert gate.is_block_active("seats") is True
    assert gate.is_block_active("unknown") is False


def test_gated_addresses_are_reversible_and_not_found_while_inactive(
    settings: object, install: Install
) -> None:
    install(installed_plugin("base"))
    urls = [path("list/", lambda request: HttpResponse("here"), name="list")]

    class Urls:
        urlpatterns = [gate.gated_urls("base", "halls", urls, namespace="base")]

    assert reverse("base:list", urlconf=Urls) == "/halls/list/"
    with pytest.raises(Resolver404):
        resolve("/halls/list/", urlconf=Urls)
    with active("base"):
        assert resolve("/halls/list/", urlconf=Urls).view_name == "base:list"


def test_permissions_of_inactive_plugins_do_nothing(install: Install) -> None:
    permission = Permission.objects.get(
        content_type__app_label="venues", codename="change_venuepage"
    )
    user = User.objects.create_user("eva", password="x")
    user.user_permissions.add(permission)

    def may() -> bool:
        return User.objects.get(pk=user.pk).has_perm("venues.change_venuepage")

    assert may() is False
    with active("venues"):
        assert may() is True
    assert may() is False
    assert list(user.user_permissions.all()) == [permission]


def test_roles_of_inactive_plugins_do_nothing(install: Install) -> None:
    role = Role("Venue office", ("wagtailadmin.access_admin",))
    install(installed_plugin("base", contributions=(role,)))
    user = User.objects.create_user("eva", password="x")

    def may() -> bool:
        return User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin")

    with active("base"):
        user.groups.add(Group.objects.get(name="Venue office"))
        assert may() is True
    assert may() is False
    assert [group.name for group in user.groups.all()] == ["Venue office"]


def test_a_role_that_an_active_plugin_gives_too_works(install: Install) -> None:
    role = Role("Office", ("wagtailadmin.access_admin",))
    install(
        installed_plugin("one", contributions=(role,)),
        installed_plugin("two", contributions=(role,)),
    )
    user = User.objects.create_user("eva", password="x")
    with active("one", "two"):
        user.groups.add(Group.objects.get(name="Office"))

    with active("two"):
        assert User.objects.get(pk=user.pk).has_perm("wagtailadmin.access_admin") is True


def test_what_only_an_inactive_plugin_gives_to_a_shared_role_does_nothing(
    install: Install,
) -> None:
    install(
        installed_plugin("one", contributions=(Role("Office", ("wagtailadmin.access_admin",)),)),
        installed_plugin("two", contributions=(Role("Office", ("wagtailcore.add_site",)),)),
    )
    user = User.objects.create_user("eva", password="x")

    def may() -> list[bool]:
        fresh = User.objects.get(pk=user.pk)
        return [fresh.has_perm(p) for p in ("wagtailadmin.access_admin", "wagtailcore.add_site")]

    with active("one", "two"):
        user.groups.add(Group.objects.get(name="Office"))
        assert may() == [True, True]
    with active("two"):
        assert may() == [False, True]


def test_a_gated_policy_says_no_to_everybody(install: Install, admin_user: User) -> None:
    from wagtail.permission_policies import ModelPermissionPolicy  # noqa: PLC0415 -- one use

    install(installed_plugin("base"))
    venue = make_venue()
    policy = GatedPolicy(ModelPermissionPolicy(VenuePage), "base")

    def answers() -> dict[str, object]:
        return {
            "one": policy.user_has_permission(admin_user, "change"),
            "any": policy.user_has_any_permission(admin_user, {"add", "change"}),
            "this": policy.user_has_permission_for_instance(admin_user, "change", venue),
            "any of this": policy.user_has_any_permission_for_instance(
                admin_user, {"change"}, venue
            ),
            "users": list(policy.users_with_any_permission({"change"})),
            "users of this": list(policy.users_with_permission_for_instance("change", venue)),
            "instances": list(policy.instances_user_has_permission_for(admin_user, "change")),
        }

    no = dict.fromkeys(("one", "any", "this", "any of this"), False)
    assert answers() == no | {"users": [], "users of this": [], "instances": []}
    with active("base"):
        assert answers() == dict.fromkeys(no, True) | {
            "users": [admin_user],
            "users of this": [admin_user],
            "instances": [venue],
        }


def test_the_editor_shows_the_lock_and_saves_nothing(admin_client: Client) -> None:
    venue = make_venue(parent=Site.objects.get().root_page)
    url = reverse("wagtailadmin_pages:edit", args=[venue.pk])

    shown = admin_client.get(url)
    saved = admin_client.post(
        url, {"title": "Jiné", "slug": "jine", "city": "Praha", "seats": "1", "action-publish": "1"}
    )

    assert shown.status_code == 200
    assert "doplňku „Venues“, který je vypnutý" in shown.content.decode()
    assert "action-publish" not in shown.content.decode()
    assert saved.status_code == 200
    venue.refresh_from_db()
    assert (venue.title, venue.city, venue.latest_revision) == (
        "Kongresové centrum",
        "Olomouc",
        None,
    )


@pytest.mark.parametrize("action", ["delete", "move", "copy", "unpublish"])
def test_the_admin_refuses_what_would_change_an_inactive_page(
    admin_client: Client, action: str
) -> None:
    venue = make_venue(parent=Site.objects.get().root_page)

    response = admin_client.post(reverse(f"wagtailadmin_pages:{action}", args=[venue.pk]))

    assert (response.status_code, response.headers["Location"]) == (302, "/admin/")
    assert VenuePage.objects.filter(live=True).count() == 1


def test_bulk_actions_skip_inactive_pages(admin_client: Client) -> None:
    venue = make_venue(parent=Site.objects.get().root_page, live=False)
    url = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    admin_client.post(f"{url}?id={venue.pk}&next=/admin/")

    venue.refresh_from_db()
    assert venue.live is False


def test_the_admin_offers_no_inactive_type(admin_client: Client) -> None:
    home = Site.objects.get().root_page
    add = reverse("wagtailadmin_pages:add_subpage", args=[home.pk])
    create = reverse("wagtailadmin_pages:add", args=["venues", "venuepage", home.pk])

    assert create not in admin_client.get(add).content.decode()
    assert admin_client.get(create).status_code == 302
    with active("venues"):
        assert create in admin_client.get(add, follow=True).content.decode()
        assert admin_client.get(create).status_code == 200


def test_settings_name_the_gated_backend(settings: object) -> None:
    backends = json.dumps(settings.AUTHENTICATION_BACKENDS)  # type: ignore[attr-defined]  # fixture

    assert backends == '["cms.plugin.permissions.GatedBackend"]'
