"""The pages together, and their item in the menu."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from cms.webhooks.admin import views
from cms.webhooks.admin.forms import EndpointForm
from cms.webhooks.models import Endpoint, State


class _EndpointColumn(TitleColumn):
    """What an endpoint is for, and its URL."""

    cell_template_name = "cms_webhooks/endpoint/title_cell.html"


class IndexView(generic.IndexView):
    """All endpoints, each with its last delivery and how it fares."""

    @cached_property
    def columns(self) -> list[Column]:
        """The columns of the list."""
        return [
            self._get_title_column("__str__", _EndpointColumn, width="45%"),
            DateColumn("last_sent_at", label=_("Last delivery")),
            TitleColumn(
                "health",
                label=_("Health"),
                accessor=health_of,
                width="30%",
                get_url=lambda endpoint: reverse("webhooks:messages", args=[endpoint.pk]),
            ),
        ]

    def get_base_queryset(self) -> QuerySet[Endpoint]:
        """In one query."""
        rows: QuerySet[Endpoint] = super().get_base_queryset()
        return rows.annotate(
            waiting=Count("deliveries", filter=Q(deliveries__state=State.WAITING)),
        )


class CreateView(generic.CreateView):
    """Makes an endpoint and shows its secret, this once."""

    def form_valid(self, form: EndpointForm) -> HttpResponse:
        """The page with the secret."""
        super().form_valid(form)
        return views.secret_page(self.request, self.object)


class EditView(generic.EditView):
    """Changes an endpoint; its secret is not among what is shown."""

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        """Wagtail's, and the way to the messages."""
        url = reverse("webhooks:messages", args=[self.object.pk])
        own = Button(gettext("Messages and tests"), url=url, icon_name="list-ul", priority=5)
        return [*super().header_more_buttons, own]


class WebhookViewSet(ModelViewSet):
    """Endpoints under Settings."""

    model = Endpoint
    icon = "link"
    menu_label = _("Webhooks")
    menu_order = 700
    add_to_settings_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = IndexView
    index_results_template_name = "cms_webhooks/endpoint/index_results.html"
    add_view_class = CreateView
    edit_view_class = EditView

    def get_form_class(self, for_update: bool = False) -> Any:
        """The same for new ones and for those that are there."""
        return EndpointForm

    def get_urlpatterns(self) -> list[URLPattern]:
        """Wagtail's, and ours for messages, tests and secrets."""
        return [
            *super().get_urlpatterns(),
            path("<int:pk>/messages/", views.MessagesView.as_view(), name="messages"),
            path("<int:pk>/test/", views.test, name="test"),
            path("<int:pk>/secret/", views.renew_secret, name="secret"),
            path("messages/<int:pk>/", views.MessageView.as_view(), name="message"),
            path("messages/<int:pk>/again/", views.again, name="again"),
        ]


def viewset() -> WebhookViewSet:
    """For the hook ``register_admin_viewset``."""
    return WebhookViewSet("webhooks", url_prefix="webhooks")


def health_of(endpoint: Endpoint) -> str:
    """How it fares, in words."""
    if not endpoint.is_active:
        reason = endpoint.get_disabled_reason_display() or gettext("switched off")
        return capfirst(reason)
    waiting = getattr(endpoint, "waiting", 0)
    if endpoint.failing_since:
        return gettext("Fails")
    if waiting:
        text = ngettext("%(count)d message waits", "%(count)d messages wait", waiting)
        return text % {"count": waiting}
    return gettext("Works") if endpoint.last_sent_at else gettext("Nothing sent yet")
