"""What ``cms/admin/wagtail_hooks.py`` registers for API tokens."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from cms.admin.tokens.views import TokenViewSet


def viewset() -> TokenViewSet:
    """For the hook ``register_admin_viewset``; named as Wagtail's, whose templates link to it."""
    return TokenViewSet("wagtailusers_api_tokens", url_prefix="api-tokens")


def permissions() -> QuerySet[Permission]:
    """For the hook ``register_permissions``: who may make, rename and revoke tokens, and whose
    tokens may read what is for members only.
    """
    return Permission.objects.filter(
        Q(
            content_type__app_label="wagtailcore",
            codename__in=["add_apitoken", "change_apitoken", "delete_apitoken"],
        )
        | Q(content_type__app_label="cms_accounts", codename="read_members_only")
    )
