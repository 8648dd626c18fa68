"""System checks on what plugins contribute to the admin; cms/plugin/README.md explains them."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, register

from cms.admin.hooks import answer_while_inactive
from cms.plugin import AdminHook
from cms.plugin.registry import registry


@register("klastr")
def check_admin_hooks(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """An error for each hook that could not be switched off with its plugin."""
    return [
        Error(
            f"The plugin “{label}” uses the hook {hook.name}, which cannot be switched off.",
            hint="Wagtail calls it once and remembers; use another contribution.",
            id="klastr.P011",
        )
        for label, hook in registry().contributed(AdminHook)
        if answer_while_inactive(hook.name) is None
    ]
