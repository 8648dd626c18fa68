"""What an editor of a member does: edit the entry, post, send to the office; and cannot do."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Site, TaskState
from wagtail.test.utils.form_data import rich_text

from cms.accounts.models import User
from cms.plugin.testing import inactive
from plugins.members.models import MemberPage, SelfServiceSettings
from plugins.members.self_service import editors
from plugins.opportunities.models import OpportunityPage
from tests.content.factories import make_page
from tests.members.factories import english_of
from tests.opportunities.factories import membership
from tests.self_service.conftest import Cluster

SUBMIT, PUBLISH = {"action-submit": "1"}, {"action-publish": "1"}


def filled(page: Page, **values: Any) -> dict[str, Any]:
    """What a browser sends that shows the form of `page` to nobody in particular."""
    form = page.get_edit_handler().get_form_class()(instance=page)
    data: dict[str, Any] = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        if value is None or value is False:
            continue
        is_many = isinstance(value, list | tuple) or hasattr(value, "all")
        data[name] = [getattr(v, "pk", v) for v in value] if is_many else value
    for name in form.formsets:
        data |= {f"{name}-TOTAL_FORMS": 0, f"{name}-INITIAL_FORMS": 0}
    for name in {"description", "profile"} & data.keys():
        data[name] = rich_text(data[name])
    return data | values


def edit(browser: Client, page: Page, **values: Any) -> int:
    url = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return browser.post(url, filled(page, **values)).status_code


def draft_of(page: Page) -> Any:
    """The page as it was saved last."""
    return Page.objects.get(pk=page.pk).get_latest_revision_as_object()


def add_url(cluster: Cluster) -> str:
    return reverse(
        "wagtailadmin_pages:add", args=["opportunities", "opportunitypage", cluster.board.pk]
    )


def add(browser: Client, cluster: Cluster, **values: Any) -> OpportunityPage | None:
    known = set(OpportunityPage.objects.values_list("pk", flat=True))
    blank = OpportunityPage(title="Stáž v optice", locale=cluster.board.locale, **membership())
    browser.post(add_url(cluster), filled(blank, **values))
    return OpportunityPage.objects.exclude(pk__in=known).first()


def test_change_of_the_entry_waits_for_the_office(
    cluster: Cluster, jana: Client, office: Client
) -> None:
    edit(jana, cluster.entry, claim="Optika z Přerova", **SUBMIT)

    waiting = MemberPage.objects.get(pk=cluster.entry.pk)
    task = TaskState.objects.get()
    approved = office.post(
        reverse("wagtailadmin_pages:workflow_action", args=[waiting.pk, "approve", task.pk]), {}
    )

    assert (waiting.claim, waiting.get_latest_revision_as_object().claim) == (
        "",
        "Optika z Přerova",
    )
    assert approved.status_code == 302
    assert MemberPage.objects.get(pk=waiting.pk).claim == "Optika z Přerova"
    assert [message.to for message in mail.outbox] == [
        ["kancelar@klastr.example"],
        ["jana@meopta.example"],
    ]
    assert PageLogEntry.objects.filter(user=cluster.user, page_id=waiting.pk).exists()


def test_office_rejects_with_a_comment_that_the_editor_sees(
    cluster: Cluster, jana: Client, office: Client
) -> None:
    edit(jana, cluster.entry, claim="Nejlepší na světě", **SUBMIT)
    task = TaskState.objects.get()

    office.post(
        reverse("wagtailadmin_pages:workflow_action", args=[cluster.entry.pk, "reject", task.pk]),
        {"comment": "Prosíme bez superlativů."},
    )

    home = jana.get(reverse("wagtailadmin_home")).text
    assert ("Kancelář žádá o" in home, "Prosíme bez superlativů." in home) == (True, True)
    assert MemberPage.objects.get(pk=cluster.entry.pk).claim == ""


def test_post_is_a_draft_of_the_own_organisation(cluster: Cluster, jana: Client) -> None:
    page = add(jana, cluster, organisation=cluster.foreign_entry.pk, organisation_name="Zeiss")

    assert page is not None
    assert (page.organisation_id, page.organisation_name) == (cluster.entry.pk, "")
    assert (page.live, page.owner, page.has_unpublished_changes) == (False, cluster.user, True)


def test_post_is_published_when_the_office_approves(
    cluster: Cluster, jana: Client, office: Client
) -> None:
    page = add(jana, cluster, **SUBMIT)
    assert page is not None
    task = TaskState.objects.get()

    office.post(
        reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", task.pk]), {}
    )

    assert OpportunityPage.objects.get(pk=page.pk).live is True


def test_colleague_edits_the_same_post_and_deletes_the_draft(
    cluster: Cluster, jana: Client
) -> None:
    page = cluster.post()
    petr = Client()
    petr.force_login(cluster.colleague.user)

    edit(petr, page, summary="Od Petra")
    assert OpportunityPage.objects.get(pk=page.pk).summary == "Od Petra"
    petr.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))

    assert not OpportunityPage.objects.filter(pk=page.pk).exists()


@pytest.mark.parametrize("action", [PUBLISH, {"action-restart-workflow": "1"}])
def test_nothing_is_published_by_asking_for_it(
    cluster: Cluster, jana: Client, action: dict[str, str]
) -> None:
    page = cluster.post()

    edit(jana, cluster.entry, claim="Hned venku", **action)
    edit(jana, page, summary="Hned venku", **action)
    add(jana, cluster, slug="hned-venku", **action)

    assert MemberPage.objects.get(pk=cluster.entry.pk).claim == ""
    assert OpportunityPage.objects.filter(organisation=cluster.entry, live=True).count() == 0


def test_public_post_and_entry_are_not_deleted_unpublished_or_moved(
    cluster: Cluster, jana: Client
) -> None:
    post = cluster.post(live=True)

    for page in (post, cluster.entry):
        for action in ("delete", "unpublish", "copy", "move", "lock", "set_privacy"):
            jana.post(reverse(f"wagtailadmin_pages:{action}", args=[page.pk]), {"new_slug": "x"})

    assert OpportunityPage.objects.filter(pk=post.pk, live=True, locked=False).exists()
    assert MemberPage.objects.filter(pk=cluster.entry.pk, live=True, locked=False).exists()
    assert not post.get_view_restrictions().exists()


def test_foreign_pages_are_not_edited(cluster: Cluster, jana: Client) -> None:
    for page in (
        cluster.foreign_entry,
        cluster.foreign_post,
        cluster.foreign_draft,
        cluster.internal,
    ):
        revisions = page.revisions.count()
        status = edit(jana, page, title="Změněno", **SUBMIT)

        assert status == 302
        assert (Page.objects.get(pk=page.pk).draft_title, page.revisions.count()) == (
            page.title,
            revisions,
        )


def test_page_that_was_given_to_another_organisation_is_foreign(
    cluster: Cluster, jana: Client
) -> None:
    page = cluster.post()
    OpportunityPage.objects.filter(pk=page.pk).update(organisation=cluster.foreign_entry)

    edit(jana, page, summary="Ještě já")

    assert OpportunityPage.objects.get(pk=page.pk).summary == "Shrnutí."


def test_office_fields_are_neither_shown_nor_taken(cluster: Cluster, jana: Client) -> None:
    shown = jana.get(reverse("wagtailadmin_pages:edit", args=[cluster.entry.pk])).text
    edit(
        jana,
        cluster.entry,
        member_until="2001-01-01",
        parent_member=cluster.foreign_entry.pk,
        slug="jiny",
        go_live_at="2030-01-01 10:00",
        show_in_menus="on",
    )

    draft = draft_of(cluster.entry)
    names = ("member_until", "parent_member", "go_live_at", "show_in_menus")
    assert [name for name in names if f'name="{name}"' in shown] == []
    assert [getattr(draft, name) for name in (*names, "slug")] == [
        None,
        None,
        None,
        False,
        "meopta",
    ]


def test_foreign_files_and_hidden_pages_cannot_be_chosen_by_hand(
    cluster: Cluster, jana: Client
) -> None:
    url = reverse("wagtailadmin_pages:edit", args=[cluster.entry.pk])
    link = f'<p><a linktype="page" id="{cluster.internal.pk}">tam</a></p>'
    tries: list[dict[str, Any]] = [
        {"logo": cluster.foreign_image.pk},
        {"technology_profile": cluster.foreign_document.pk},
        {"profile": rich_text(link)},
        {"logo": cluster.foreign_image.pk, "country": "neplatné"},  # a form that is refused
    ]

    for data in tries:
        answer = jana.post(url, filled(cluster.entry, **data), follow=True)
        assert "Tajn" not in answer.text

    assert cluster.entry.revisions.exclude(user=None).count() == 0


def test_upload_goes_to_the_own_collection_and_others_do_not_see_it(
    cluster: Cluster, jana: Client
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 -- one use

    from tests.media.factories import picture_bytes  # noqa: PLC0415 -- one use

    jana.post(
        reverse("wagtailimages_chooser:create"),
        {
            "image-chooser-upload-title": "Nové logo",
            "image-chooser-upload-file": SimpleUploadedFile("logo.png", picture_bytes()),
            "image-chooser-upload-collection": cluster.foreign_image.collection_id,
        },
    )
    iva = Client()
    iva.force_login(cluster.foreign_editor.user)
    address = reverse("wagtailimages_chooser:choose")

    hers, others = (browser.get(address).json()["html"] for browser in (jana, iva))
    assert ("Nové logo" in hers, "Nové logo" in others) == (True, False)
    assert "Tajný obrázek" not in hers


def test_policy_lets_members_publish_by_themselves(cluster: Cluster, jana: Client) -> None:
    SelfServiceSettings.objects.create(
        site=Site.objects.get(is_default_site=True), posts_without_approval=True
    )

    page = add(jana, cluster, **PUBLISH)
    edit(jana, cluster.entry, claim="Hned venku", **PUBLISH)
    OpportunityPage.objects.filter(pk=cluster.foreign_draft.pk).update(owner=cluster.user)
    edit(jana, cluster.foreign_draft, **PUBLISH)

    assert page is not None
    assert OpportunityPage.objects.get(pk=page.pk).live is True
    assert MemberPage.objects.get(pk=cluster.entry.pk).claim == ""
    assert OpportunityPage.objects.get(pk=cluster.foreign_draft.pk).live is False


def test_translation_of_the_entry_stays_with_the_office(cluster: Cluster, jana: Client) -> None:
    from tests.content.factories import make_english  # noqa: PLC0415 -- one use

    english = make_english(cluster.entry, title="Meopta")

    answer = jana.get(reverse("wagtailadmin_pages:edit", args=[english.pk]))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_own_english_page_is_edited(cluster: Cluster, jana: Client) -> None:
    board = english_of(cluster.board)
    facts = membership(organisation=cluster.entry)
    page = make_page(board, OpportunityPage, title="Internship", live=False, **facts)

    assert edit(jana, page, summary="For students") == 302
    assert OpportunityPage.objects.get(pk=page.pk).summary == "For students"


def test_home_shows_the_own_pages_only_and_an_empty_menu(cluster: Cluster, jana: Client) -> None:
    cluster.post("Naše stáž")

    home = jana.get(reverse("wagtailadmin_home")).text

    shown = (
        "Meopta",
        "Naše stáž",
        add_url(cluster),
        "Crytur",
        "Cizí stáž",
        "Tajn",
        "/admin/images/",
    )
    assert [text in home for text in shown] == [True, True, True, False, False, False, False]


def test_explorer_leads_home(cluster: Cluster, jana: Client) -> None:
    answer = jana.get(reverse("wagtailadmin_explore", args=[cluster.board.pk]))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")


def test_former_members_editor_reaches_nothing(cluster: Cluster, jana: Client) -> None:
    MemberPage.objects.filter(pk=cluster.entry.pk).update(member_until="2001-01-01")

    assert jana.get(reverse("wagtailadmin_pages:edit", args=[cluster.entry.pk])).status_code == 302
    assert jana.get(add_url(cluster)).status_code == 302
    assert "Momentálně nemůžete nic upravovat" in jana.get(reverse("wagtailadmin_home")).text


def test_revoked_editor_is_out_at_once(cluster: Cluster, jana: Client) -> None:
    editors.revoke(cluster.editor)

    assert jana.get(reverse("wagtailadmin_home")).headers["Location"].startswith("/admin/login/")


def test_editors_of_a_deleted_member_are_out(cluster: Cluster, jana: Client) -> None:
    cluster.entry.delete()

    assert list(User.objects.filter(email__contains="meopta", is_active=True)) == []
    assert jana.get(reverse("wagtailadmin_home")).headers["Location"].startswith("/admin/login/")


def test_editor_in_another_group_stays_confined(cluster: Cluster, jana: Client) -> None:
    cluster.user.groups.add(*cluster.office.groups.all())

    assert edit(jana, cluster.internal, title="Změněno") == 302
    assert Page.objects.get(pk=cluster.internal.pk).draft_title == "Tajná porada"
    assert jana.get(reverse("wagtailimages:index")).status_code == 302


def test_role_without_its_plugin_lets_nobody_in(cluster: Cluster, jana: Client) -> None:
    with inactive("members"):
        answers = [
            jana.get(reverse("wagtailadmin_home")),
            jana.get(reverse("wagtailadmin_pages:edit", args=[cluster.foreign_post.pk])),
            jana.get("/member-access/cs/", follow=True),
        ]

    assert [answer.status_code for answer in answers] == [302, 302, 404]
    assert answers[0].headers["Location"].startswith("/admin/login/")
    assert jana.get(reverse("wagtailadmin_home")).status_code == 200


def test_editor_in_another_group_goes_nowhere_while_the_plugin_is_off(
    cluster: Cluster, jana: Client
) -> None:
    cluster.user.groups.add(*cluster.office.groups.all())

    with inactive("members"):
        status = edit(jana, cluster.internal, title="Změněno")
        files = jana.get(reverse("wagtailimages:index")).status_code

    assert (status, files) == (302, 302)
    assert Page.objects.get(pk=cluster.internal.pk).draft_title == "Tajná porada"


def test_without_opportunities_the_entry_is_still_edited(cluster: Cluster, jana: Client) -> None:
    post = cluster.post()
    with inactive("opportunities"):
        status = edit(jana, cluster.entry, claim="I bez nich")
        home = jana.get(reverse("wagtailadmin_home")).text

    assert (status, "Stáž" in home, add_url(cluster) in home) == (302, False, False)
    assert draft_of(cluster.entry).claim == "I bez nich"
    assert OpportunityPage.objects.filter(pk=post.pk).exists()
