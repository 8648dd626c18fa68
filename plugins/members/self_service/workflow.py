"""Approval by the office: the workflow through which members' drafts become public."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import Group
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from wagtail.models import GroupApprovalTask, Page, Workflow, WorkflowPage, WorkflowTask

from cms.accounts.roles import CLUSTER_OFFICE, ensure_cluster_office
from cms.plugin.confinement import is_board
from plugins.members.models import MemberIndexPage

WORKFLOW = gettext_noop("Approval by the office")


def create_approval() -> None:
    """Step 2: the workflow, for the sections that are there. Safe to repeat."""
    for page in Page.objects.filter(depth__gt=1):
        assign(page)


def assign(page: Page) -> None:
    """Have what is below `page` approved by the office, when members write there.

    A workflow that somebody has chosen for the section stays.
    """
    if is_section(page.specific_class):
        WorkflowPage.objects.get_or_create(page_id=page.pk, defaults={"workflow": approval()})


def is_section(model: type[Page] | None) -> bool:
    """True for a page type below which members write: the directory, and boards."""
    return model is MemberIndexPage or is_board(model)


def approval() -> Workflow:
    """The workflow, made when it is not there; what an administrator changed in it stays."""
    workflow = Workflow.objects.filter(name__in=_names(), active=True).order_by("pk").first()
    if workflow is not None:
        return workflow
    with translation.override(settings.LANGUAGE_CODE):
        name = gettext(WORKFLOW)
    workflow = Workflow.objects.create(name=name, active=True)
    task = GroupApprovalTask.objects.create(name=name, active=True)
    task.groups.set([Group.objects.filter(name=CLUSTER_OFFICE).first() or ensure_cluster_office()])
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _names() -> list[str]:
    """The name in each language of the admin."""
    names = []
    for locale, _name in settings.LANGUAGES:
        with translation.override(locale):
            names.append(gettext(WORKFLOW))
    return names
