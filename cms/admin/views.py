"""The add-ons panel: a list of plugins, and one page for each switch."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.admin.addons import AddOn, add_on, add_ons, public_page_count
from cms.plugin import lifecycle
from cms.plugin.errors import PluginError

PERMISSION = "cms_plugin.change_pluginstate"


class AddOnsPage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages of the panel share: who may come in, and the furniture."""

    header_icon = "plus-inverse"
    page_title = gettext_lazy("Add-ons")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those who may switch plugins."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]


class AddOnsView(AddOnsPage):
    """The list."""

    template_name = "cms_admin/addons/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All add-ons, and how many of them want attention."""
        return super().get_context_data(add_ons=add_ons(), **kwargs)


class SwitchView(AddOnsPage):
    """Asks before it changes the state of one plugin, then changes it on POST."""

    template_name = "cms_admin/addons/confirm.html"
    http_method_names = ["get", "head", "post", "options"]
    action: str
    question: str | Promise
    button: str | Promise
    done: str | Promise
    undo_url_name = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the plugin."""
        super().setup(request, *args, **kwargs)
        try:
            self.add_on: AddOn = add_on(kwargs["label"])
        except KeyError:
            raise Http404 from None

    def get_page_title(self) -> str:
        """The question itself."""
        return str(self.question) % {"title": self.add_on.plugin.title}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("cms_admin:addons"), "label": _("Add-ons")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plugin, and what to write on the button."""
        return super().get_context_data(
            add_on=self.add_on, action=self.action, button=self.button, **kwargs
        )

    def post(self, request: HttpRequest, label: str) -> HttpResponse:
        """Change the state; back to the list with what happened."""
        try:
            self.perform(label)
        except PluginError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request, str(self.done) % {"title": self.add_on.plugin.title}, self.undo_buttons()
            )
        return redirect("cms_admin:addons")

    def undo_buttons(self) -> list[Any]:
        """The way back, when there is one."""
        if not self.undo_url_name:
            return []
        url = reverse(f"cms_admin:{self.undo_url_name}", args=[self.add_on.plugin.label])
        return [messages.button(url, _("Undo"))]

    def perform(self, label: str) -> None:
        """Do it."""
        raise NotImplementedError


class ActivateView(SwitchView):
    """Switch on."""

    action = "activate"
    question = gettext_lazy("Switch on “%(title)s”?")
    button = gettext_lazy("Switch on")
    done = gettext_lazy("“%(title)s” is switched on.")
    undo_url_name = "addon_deactivate"

    def perform(self, label: str) -> None:
        """Activate, requirements included."""
        lifecycle.activate(label)


class DeactivateView(SwitchView):
    """Switch off."""

    action = "deactivate"
    question = gettext_lazy("Switch off “%(title)s”?")
    button = gettext_lazy("Switch off")
    done = gettext_lazy("“%(title)s” is switched off. Its content is kept.")
    undo_url_name = "addon_activate"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """And how many pages will disappear from the site."""
        return super().get_context_data(
            public_pages=public_page_count(self.add_on.plugin), **kwargs
        )

    def perform(self, label: str) -> None:
        """Deactivate."""
        lifecycle.deactivate(label)


class UpgradeView(SwitchView):
    """Run the waiting upgrade steps."""

    action = "upgrade"
    question = gettext_lazy("Upgrade “%(title)s”?")
    button = gettext_lazy("Upgrade")
    done = gettext_lazy("“%(title)s” is upgraded.")

    def perform(self, label: str) -> None:
        """Upgrade."""
        lifecycle.upgrade(label)


class AddOnsMenuItem(MenuItem):
    """The panel's entry in the settings menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To those who may switch plugins."""
        return request.user.has_perm(PERMISSION)


def menu_item() -> AddOnsMenuItem:
    """The entry "Add-ons" of the settings menu."""
    return AddOnsMenuItem(
        AddOnsPage.page_title,
        reverse("cms_admin:addons"),
        name="addons",
        icon_name=AddOnsPage.header_icon,
        order=50,
    )


def permissions() -> QuerySet[Permission]:
    """The permission to use the panel, for the form of groups."""
    app_label, codename = PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)


urlpatterns = [
    path("addons/", AddOnsView.as_view(), name="addons"),
    path("addons/<slug:label>/activate/", ActivateView.as_view(), name="addon_activate"),
    path("addons/<slug:label>/deactivate/", DeactivateView.as_view(), name="addon_deactivate"),
    path("addons/<slug:label>/upgrade/", UpgradeView.as_view(), name="addon_upgrade"),
]
