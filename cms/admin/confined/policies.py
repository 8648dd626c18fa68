"""Gives Wagtail the policies that know confined users."""

from __future__ import annotations

from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import register_permission_policy

from cms.plugin.confinement import ConfinedCollectionPolicy, ConfinedPagePolicy


def register_policies() -> None:
    """Replace Wagtail's policies on pages, images and documents, whoever registers first."""
    register_permission_policy(Page, ConfinedPagePolicy(Page))
    files = {"wagtailimages.Image": get_image_model(), "wagtaildocs.Document": get_document_model()}
    for auth_model, model in files.items():
        policy = ConfinedCollectionPolicy(model, auth_model, owner_field_name="uploaded_by_user")
        register_permission_policy(model, policy, exact_class=True)
