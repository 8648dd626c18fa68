from __future__ import annotations

import re

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import translation

from cms.accounts.models import User
from cms.admin.addons import WORDS, add_on, contributes_in_words
from cms.plugin import (
    BodyBlock,
    Contribution,
    Demo,
    PageType,
    Queries,
    Types,
    Upgrade,
    contributions,
    lifecycle,
)
from cms.plugin.models import PluginState
from cms.plugin.state import active_labels, is_active
from cms.plugin.testing import active
from tests.plugin.conftest import Install, installed_plugin
from tests.plugin.factories import make_venue

pytestmark = pytest.mark.django_db


def url_of(name: str, label: str = "venues") -> str:
    return reverse(f"cms_admin:addon_{name}", args=[label])


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.fixture
def english(admin_user: User) -> None:
    from wagtail.users.models import UserProfile  # noqa: PLC0415 -- needs apps

    UserProfile.objects.update_or_create(user=admin_user, defaults={"preferred_language": "en"})


def test_the_panel_shows_each_plugin_with_its_state(
    english: None, admin_client: Client, install: Install
) -> None:
    install(
        installed_plugin("broken", failure="ValueError: no bricks"),
        installed_plugin("late", contributions=(Upgrade(1, lambda: None),)),
    )
    PluginState.objects.create(label="late", is_active=True)

    html = admin_client.get(reverse("cms_admin:addons")).content.decode()

    cards = {
        label: words_of(card)
        for label, card in re.findall(r'id="addon-(\w+)">(.*?)</li>', html, re.DOTALL)
    }
    assert list(cards)[0] == "cms_content"
    assert "State: Active" in cards["cms_content"]
    assert "State: Inactive" in cards["venues"]
    assert "1 page type, 1 addition to the API" in cards["venues"]
    assert "State: Failed" in cards["broken"]
    assert "ValueError: no bricks" in cards["broken"]
    assert "Upgrade waiting" in cards["late"]


def test_contributions_are_counted_in_words() -> None:
    plugin = installed_plugin(
        "base",
        contributions=(
            PageType(None, None),
            PageType(None, None),
            BodyBlock("a", None, None),
            Queries(object),
            Types((object,)),
            Upgrade(1, lambda: None),
            Demo(lambda: None),
        ),
    )

    with translation.override("en"):
        english = contributes_in_words(plugin)
    with translation.override("cs"):
        czech = contributes_in_words(plugin)

    assert english == (
        "2 page types",
        "1 content block",
        "2 additions to the API",
        "1 set of demo content",
    )
    assert [line.replace("\xa0", " ") for line in czech] == [
        "2 typy stránek",
        "1 obsahový blok",
        "2 rozšíření API",
        "1 sada ukázkového obsahu",
    ]


def test_every_kind_but_upgrades_has_words() -> None:
    kinds = {kind for kind in vars(contributions).values() if isinstance(kind, type)}
    said = [kind for group, _words in WORDS for kind in group]

    contributed = {kind for kind in kinds if issubclass(kind, Contribution)} - {Contribution}
    assert sorted(said, key=str) == sorted(contributed - {Upgrade}, key=str)


def test_activating_by_the_button_offers_undo(english: None, admin_client: Client) -> None:
    response = admin_client.post(url_of("activate"), follow=True)

    assert is_active("venues") is True
    assert "“Venues” is switched on." in response.content.decode()
    assert f'href="{url_of("deactivate")}"' in response.content.decode()
    assert response.redirect_chain == [(reverse("cms_admin:addons"), 302)]


def test_deactivating_asks_first_and_says_what_disappears(
    english: None, admin_client: Client
) -> None:
    with active("venues"):
        make_venue()
        make_venue("Hala", slug="hala")
        make_venue("Koncept", slug="koncept", live=False)

        asked = words_of(admin_client.get(url_of("deactivate")).content.decode())

        assert "2 published pages will disappear" in asked
        assert "Nothing is deleted." in asked
        assert is_active("venues") is True

        done = admin_client.post(url_of("deactivate"), follow=True).content.decode()

        assert is_active("venues") is False
        assert "“Venues” is switched off. Its content is kept." in done
        assert f'href="{url_of("activate")}"' in done


def test_a_get_never_switches(admin_client: Client) -> None:
    before = active_labels()

    assert admin_client.get(url_of("activate")).status_code == 200
    assert admin_client.get(url_of("upgrade")).status_code == 200
    assert active_labels() == before


def test_the_buttons_are_protected_against_forgery(admin_user: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    assert client.post(url_of("activate")).status_code == 403
    assert is_active("venues") is False


def test_a_refusal_is_told(english: None, admin_client: Client, install: Install) -> None:
    install(installed_plugin("top", title="Top", requires=("venues",)))
    lifecycle.activate("top")

    asked = words_of(admin_client.get(url_of("deactivate")).content.decode())
    done = admin_client.post(url_of("deactivate"), follow=True).content.decode()

    assert "these add-ons require it: Top." in asked
    assert "The plugin “venues” is required by: top." in done
    assert is_active("venues") is True


def test_upgrading_by_the_button(english: None, admin_client: Client, install: Install) -> None:
    ran: list[int] = []
    install(installed_plugin("late", contributions=(Upgrade(1, lambda: ran.append(1)),)))
    PluginState.objects.create(label="late", is_active=True)

    admin_client.post(url_of("upgrade", "late"))

    assert ran == [1]
    assert add_on("late").waiting_steps == ()


@pytest.mark.parametrize("action", ["activate", "deactivate", "upgrade"])
def test_an_unknown_plugin_is_not_found(admin_client: Client, action: str) -> None:
    before = active_labels()

    # the language middleware tries /cs/… before it gives up
    assert admin_client.get(url_of(action, "nothing"), follow=True).status_code == 404
    assert admin_client.post(url_of(action, "nothing"), follow=True).status_code == 404
    assert active_labels() == before


def test_the_panel_is_for_those_with_the_permission() -> None:
    user = User.objects.create_user("eva", password="x")
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client()
    client.force_login(user)
    menu_entry = f'"{reverse("cms_admin:addons")}"'

    assert client.get(reverse("cms_admin:addons")).status_code == 302
    assert client.post(url_of("activate")).status_code == 302
    assert is_active("venues") is False
    assert menu_entry not in client.get("/admin/").content.decode()

    user.user_permissions.add(Permission.objects.get(codename="change_pluginstate"))
    assert client.get(reverse("cms_admin:addons")).status_code == 200
    assert menu_entry in client.get("/admin/").content.decode()


def test_the_panel_speaks_czech(admin_user: User, admin_client: Client) -> None:
    html = admin_client.get(reverse("cms_admin:addons")).content.decode()

    assert '<html lang="cs"' in html
    assert "<dt>Přináší</dt>" in html
    assert "Jádro je vždy zapnuté." in html
