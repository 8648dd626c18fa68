"""An editor of a member tries every address of the admin on what belongs to others."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse
from wagtail.models import Site, Workflow
from wagtail_localize.models import Translation

from cms.admin.confined.addresses import OPEN, TO_HOME
from tests.content.factories import make_english, make_pillar
from tests.self_service.addresses import addresses, url_of
from tests.self_service.conftest import Cluster

# Nothing of this may be seen, wherever an editor of another member looks.
SECRETS = (
    "Tajný koncept",
    "Tajná porada",
    "Tajný obrázek",
    "Tajná listina",
    "Tajná sbírka",
    "iva@crytur.example",
    "kancelar@klastr.example",
)
WORDS = (*SECRETS, *(json.dumps(secret)[1:-1] for secret in SECRETS))  # as in JSON too
# Rows that any request may touch, and that are the user's own.
OWN = {
    "events.calendarkey",
    "sessions.session",
    "wagtailadmin.editingsession",
    "wagtailusers.userprofile",
}
MIDDLEWARE = "cms.admin.confined.middleware.ConfinementMiddleware"
LEAVES = {"wagtailadmin_logout", "wagtailadmin_login"}  # after these nobody is logged in
# Open to everybody who may enter, and without anything of others in them.
FOR_ALL = {name for name, rule in OPEN.items() if rule.__name__ in ("anything", "with_an_account")}


def foreign_values(cluster: Cluster) -> list[dict[str, object]]:
    """Arguments for any address: first those of a foreign draft, then of what else there is."""
    page = cluster.foreign_draft
    pillar = make_pillar()
    english = make_english(cluster.foreign_entry, title="Crytur")
    translation = Translation.objects.get(source__object_id=english.translation_key)
    revision = page.save_revision()
    Site.objects.get()
    common: dict[str, object] = {
        "action": "delete",
        "action_name": "approve",
        "app_label": "opportunities",
        "app_name": "cms_content",
        "collection_id": cluster.foreign_image.collection_id,
        "content_type_app_name": "cms_content",
        "content_type_model_name": "standardpage",
        "destination_id": cluster.board.pk,
        "doc_id": cluster.foreign_document.pk,
        "document_id": cluster.foreign_document.pk,
        "filter_spec": "width-100",
        "image_id": cluster.foreign_image.pk,
        "label": "members",
        "mode": "x",
        "model_name": "opportunitypage",
        "object_id": page.pk,
        "overridable_segment_id": 1,
        "page_id": page.pk,
        "page_pk": cluster.board.pk,
        "page_to_move_id": page.pk,
        "parent_page_id": cluster.board.pk,
        "pk": page.pk,
        "redirect_id": 1,
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "session_id": 1,
        "slug": "members",
        "string_segment_id": translation.source.stringsegment_set.first().pk,
        "table": "members",
        "task_id": 1,
        "task_state_id": 1,
        "token": "x",
        "translation_id": translation.pk,
        "translation_source_id": translation.source_id,
        "uidb64": "x",
        "upload": UUID(int=1),
        "uploaded_file_id": 1,
        "workflow_pk": Workflow.objects.first().pk,
        "workflow_state_id": 1,
    }
    others = [
        {"page_id": cluster.foreign_entry.pk, "pk": cluster.foreign_image.pk},
        {"page_id": cluster.internal.pk, "parent_page_id": cluster.internal.pk},
        {"pk": cluster.foreign_document.pk, "parent_page_id": cluster.foreign_draft.pk},
        {"pk": pillar.pk, "app_label": "cms_content", "model_name": "pillar"},
        {"pk": cluster.foreign_editor.pk, "page_id": cluster.home.pk},
        {"pk": cluster.office.pk, "app_label": "wagtailcore", "model_name": "page"},
    ]
    return [common, *(common | other for other in others)]


def kept() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables, but for the user's own session, profile and the like."""
    return {
        model._meta.label_lower: list(model._default_manager.order_by("pk").values())
        for model in apps.get_models()
        if model._meta.label_lower not in OWN and model._meta.managed
    }


def posted(cluster: Cluster) -> dict[str, object]:
    """What views look for in a POST, aimed at others' pages."""
    return {
        "title": "Změněno",
        "name": "Změněno",
        "slug": "zmeneno",
        "value": "Změněno",
        "action-publish": "1",
        "next": "/admin/",
        "id": [cluster.foreign_draft.pk],
        "q": "Taj",
        "restriction_type": "login",
        "external-link-chooser-url": "https://example.org/",
        "new_parent_page": cluster.board.pk,
    }


def outcome(client: Client, method: str, url: str, data: dict[str, object]) -> tuple[int, str, str]:
    """Status, where it leads, and what is shown."""
    response = getattr(client, method)(url, data)
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return (
        response.status_code,
        response.headers.get("Location", ""),
        content.decode(errors="replace"),
    )


@pytest.mark.slow
def test_every_address_is_refused_or_shows_nothing_of_others(
    cluster: Cluster, jana: Client
) -> None:
    all_values = foreign_values(cluster)
    before = kept()
    tried, seen, let_through = set(), [], []

    for address in addresses():
        if address.name in LEAVES:
            continue
        urls = dict.fromkeys(filter(None, (url_of(address, values) for values in all_values)))
        for url in urls:
            for method in ("get", "post"):
                data = {"q": "Taj", "id": cluster.foreign_draft.pk}
                if method == "post":
                    data = posted(cluster)
                status, leads_to, shown = outcome(jana, method, url, data)
                tried.add(address)
                seen += [(method, url, word) for word in WORDS if word in shown]
                if address.name not in FOR_ALL and not refused(status, leads_to):
                    let_through.append((method, url, status, leads_to))

    assert seen == []
    subscribe = reverse("events_admin:subscribe")  # says itself that it is open
    assert let_through == [
        ("get", subscribe, 200, ""),
        ("post", subscribe, 200, ""),
        ("get", reverse("wagtail_localize:javascript_catalog"), 200, ""),
        # a chooser lists what is below a page that the public sees as well
        ("get", reverse("wagtailadmin_choose_page_child", args=[cluster.board.pk]), 200, ""),
    ]
    assert changes(before, kept()) == {}
    assert {a.name for a in set(addresses()) - tried} == LEAVES


@pytest.mark.slow
def test_nothing_of_others_changes_even_with_every_address_open(
    cluster: Cluster, jana: Client, settings: Any
) -> None:
    jana.raise_request_exception = False  # Wagtail has an address that only raises
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != MIDDLEWARE]
    all_values = foreign_values(cluster)
    before = kept()

    for address in addresses():
        if address.name not in LEAVES:
            for url in {url_of(address, values) for values in all_values} - {None}:
                outcome(jana, "post", str(url), posted(cluster))

    assert changes(before, kept()) == {}


def refused(status: int, leads_to: str) -> bool:
    """True for a refusal: home, forbidden, not found, or a method that is not there."""
    return (status == 302 and leads_to == reverse("wagtailadmin_home")) or status in (403, 404, 405)


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    return {
        label: [row for row in rows if row not in before[label]] or "gone"
        for label, rows in after.items()
        if rows != before[label]
    }


def test_every_open_address_is_there() -> None:
    names = {address.name for address in addresses()}

    unnamed = {name for name in OPEN if name.startswith("cms.admin.")}
    assert (set(OPEN) | TO_HOME) - unnamed - names == set()
