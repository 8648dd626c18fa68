"""The roles of every cluster: the office edits everything and administers nothing; members' people
edit what is their organisation's.

What plugins' roles may do is contributed by them; here stand only permissions on Wagtail's trees
(pages, collections), which a contribution cannot name.
"""

from __future__ import annotations

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

CLUSTER_OFFICE = "Cluster office"
MEMBER_EDITORS = "Member editors"  # of one organisation each; the plugin with members fills it
ACCESS_ADMIN = ("wagtailadmin", "access_admin")
PAGE_ACTIONS = ("add", "bulk_delete", "change", "lock", "publish", "unlock")
MEDIA_ACTIONS = (
    *(("wagtailimages", f"{action}_image") for action in ("add", "change", "choose")),
    *(("wagtaildocs", f"{action}_document") for action in ("add", "change", "choose")),
)


@transaction.atomic
def ensure_cluster_office() -> Group:
    """The group of the cluster's office with its permissions; safe to repeat.

    What an administrator added to it stays. Needs migrated tables, since Django makes the
    permissions after the migrations.
    """
    group, _created = Group.objects.get_or_create(name=CLUSTER_OFFICE)
    group.permissions.add(_permission(*ACCESS_ADMIN))
    top = Page.get_first_root_node()
    for action in PAGE_ACTIONS:
        GroupPagePermission.objects.get_or_create(
            group=group, page=top, permission=_permission("wagtailcore", f"{action}_page")
        )
    collection = Collection.get_first_root_node()
    for app_label, codename in MEDIA_ACTIONS:
        GroupCollectionPermission.objects.get_or_create(
            group=group, collection=collection, permission=_permission(app_label, codename)
        )
    return group


def _permission(app_label: str, codename: str) -> Permission:
    return Permission.objects.get(content_type__app_label=app_label, codename=codename)
