"""Switching is complete, for every installed plugin: off, nothing of it is left; on, all is back.

Nothing here knows a plugin: what must be gone is read off what it contributes. There is no sitemap
in the house yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker
from wagtail.models import Page

from cms.accounts.models import User
from cms.content.relations import PageKey
from cms.graphql.schema import schema_for
from cms.plugin import AdminViews, BodyBlock, Feed, PageType, Relation, SiteViews, Snippet
from cms.plugin.gate import is_block_active
from cms.plugin.registry import registry
from cms.plugin.state import active_labels
from cms.plugin.testing import inactive
from tests.graphql.operations import NO_LIMITS
from tests.plugin_contract.showcase import (
    PLUGINS,
    Showcase,
    introspected,
    make_showcase,
    owned,
    page_models,
    post,
    stored_rows,
)

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.parametrize("label", PLUGINS),
]


@pytest.fixture(scope="module")
def showcase(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Showcase]:
    with (
        django_db_blocker.unblock(),
        override_settings(KLASTR_GRAPHQL=NO_LIMITS, KLASTR_MAX_NEW_RENDITIONS=10_000),
        transaction.atomic(),
    ):
        made = make_showcase()
        made.asked()  # renditions are drawn once
        yield made
        transaction.set_rollback(True)


@pytest.fixture
def office(showcase: Showcase) -> Client:
    """The browser of a superuser."""
    client = Client()
    client.force_login(User.objects.create_superuser("office"))
    return client


def contributed(label: str, kind: type) -> list[object]:
    """What the plugin contributes of one kind."""
    return [item for _label, item in registry().contributed(kind, frozenset({label}))]


def test_the_plugin_works_and_has_public_pages(showcase: Showcase, label: str) -> None:
    showcase.site.parts.check(label)

    assert registry().plugins[label].failure == ""
    assert bool(showcase.paths[label]) == bool(page_models(label))


def test_introspection_tells_nothing_of_an_inactive_plugin(showcase: Showcase, label: str) -> None:
    own_fields = owned(schema_for(active_labels()), label)
    own_types = {item.graphql._meta.name for item in contributed(label, PageType)}
    before = introspected()

    with inactive(label):
        after = introspected()

    assert own_types <= set(before)
    assert own_types & {*after, *(name for members in after.values() for name in members)} == set()
    assert {(t, f) for t, f in own_fields if f in after.get(t, ())} == set()
    assert introspected() == before


def test_relations_with_an_inactive_plugin_have_no_fields(showcase: Showcase, label: str) -> None:
    types = {
        item.model._meta.label: item.graphql._meta.name
        for _l, item in registry().contributed(PageType)
    }
    fields = {
        (types[end], name)
        for _label, relation in registry().contributed(Relation)
        if label in {relation.source.split(".")[0], relation.target.split(".")[0]}
        for end, name in ((relation.source, relation.name), (relation.target, relation.reverse))
        if name and end in types
    }
    before = introspected()

    with inactive(label):
        after = introspected()

    assert {(t, f) for t, f in fields if _camel(f) not in before[t]} == set()
    assert {(t, f) for t, f in fields if _camel(f) in after.get(t, ())} == set()


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def test_answers_hold_nothing_of_an_inactive_plugin_and_come_back_the_same(
    showcase: Showcase, label: str
) -> None:
    paths = [json.dumps(path).encode() for path in showcase.paths[label]]
    before, rows = showcase.answers, showcase.rows
    shown = [path for path in paths if any(path in answer for answer in before.values())]

    with inactive(label):
        while_off = showcase.asked()

    assert bool(shown) == bool(paths)
    leaked = [
        (name, path) for name, answer in while_off.items() for path in paths if path in answer
    ]
    assert leaked == []
    assert [answer for answer in while_off.values() if answer.startswith(b'{"errors"')] == []
    assert showcase.asked() == before
    assert {model for model, found in stored_rows().items() if found != rows[model]} == set()


def test_addresses_of_an_inactive_plugin_are_gone_while_it_is(
    showcase: Showcase, client: Client, label: str
) -> None:
    ask = "query ($path: String!) { route(path: $path) { __typename } }"
    feeds = [
        f"/feeds/{locale}/{feed.name}.{format}"
        for feed in contributed(label, Feed)
        for format in feed.formats
        for locale in ("cs", "en")
    ]
    addresses = [*showcase.paths[label], *feeds]
    before = [client.get(address).status_code for address in addresses]

    with inactive(label):
        while_off = [client.get(address).status_code for address in addresses]
        routes = {post(ask, {"path": path}) for path in showcase.paths[label]}

    assert before == [200] * len(addresses)
    assert while_off == [404] * len(addresses)
    assert routes <= {b'{"data":{"route":{"__typename":"NotFoundRoute"}}}'}
    assert [client.get(address).status_code for address in addresses] == before


def test_the_admin_of_an_inactive_plugin_is_gone(
    showcase: Showcase, office: Client, label: str
) -> None:
    listings = [f"/admin/{views.prefix}/" for views in contributed(label, AdminViews)]
    snippets = [
        reverse(item.viewset.model.snippet_viewset.get_url_name("list"))
        for item in contributed(label, Snippet)
    ]
    choosers = [
        reverse(item.viewset.model.snippet_viewset.chooser_viewset.get_url_name("choose"))
        for item in contributed(label, Snippet)
    ]
    everything = [*listings, *snippets, *choosers]

    before = [office.get(address).status_code for address in everything]
    menu_before = office.get("/admin/").content.decode()
    with inactive(label):
        while_off = [office.get(address).status_code for address in everything]
        menu = office.get("/admin/").content.decode()

    assert before == [200] * len(everything)
    assert [a for a, code in zip(everything, while_off, strict=True) if code == 200] == []
    assert [address for address in listings if address not in menu_before] == []
    assert [address for address in (*listings, *snippets) if f'"{address}"' in menu] == []


def test_nothing_of_an_inactive_plugin_can_be_made_or_chosen(
    showcase: Showcase, office: Client, label: str
) -> None:
    models = page_models(label)
    keys = [f for m in apps.get_models() for f in m._meta.fields if isinstance(f, PageKey)]
    blocks = [item.name for item in contributed(label, BodyBlock)]

    def offered() -> tuple[set[str], set[type], list[str]]:
        forms = (office.get(_create_address(m, p)) for m in models for p in _parents_of(m))
        creatable = {form.request["PATH_INFO"] for form in forms if form.status_code == 200}
        choosable = {model for key in keys for model in key.models()}.intersection(models)
        return creatable, choosable, [name for name in blocks if is_block_active(name)]

    before = offered()
    with inactive(label):
        while_off = offered()

    assert bool(before[0]) == bool(models)
    assert before[2] == blocks
    assert while_off == (set(), set(), [])
    assert offered() == before


def _parents_of(model: type[Page]) -> list[Page]:
    """One page of each type below which a page of `model` may be made."""
    above = [parent for parent in model.allowed_parent_page_models() if parent is not Page]
    return [page for parent in above if (page := parent.objects.order_by("pk").first())]


def _create_address(model: type[Page], parent: Page) -> str:
    names = [model._meta.app_label, model._meta.model_name, parent.pk]
    return reverse("wagtailadmin_pages:add", args=names)


def test_pages_of_an_inactive_plugin_are_locked_and_in_no_chooser(
    showcase: Showcase, office: Client, label: str
) -> None:
    pages = [page for model in page_models(label) for page in model.objects.all()]

    def editable() -> list[bool]:
        testers = (page.permissions_for_user(User.objects.get(username="office")) for page in pages)
        return [tester.can_publish() or tester.can_delete() for tester in testers]

    with inactive(label):
        assert editable() == [False] * len(pages)
        assert [page.get_lock() is None for page in pages] == [False] * len(pages)
    assert editable() == [True] * len(pages)


def test_site_views_of_an_inactive_plugin_are_not_found(
    showcase: Showcase, client: Client, label: str
) -> None:
    prefixes = [f"/{views.prefix}/" for views in contributed(label, SiteViews)]

    with inactive(label):
        codes = [client.get(prefix, follow=True).status_code for prefix in prefixes]

    assert codes == [404] * len(prefixes)
