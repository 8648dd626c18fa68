"""Wagtail's hooks that a plugin may use, and what each answers while the plugin is inactive.

A hook can be switched off in a running process only when Wagtail calls it anew in each request.
Those that it calls once and remembers (menus, URLs, icons, rich-text features) are not here; most
of them have a contribution of their own.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from cms.plugin.state import is_active

Answer = Callable[..., object]


def _nothing(*args: object, **kwargs: object) -> None:
    """Wagtail goes on as if the hook were not there."""


def _no_markup(*args: object, **kwargs: object) -> str:
    return ""


def _no_buttons(*args: object, **kwargs: object) -> tuple[object, ...]:
    return ()


def _queryset_itself(*args: object, **kwargs: object) -> object:
    """The queryset as it came: the only argument that has ``filter``."""
    return next(argument for argument in args if hasattr(argument, "filter"))


def answer_while_inactive(name: str) -> Answer | None:
    """What the hook `name` answers for an inactive plugin; None when it cannot be switched off."""
    if name.endswith("_queryset") or name == "filter_form_submissions_for_user":
        return _queryset_itself
    if name.startswith(("before_", "after_", "construct_")):
        return None if name == "construct_admin_api" else _nothing
    if name.startswith("insert_"):
        return _no_markup
    if name.startswith("register_") and name.endswith("_buttons"):
        return _no_buttons
    return None


def gated(label: str, name: str, run: Callable[..., Any]) -> Callable[..., Any]:
    """`run` while the plugin `label` is active, else the answer of a hook that is not there."""
    answer = answer_while_inactive(name)
    if answer is None:
        raise ValueError(f"the hook {name} cannot be switched off")

    @wraps(run)
    def checked(*args: Any, **kwargs: Any) -> Any:
        return (run if is_active(label) else answer)(*args, **kwargs)

    return checked
