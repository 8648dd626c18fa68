from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import path, resolve
from klastr_venues.models import VenuePage
from wagtail.admin.menu import MenuItem as WagtailMenuItem
from wagtail.models import Locale, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.admin import bridge
from cms.admin.checks import check_admin_hooks
from cms.admin.hooks import answer_while_inactive, gated
from cms.plugin import AdminHook, AdminViews, HomePanel, MenuItem
from cms.plugin.testing import active
from tests.plugin.conftest import Install, installed_plugin
from tests.plugin.factories import make_venue

pytestmark = pytest.mark.django_db


def test_menu_items_are_there_while_active(install: Install, rf: RequestFactory) -> None:
    ours, theirs = WagtailMenuItem("Halls", "/halls/"), WagtailMenuItem("Pages", "/pages/")
    install(installed_plugin("base", contributions=(MenuItem(ours),)))

    def shown() -> list[WagtailMenuItem]:
        items = [ours, theirs]
        bridge.hide_inactive_items(rf.get("/"), items)
        return items

    assert shown() == [theirs]
    with active("base"):
        assert shown() == [ours, theirs]


def test_home_panels_are_made_while_active(install: Install, rf: RequestFactory) -> None:
    install(installed_plugin("base", contributions=(HomePanel(lambda request: request.path),)))

    def panels() -> list[object]:
        panels: list[object] = ["first"]
        bridge.add_home_panels(rf.get("/admin/"), panels)
        return panels

    bundled = panels()[1:]
    with active("base"):
        shown = panels()

    assert "/admin/" not in bundled
    assert [panel for panel in shown if isinstance(panel, str)] == ["first", "/admin/"]
    assert len(shown) == len(bundled) + 2


def test_admin_views_have_a_namespace_and_a_gate(install: Install) -> None:
    urls = (path("report/", lambda request: HttpResponse("here"), name="report"),)
    install(installed_plugin("base", contributions=(AdminViews("halls", urls),)))

    class Urls:
        urlpatterns = bridge.admin_urls()

    with active("base"):
        assert resolve("/halls/report/", urlconf=Urls).view_name == "base_admin:report"


@pytest.mark.parametrize(
    ("name", "arguments", "answer"),
    [
        ("before_delete_page", ("request", "page"), None),
        ("construct_main_menu", ("request", ["item"]), None),
        ("insert_global_admin_css", (), ""),
        ("register_page_listing_buttons", ("page", "user"), ()),
    ],
)
def test_a_hook_answers_nothing_while_inactive(
    install: Install, name: str, arguments: tuple[object, ...], answer: object
) -> None:
    install(installed_plugin("base"))
    hook = gated("base", name, lambda *args: ("ran", args))

    assert hook(*arguments) == answer
    with active("base"):
        assert hook(*arguments) == ("ran", arguments)


def test_a_hook_on_a_queryset_gives_it_back_while_inactive(install: Install) -> None:
    install(installed_plugin("base"))
    hook = gated("base", "construct_explorer_page_queryset", lambda parent, pages, request: None)
    pages = Page.objects.all()

    assert hook("parent", pages, "request") is pages


@pytest.mark.parametrize(
    "name", ["register_admin_urls", "register_icons", "register_rich_text_features", "nonsense"]
)
def test_a_hook_that_wagtail_remembers_is_refused(install: Install, name: str) -> None:
    install(installed_plugin("base", contributions=(AdminHook(name, lambda: None),)))

    assert answer_while_inactive(name) is None
    assert [message.id for message in check_admin_hooks(None)] == ["klastr.P011"]


def test_a_translated_page_of_an_inactive_plugin_shows_its_lock(admin_client: Client) -> None:
    Locale.objects.get_or_create(language_code="en")
    czech = make_venue()
    source, _created = TranslationSource.get_or_create_from_instance(czech)
    english = Locale.objects.get(language_code="en")
    translation = Translation.objects.create(source=source, target_locale=english)
    translation.save_target()
    page = VenuePage.objects.get(locale=english)
    url = f"/admin/pages/{page.pk}/edit/"

    html = admin_client.get(url).content.decode()
    admin_client.post(url, {"action": "publish", "title": "Other"})

    assert "„Venues“" in html
    assert "translation-editor" not in html
    page.refresh_from_db()
    assert page.title == "Kongresové centrum"
    with active("venues"):
        assert "translation-editor" in admin_client.get(url).content.decode()
