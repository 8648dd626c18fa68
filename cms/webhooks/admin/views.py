"""What was sent to an endpoint and how it went; tests, replays, and new secrets."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST
from django.views.generic import DetailView, ListView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from cms.publishing import courier
from cms.webhooks import health, payload, sending
from cms.webhooks.models import Endpoint, State, WebhookDelivery
from cms.webhooks.problems import in_words

Crumb = dict[str, str]
LONGEST_NAME = 50  # in headings
VIEW, CHANGE = "cms_webhooks.view_endpoint", "cms_webhooks.change_endpoint"


class _ForThoseWhoLookAfterThem:
    """Denied to all others."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those who may see it."""
        if not (request.user.has_perm(VIEW) or request.user.has_perm(CHANGE)):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view
        return response


def way_to(endpoint: Endpoint, label: str, sublabel: str = "") -> list[Crumb]:
    """The breadcrumbs of a page of `endpoint`, which is called `label`."""
    return [
        *WagtailAdminTemplateMixin.breadcrumbs_items,
        {"url": reverse("webhooks:index"), "label": capfirst(Endpoint._meta.verbose_name_plural)},
        {"url": reverse("webhooks:messages", args=[endpoint.pk]), "label": short(endpoint)},
        {"url": "", "label": str(label), "sublabel": sublabel},
    ]


def short(endpoint: Endpoint) -> str:
    """What it is called where there is little room."""
    return Truncator(str(endpoint)).chars(LONGEST_NAME)


class MessagesView(_ForThoseWhoLookAfterThem, WagtailAdminTemplateMixin, ListView):  # type: ignore[type-arg]  # of one model
    """The messages of one endpoint, newest first, in three queries."""

    template_name = "cms_webhooks/admin/messages.html"
    page_title = _("Messages")
    header_icon = "link"
    paginate_by = 50

    @cached_property
    def endpoint(self) -> Endpoint:
        """Whose they are."""
        return get_object_or_404(Endpoint, pk=self.kwargs["pk"])

    def get_page_subtitle(self) -> str:
        """Whose they are, for people."""
        return str(self.endpoint)

    def get_breadcrumbs_items(self) -> list[Crumb]:
        """By way of all webhooks."""
        return way_to(self.endpoint, self.get_page_title(), short(self.endpoint))

    def get_queryset(self) -> QuerySet[WebhookDelivery]:
        """Without what they say, which may be long."""
        return WebhookDelivery.objects.filter(endpoint=self.endpoint).defer("body")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows, and what the user may do."""
        context: dict[str, Any] = super().get_context_data(endpoint=self.endpoint, **kwargs)
        for row in context["object_list"]:
            row.problem = in_words(row.error)
            row.state_class = "w-status--primary" if row.state == State.DELIVERED else ""
        context["may_change"] = self.request.user.has_perm(CHANGE)
        return context


class MessageView(_ForThoseWhoLookAfterThem, WagtailAdminTemplateMixin, DetailView):  # type: ignore[type-arg]  # of one model
    """One message: what it says, and what was answered."""

    template_name = "cms_webhooks/admin/message.html"
    page_title = _("Message")
    header_icon = "link"

    def get_queryset(self) -> QuerySet[WebhookDelivery]:
        """With its endpoint."""
        return WebhookDelivery.objects.select_related("endpoint")

    def get_page_subtitle(self) -> str:
        """Its id."""
        return str(self.object)

    def get_breadcrumbs_items(self) -> list[Crumb]:
        """By way of all messages of its endpoint."""
        return way_to(self.object.endpoint, self.get_page_title(), str(self.object))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The payload in lines."""
        text = json.dumps(json.loads(self.object.body), indent=2, ensure_ascii=False)
        return super().get_context_data(
            payload=text,
            problem=in_words(self.object.error),
            may_change=self.request.user.has_perm(CHANGE),
            **kwargs,
        )


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a ping now, and say how it went."""
    endpoint = _to_change(request, pk)
    row = sending.send_test(endpoint, payload.ping_body(), payload.PING)
    facts = {"status": row.status, "milliseconds": row.milliseconds, "problem": in_words(row.error)}
    if row.state == State.DELIVERED:
        text = gettext("It works: the answer was %(status)s, after %(milliseconds)s ms.")
        messages.success(request, text % facts)
    elif row.status is not None:
        text = gettext("The answer was %(status)s, not 2xx, after %(milliseconds)s ms.")
        messages.error(request, text % facts)
    else:
        messages.error(request, gettext("No answer: %(problem)s") % facts)
    return redirect("webhooks:messages", pk)


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a message sent again; back to the messages of its endpoint."""
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    row = get_object_or_404(WebhookDelivery.objects.select_related("endpoint"), pk=pk)
    if row.endpoint.is_active:
        sending.send_again(row)
        courier.wake_others()
        messages.success(request, gettext("It is sent again in a moment."))
    else:
        messages.error(request, gettext("Enable the webhook first."))
    return redirect("webhooks:messages", row.endpoint_id)


@require_http_methods(["GET", "POST"])
def renew_secret(request: HttpRequest, pk: int) -> HttpResponse:
    """The page with a new secret, once that is confirmed; the one before signs for another day."""
    endpoint = _to_change(request, pk)
    if request.method != "POST":
        title = gettext("New secret")
        return _page(request, "confirm_secret", endpoint, title)
    health.rotate(endpoint)
    log(endpoint, "wagtail.edit", user=request.user)
    return secret_page(request, endpoint)


def secret_page(request: HttpRequest, endpoint: Endpoint) -> HttpResponse:
    """The secret, this once: nobody keeps this page."""
    response = _page(request, "secret", endpoint, gettext("Secret of the webhook"))
    response["Cache-Control"] = "no-store"
    return response


def _page(request: HttpRequest, name: str, endpoint: Endpoint, title: str) -> HttpResponse:
    facts = {
        "endpoint": endpoint,
        "header_title": f"{title}: {endpoint}",
        "header_icon": "link",
        "breadcrumbs_items": way_to(endpoint, title, short(endpoint)),
    }
    return TemplateResponse(request, f"cms_webhooks/admin/{name}.html", facts)


def _to_change(request: HttpRequest, pk: int) -> Endpoint:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    return get_object_or_404(Endpoint, pk=pk)
