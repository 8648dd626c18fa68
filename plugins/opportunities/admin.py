"""Opportunities in the admin: a listing of their own, with what an office looks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import F, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse_lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_filters import MultipleChoiceFilter
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.pages.listing import IndexView, PageFilterSet
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.models import Page

from plugins.opportunities.models import Kind, OpportunityPage, State, state_expression


class OpportunityFilterSet(PageFilterSet):  # type: ignore[misc]  # Wagtail is not typed
    """Wagtail's filters of pages, and those that an office needs: kind, state, language."""

    kind = MultipleChoiceFilter(
        label=_("Kind"), choices=Kind.choices, widget=forms.CheckboxSelectMultiple
    )
    current_state = MultipleChoiceFilter(
        label=_("State"),
        choices=[(value, capfirst(label)) for value, label in State.choices],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = OpportunityPage
        fields = ["locale"]


class OpportunityIndexView(IndexView):  # type: ignore[misc]  # Wagtail is not typed
    """The listing, each row with its state and the name of its organisation."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """Wagtail's rows with what the columns show; one query."""
        member = Page.objects.filter(pk=OuterRef("organisation_id")).values("draft_title")
        rows: QuerySet[Any] = super().get_base_queryset()
        return rows.annotate(
            current_state=state_expression(),
            organisation_title=Coalesce(
                Subquery(member), NullIf(F("organisation_name"), Value(""))
            ),
        )


class StateColumn(Column):  # type: ignore[misc]  # Wagtail is not typed
    """The state in words."""

    def get_value(self, instance: Any) -> str:
        """The label of the state that the database computed."""
        return capfirst(State(instance.current_state).label)


class OpportunityListing(PageListingViewSet):
    """All opportunities."""

    model = OpportunityPage
    icon = "pick"
    url_namespace = "opportunities_admin"
    index_view_class = OpportunityIndexView
    filterset_class = OpportunityFilterSet
    columns = [
        *PageListingViewSet.columns,
        Column("get_kind_display", label=_("Kind"), sort_key="kind"),
        Column("organisation_title", label=_("Organisation")),
        DateColumn("closes_on", label=_("Deadline"), sort_key="closes_at"),
        StateColumn("current_state", label=_("State")),
    ]


listing = OpportunityListing("opportunities")
menu_item = MenuItem(
    _("Opportunities"), reverse_lazy("opportunities_admin:index"), icon_name="pick", order=206
)
