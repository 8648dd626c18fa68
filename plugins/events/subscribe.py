"""The page of the admin where a user gets the address of the members' calendar."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.accounts.guests import is_guest
from cms.graphql.types.image import absolute
from plugins.events.models.keys import CalendarKey, may_see_internal, renew_key, revoke_key

LANGUAGES = {"cs": gettext_lazy("Czech"), "en": gettext_lazy("English")}


def may_subscribe(request: HttpRequest) -> bool:
    """True for who may see internal events, unless they came without a password.

    A guest's visit ends after hours; a key would go on for ever.
    """
    return may_see_internal(request.user) and not is_guest(request)


class SubscribeView(WagtailAdminTemplateMixin, TemplateView):
    """Shows the public address; on POST makes a personal one, shown in that answer only, or takes
    it away.
    """

    template_name = "events/admin/subscribe.html"
    open_to_confined = True  # it shows nothing but the user's own address
    header_icon = "calendar-alt"
    page_title = gettext_lazy("Subscribe to the calendar")
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those who may see internal events; never kept by anybody on the way."""
        if not may_subscribe(request):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)
        add_never_cache_headers(response)
        return response

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page with a new address, or without any."""
        user: Any = request.user
        key = ""
        if request.POST.get("action") == "revoke":
            if revoke_key(user):
                messages.success(request, _("Your address does not work any more."))
        else:
            key = renew_key(user)
        return self.render_to_response(self.get_context_data(key=key))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, then this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, *, key: str = "", **kwargs: Any) -> dict[str, Any]:
        """The addresses in both languages, and since when the user has a personal one."""
        found = CalendarKey.objects.filter(user_id=self.request.user.pk).first()
        return super().get_context_data(
            personal=addresses(key) if key else [],
            public=addresses(),
            since=found.created_at if found else None,
            **kwargs,
        )


def addresses(key: str = "") -> list[tuple[str, str | Promise, str]]:
    """Code and name of each language, and the absolute address of the calendar in it."""
    query = f"?{urlencode({'key': key})}" if key else ""
    return [
        (code, name, absolute(f"/feeds/{code}/events.ics{query}"))
        for code, name in LANGUAGES.items()
    ]
