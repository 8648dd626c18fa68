"""What somebody with a browser's console tries on pages that are the own organisation's."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.models import Comment, TaskState

from plugins.members.models import ContactPerson, MemberPage
from plugins.opportunities.models import OpportunityPage
from tests.content.factories import publish
from tests.self_service.conftest import Cluster
from tests.self_service.test_own_pages import SUBMIT, edit, filled


@pytest.mark.parametrize("action", ["approve", "reject"])
@pytest.mark.parametrize("is_of_the_office", [False, True])
def test_nobody_approves_what_they_sent(
    cluster: Cluster, jana: Client, action: str, is_of_the_office: bool
) -> None:
    if is_of_the_office:  # by mistake; members' people stay confined
        cluster.user.groups.add(*cluster.office.groups.all())
    edit(jana, cluster.entry, claim="Hned venku", **SUBMIT)
    task = TaskState.objects.get()

    asked = {"action-workflow-action": "1", "workflow-action-name": action}
    edit(jana, cluster.entry, claim="Hned venku", **asked)
    arguments = [cluster.entry.pk, action, task.pk]
    for name in ("workflow_action", "collect_workflow_action_data"):
        jana.post(reverse(f"wagtailadmin_pages:{name}", args=arguments), {"comment": "Ano"})

    assert TaskState.objects.get().status == TaskState.STATUS_IN_PROGRESS
    assert MemberPage.objects.get(pk=cluster.entry.pk).claim == ""


def test_tags_of_others_are_not_offered(cluster: Cluster, jana: Client, office: Client) -> None:
    for file in (cluster.foreign_image, cluster.foreign_document):
        file.tags.add("tajny-projekt")

    shown = [
        browser.get(reverse(f"{app}_chooser:choose")).json()["html"]
        for browser, app in (
            (jana, "wagtailimages"),
            (jana, "wagtaildocs"),
            (office, "wagtailimages"),
        )
    ]

    assert ["tajny-projekt" in html for html in shown] == [False, False, True]


def test_same_file_as_that_of_others_is_not_told(cluster: Cluster, jana: Client) -> None:
    with cluster.foreign_image.open_file() as file:
        copy = SimpleUploadedFile("copy.png", file.read())

    answer = jana.post(
        reverse("wagtailimages_chooser:create"),
        {"image-chooser-upload-title": "Kopie", "image-chooser-upload-file": copy},
    )

    assert (answer.json()["step"], "Tajn" in answer.text) == ("chosen", False)


def test_rows_of_others_are_not_taken_over(cluster: Cluster, jana: Client) -> None:
    person = ContactPerson(name="Iva", email="iva@x.example", locale=cluster.entry.locale)
    publish(cluster.foreign_entry, contacts=[person])
    theirs = ContactPerson.objects.get()
    rows = {
        "contacts-TOTAL_FORMS": 1,
        "contacts-INITIAL_FORMS": 1,
        "contacts-0-id": theirs.pk,
        "contacts-0-name": "Moje",
        "contacts-0-ORDER": 1,
    }

    edit(jana, cluster.entry, **rows)

    draft = cluster.entry.get_latest_revision_as_object()
    assert [contact.name for contact in draft.contacts.all()] == []
    assert ContactPerson.objects.get().name == "Iva"
    assert ContactPerson.objects.get().member_id == cluster.foreign_entry.pk


def test_comments_of_the_office_are_not_rewritten(cluster: Cluster, jana: Client) -> None:
    comment = Comment.objects.create(
        page=cluster.entry, user=cluster.office, text="Doplňte prosím.", contentpath="claim"
    )
    rows = {
        "comments-TOTAL_FORMS": 1,
        "comments-INITIAL_FORMS": 1,
        "comments-0-id": comment.pk,
        "comments-0-text": "Vše v pořádku.",
        "comments-0-contentpath": "claim",
        "comments-0-position": "",
        "comments-0-replies-TOTAL_FORMS": 0,
        "comments-0-replies-INITIAL_FORMS": 0,
    }

    edit(jana, cluster.entry, **rows)

    assert Comment.objects.get().text == "Doplňte prosím."


def test_preview_shows_nothing_of_others(cluster: Cluster, jana: Client) -> None:
    for name, page in (("preview_on_edit", cluster.entry), ("preview_on_edit", cluster.post())):
        url = reverse(f"wagtailadmin_pages:{name}", args=[page.pk])
        own = "logo" if page.pk == cluster.entry.pk else "project"
        other = cluster.foreign_image if own == "logo" else cluster.internal

        jana.post(url, filled(page, **{own: other.pk}))
        shown = jana.get(url)

        assert "Tajn" not in shown.text


def test_post_cannot_be_written_under_another_board_or_as_another_type(
    cluster: Cluster, jana: Client
) -> None:
    before = OpportunityPage.objects.count()
    for app, model, parent in (
        ("opportunities", "opportunitypage", cluster.home),
        ("members", "memberpage", cluster.entry.get_parent()),
        ("cms_content", "standardpage", cluster.board),
        ("opportunities", "opportunitypage", cluster.foreign_entry),
    ):
        url = reverse("wagtailadmin_pages:add", args=[app, model, parent.pk])
        assert jana.post(url, {"title": "Cizí", "slug": "cizi"}).status_code == 302

    assert OpportunityPage.objects.count() == before
    assert MemberPage.objects.count() == 2
