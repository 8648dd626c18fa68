"""The office invites, sends links, takes rights away; and others cannot."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowPage

from cms.accounts.models import User
from plugins.members.models import Editor
from plugins.members.self_service import editors
from plugins.members.self_service.workflow import create_approval
from tests.self_service.conftest import Cluster

EMAIL = "nova@meopta.example"


def url(name: str, *arguments: object) -> str:
    return reverse(f"members_admin:{name}", args=arguments)


def test_invited_editor_chooses_a_password_and_logs_in(
    cluster: Cluster, office: Client, client: Client
) -> None:
    office.post(url("invite_editor", cluster.entry.pk), {"email": EMAIL, "locale": "cs"})
    found = re.search(r"http://\S+?(/admin/password_reset/\S+)", mail.outbox[-1].body)
    assert found is not None
    form = client.get(found[1], follow=True)
    password = "spektrum-589-nm"
    client.post(form.request["PATH_INFO"], {"new_password1": password, "new_password2": password})
    client.post(reverse("wagtailadmin_login"), {"username": EMAIL, "password": password})

    assert "Meopta" in client.get(reverse("wagtailadmin_home")).text
    assert Editor.objects.get(user__email=EMAIL).created_by == cluster.office


@pytest.mark.parametrize(
    ("email", "reason"),
    [
        ("kancelar@klastr.example", "účtu s\xa0jinými právy"),
        ("iva@crytur.example", "už edituje za jiného člena"),
    ],
)
def test_invitation_is_refused_with_a_reason(
    cluster: Cluster, office: Client, email: str, reason: str
) -> None:
    before = User.objects.count()

    answer = office.post(url("invite_editor", cluster.entry.pk), {"email": email, "locale": "cs"})

    assert (reason in answer.text, mail.outbox, User.objects.count()) == (True, [], before)


def test_office_sends_a_link_in_english(cluster: Cluster, office: Client) -> None:
    office.post(url("send_link", cluster.entry.pk), {"email": EMAIL, "locale": "en"})

    assert [(m.to, m.subject) for m in mail.outbox] == [
        ([EMAIL], "Link to edit the entry of Meopta")
    ]
    assert User.objects.get(email=EMAIL).has_usable_password() is False


def test_office_lists_editors_and_takes_the_right_away(cluster: Cluster, office: Client) -> None:
    listed = office.get(url("editors")).text
    office.post(url("revoke_editor", cluster.colleague.pk))

    emails = ("jana@meopta.example", "petr@meopta.example", "iva@crytur.example")
    assert [email in listed for email in emails] == [True] * 3
    assert [editor.user.email for editor in Editor.objects.order_by("pk")] == [
        "jana@meopta.example",
        "iva@crytur.example",
    ]


def test_buttons_stand_at_the_members_form(cluster: Cluster, office: Client) -> None:
    entry, other = (
        office.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).text
        for page in (cluster.entry, cluster.foreign_post)
    )

    links = (url("invite_editor", cluster.entry.pk), url("send_link", cluster.entry.pk))
    assert [link in entry for link in links] == [True, True]
    assert "/invite/" not in other


def test_others_cannot_invite(cluster: Cluster) -> None:
    someone = User.objects.create_user("nekdo")
    someone.user_permissions.add(
        *cluster.office.groups.get().permissions.filter(codename="access_admin")
    )
    browser = Client()
    browser.force_login(someone)

    answers = [
        browser.get(url("editors")),
        browser.post(url("invite_editor", cluster.entry.pk), {"email": EMAIL, "locale": "cs"}),
        browser.post(url("revoke_editor", cluster.editor.pk)),
    ]

    assert [answer.status_code for answer in answers] == [302] * 3
    assert (Editor.objects.count(), mail.outbox) == (3, [])


def test_right_comes_back_to_the_same_person(cluster: Cluster) -> None:
    user = cluster.user
    editors.revoke(cluster.editor)

    again = editors.invite(cluster.foreign_entry, user.email, locale="cs")

    assert (again.user, again.member) == (user, cluster.foreign_entry)
    assert User.objects.get(pk=user.pk).is_active is True


def test_sections_of_members_have_the_workflow_once(cluster: Cluster) -> None:
    sections = {cluster.entry.get_parent().pk, cluster.board.pk}
    assigned = WorkflowPage.objects.filter(page__in=sections)
    before = sorted(assigned.values_list("page_id", "workflow__name"))

    create_approval()

    assert before == [(page, "Schválení kanceláří") for page in sorted(sections)]
    assert sorted(assigned.values_list("page_id", "workflow__name")) == before
