"""Who is confined stays so when the plugin that says how far does not work."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Page

from cms.accounts.models import User
from cms.accounts.roles import MEMBER_EDITORS
from cms.plugin import Reach
from cms.plugin.confinement import ConfinedPagePolicy, reach_of
from cms.plugin.testing import active, inactive

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    """One whose group was given, by mistake, what only offices should have."""
    group, _created = Group.objects.get_or_create(name=MEMBER_EDITORS)
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    GroupPagePermission.objects.create(
        group=group, page=Page.get_first_root_node(), permission=change
    )
    user = User.objects.create_user("jana")
    user.groups.add(group)
    return user


def test_groups_of_the_settings_are_those_that_roles_know() -> None:
    assert settings.KLASTR_CONFINED_GROUPS == (MEMBER_EDITORS,)


def test_confined_user_reaches_nothing_while_the_plugin_is_off(editor: User) -> None:
    with inactive("members"):
        user = User.objects.get(pk=editor.pk)

        assert reach_of(user) == Reach()
        pages = ConfinedPagePolicy(Page).instances_user_has_permission_for(user, "change")
        assert list(pages) == []


def test_confined_user_whom_the_plugin_does_not_know_reaches_nothing(
    editor: User, settings: pytest.FixtureRequest
) -> None:
    settings.KLASTR_CONFINED_GROUPS = ("Others",)
    stranger = User.objects.create_user("petr")
    stranger.groups.add(Group.objects.create(name="Others"))

    with active("members"):
        assert reach_of(stranger) == Reach()


def test_user_of_no_confined_group_is_free_whether_the_plugin_is_on_or_off() -> None:
    office = User.objects.create_user("eva")

    with active("members"):
        assert reach_of(office) is None
    with inactive("members"):
        assert reach_of(office) is None
