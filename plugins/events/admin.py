"""Events in the admin: a listing of their own, and the way to subscribe to the calendar."""

from __future__ import annotations

import datetime
from calendar import monthrange
from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse_lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet

from plugins.events.models import EventPage
from plugins.events.subscribe import SubscribeView, may_subscribe
from plugins.events.words import in_words


class MonthField(forms.DateField):
    """A month, as its first day."""

    widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
    input_formats = ("%Y-%m",)


class MonthFilter(django_filters.Filter):
    """Events that touch a month."""

    field_class = MonthField

    def filter(self, rows: QuerySet[Any], month: datetime.date | None) -> QuerySet[Any]:
        """The rows whose days overlap those of the month."""
        if month is None:
            return rows
        last = month.replace(day=monthrange(month.year, month.month)[1])
        return rows.filter(start_date__lte=last, last_date__gte=month)


class EventFilterSet(PageFilterSet):
    """What an office looks for in a calendar."""

    month = MonthFilter(label=_("Month"))

    class Meta:
        model = EventPage
        fields = ["event_type", "role", "status", "is_internal", "locale"]


def when_of(event: EventPage) -> str:
    """When an event is, in the language of the admin, no more exact than it is known."""
    return in_words(event.when, (get_language() or "cs")[:2])


class EventListing(PageListingViewSet):
    """All events, internal ones too: whoever works here belongs to the cluster."""

    model = EventPage
    icon = "date"
    url_namespace = "events_admin"
    columns = [
        *PageListingViewSet.columns,
        Column("when", label=_("When"), accessor=when_of, sort_key="begins_at"),
        Column("city", label=_("Town"), sort_key="city"),
        Column("status", label=_("Status"), accessor="get_status_display", sort_key="status"),
        BooleanColumn("is_internal", label=_("Internal"), sort_key="is_internal"),
    ]
    ordering = "-begins_at"
    filterset_class = EventFilterSet


listing = EventListing("events")


def urls() -> list[URLPattern]:
    """The listing, and the page about subscribing."""
    return [
        *listing.get_urlpatterns(),
        path("subscribe/", SubscribeView.as_view(), name="subscribe"),
    ]


class SubscribeMenuItem(MenuItem):
    """The way to the page about subscribing, for those who may see internal events."""

    for_confined = True

    def is_shown(self, request: HttpRequest) -> bool:
        """True for who gets an address there."""
        return may_subscribe(request)


menu_item = MenuItem(_("Events"), reverse_lazy("events_admin:index"), icon_name="date", order=215)
subscribe_item = SubscribeMenuItem(
    _("Subscribe to the calendar"),
    reverse_lazy("events_admin:subscribe"),
    icon_name="calendar-alt",
    order=216,
)
