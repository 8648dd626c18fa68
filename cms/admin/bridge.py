"""The one bridge from contributions to Wagtail's admin.

Two moments: models' viewsets and settings are registered when apps get ready, because Wagtail
fixes permission policies then; hooks when Wagtail looks for ``wagtail_hooks``.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import URLResolver
from wagtail import hooks
from wagtail.admin.menu import MenuItem as WagtailMenuItem
from wagtail.admin.ui.components import Component
from wagtail.contrib.settings.registry import register_setting
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from cms.admin.hooks import answer_while_inactive, gated
from cms.plugin import AdminHook, AdminViews, HomePanel, MenuItem, Setting, Snippet
from cms.plugin.gate import gated_patterns, gated_urls
from cms.plugin.permissions import gate_policy
from cms.plugin.registry import registry
from cms.plugin.state import active_labels


def register_models() -> None:
    """Make Wagtail know the contributed snippets and settings, their permissions gated."""
    for label, snippet in registry().contributed(Snippet):
        gate_policy(snippet.viewset.model, label)
        register_snippet(_with_gated_chooser(snippet.viewset, label))
    for label, setting in registry().contributed(Setting):
        register_setting(setting.model)
        gate_policy(setting.model, label)


def _with_gated_chooser(viewset: type[SnippetViewSet], label: str) -> type[SnippetViewSet]:
    """`viewset`, its chooser not found while the plugin `label` is inactive.

    Wagtail's choosers ask nobody's permission to look.
    """

    class GatedChooser(viewset.chooser_viewset_class):  # type: ignore[misc, name-defined]  # the viewset says which
        def get_urlpatterns(self) -> list[URLResolver]:
            return [gated_patterns(label, super().get_urlpatterns())]

    viewset.chooser_viewset_class = GatedChooser
    return viewset


def register_hooks() -> None:
    """Make Wagtail know the contributed menu items and hooks."""
    for _label, menu in registry().contributed(MenuItem):
        hooks.register("register_admin_menu_item", lambda item=menu.item: item)
    for label, hook in registry().contributed(AdminHook):
        if answer_while_inactive(hook.name):  # a check names the others
            hooks.register(hook.name, gated(label, hook.name, hook.run))


def admin_urls() -> list[URLResolver]:
    """The contributed admin addresses, each in the namespace ``<label>_admin``."""
    return [
        gated_urls(label, views.prefix, views.urls, namespace=f"{label}_admin")
        for label, views in registry().contributed(AdminViews)
    ]


def hide_inactive_items(request: HttpRequest, items: list[WagtailMenuItem]) -> None:
    """Take the menu items of inactive plugins out of `items`."""
    active = active_labels()
    hidden = {id(m.item) for label, m in registry().contributed(MenuItem) if label not in active}
    items[:] = [item for item in items if id(item) not in hidden]


def add_home_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Append the home panels of the active plugins to `panels`."""
    panels.extend(
        c.panel(request) for _label, c in registry().contributed(HomePanel, active_labels())
    )
