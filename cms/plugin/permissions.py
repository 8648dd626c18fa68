"""Permissions that an inactive plugin gave: they stay in the database and do nothing.

Two doors lead to a permission. Wagtail asks the policy that is registered for a model, which is
why each contributed snippet and setting gets a :class:`GatedPolicy`. Everything else asks Django's
backend, which is :class:`GatedBackend`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, Group, Permission
from django.db.models import Model, QuerySet
from wagtail.permission_policies import BasePermissionPolicy, ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

from cms.plugin.contributions import Role
from cms.plugin.registry import registry
from cms.plugin.state import active_labels, is_active


class GatedPolicy(BasePermissionPolicy):
    """The policy `inner` while the plugin `label` is active; then no to everybody and all."""

    def __init__(self, inner: BasePermissionPolicy, label: str) -> None:
        super().__init__(inner.model)
        self.inner = inner
        self.label = label

    def __getattr__(self, name: str) -> Any:
        """What only `inner` knows, such as the sites of a site setting."""
        return getattr(self.inner, name)

    def get_all_permissions_for_user(self, user: AbstractBaseUser) -> Any:
        """Those of `inner`: a cache for its own use."""
        return self.inner.get_all_permissions_for_user(user)

    def get_cached_permissions_for_user(self, user: AbstractBaseUser) -> Any:
        """Those of `inner`: a cache for its own use."""
        return self.inner.get_cached_permissions_for_user(user)

    def user_has_permission(self, user: AbstractBaseUser, action: str) -> bool:
        """Whether `user` may do `action` with some object."""
        return is_active(self.label) and self.inner.user_has_permission(user, action)

    def user_has_any_permission(self, user: AbstractBaseUser, actions: Iterable[str]) -> bool:
        """Whether `user` may do one of `actions` with some object."""
        return is_active(self.label) and self.inner.user_has_any_permission(user, actions)

    def user_has_permission_for_instance(
        self, user: AbstractBaseUser, action: str, instance: Model
    ) -> bool:
        """Whether `user` may do `action` with `instance`."""
        return is_active(self.label) and self.inner.user_has_permission_for_instance(
            user, action, instance
        )

    def user_has_any_permission_for_instance(
        self, user: AbstractBaseUser, actions: Iterable[str], instance: Model
    ) -> bool:
        """Whether `user` may do one of `actions` with `instance`."""
        return is_active(self.label) and self.inner.user_has_any_permission_for_instance(
            user, actions, instance
        )

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        """Users who may do one of `actions`; nobody while inactive."""
        users = self.inner.users_with_any_permission(actions)
        return users if is_active(self.label) else users.none()

    def users_with_any_permission_for_instance(
        self, actions: Iterable[str], instance: Model
    ) -> QuerySet[Any]:
        """Users who may do one of `actions` with `instance`; nobody while inactive."""
        users = self.inner.users_with_any_permission_for_instance(actions, instance)
        return users if is_active(self.label) else users.none()

    def instances_user_has_any_permission_for(
        self, user: AbstractBaseUser, actions: Iterable[str]
    ) -> QuerySet[Any]:
        """Objects with which `user` may do one of `actions`; none while inactive."""
        rows = self.inner.instances_user_has_any_permission_for(user, actions)
        return rows if is_active(self.label) else rows.none()


class GatedBackend(ModelBackend):
    """Django's backend, to which permissions on inactive plugins and roles of theirs are none.

    Superusers are past all backends; for them the policies and the lock of pages say no.
    """

    def _get_user_permissions(self, user_obj: AbstractBaseUser) -> QuerySet[Permission]:
        permissions = super()._get_user_permissions(user_obj)  # type: ignore[misc]  # untyped in the stubs
        return _without_inactive(permissions)

    def _get_group_permissions(self, user_obj: AbstractBaseUser) -> QuerySet[Permission]:
        groups = user_obj.groups.exclude(name__in=_inactive_roles())  # type: ignore[attr-defined]  # our user model has groups
        given = Group.permissions.through.objects.filter(group__in=groups)
        for name, permission in _given_by_inactive_only():
            app_label, _dot, codename = permission.partition(".")
            given = given.exclude(
                group__name=name,
                permission__content_type__app_label=app_label,
                permission__codename=codename,
            )
        permissions = Permission.objects.filter(pk__in=given.values("permission"))
        return _without_inactive(permissions)


def _without_inactive(permissions: QuerySet[Permission]) -> QuerySet[Permission]:
    inactive = registry().plugins.keys() - active_labels()
    return permissions.exclude(content_type__app_label__in=inactive)


def _inactive_roles() -> set[str]:
    """Names of the groups that only inactive plugins contribute."""
    active = active_labels()
    everywhere = list(registry().contributed(Role))
    kept = {role.name for label, role in everywhere if label in active}
    return {role.name for _label, role in everywhere} - kept


def _given_by_inactive_only() -> set[tuple[str, str]]:
    """Pairs (group, permission) of which only inactive plugins speak."""
    active = active_labels()
    inactive, kept = set[tuple[str, str]](), set[tuple[str, str]]()
    for label, role in registry().contributed(Role):
        pairs = {(role.name, permission) for permission in role.permissions}
        (kept if label in active else inactive).update(pairs)
    return inactive - kept


def gate_policy(model: type[Model], label: str) -> None:
    """Wrap the policy of `model`, or give it Wagtail's usual one, wrapped.

    To be called before a viewset of the model is registered: Wagtail then fixes the policy.
    """
    inner = policy_registry.get_by_type(model, fallback=False) or ModelPermissionPolicy(model)
    register_permission_policy(model, GatedPolicy(inner, label), exact_class=True)
