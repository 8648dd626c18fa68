"""Conferences in the admin: a listing of their own, sales of packages, enquiries."""

from __future__ import annotations

from django.db import transaction
from django.forms import ModelForm
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn
from wagtail.admin.viewsets.pages import PageListingViewSet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from plugins.conferences.enquiries.mail import deliver_again
from plugins.conferences.models import (
    ConferenceEnquiry,
    ConferencePage,
    PackageSale,
    SoldOut,
)


class ConferenceListing(PageListingViewSet):
    """All conferences, with what an office looks for."""

    model = ConferencePage
    icon = "date"
    url_namespace = "conferences_admin"
    columns = [
        *PageListingViewSet.columns,
        DateColumn("start_on", label=_("First day"), sort_key="start_on"),
        Column("get_cluster_role_display", label=_("Role"), sort_key="cluster_role"),
        Column("city", label=_("Town"), sort_key="city"),
    ]
    list_filter = ["cluster_role", "year", "locale"]


class SoldOutIsAnError:
    """Shows who was too late what happened, with all that they had typed. Mixin for views."""

    def form_valid(self, form: ModelForm[PackageSale]) -> HttpResponse:
        """Save, or show the form again when the last one has just been sold."""
        try:
            response: HttpResponse = super().form_valid(form)
        except SoldOut as late:
            form.add_error(None, late)
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)
        return response


class CreateSale(SoldOutIsAnError, CreateView):
    """A new sale."""


class EditSale(SoldOutIsAnError, EditView):
    """A sale, which may move to another package."""


class SaleViewSet(SnippetViewSet):
    """Sold packages; each counts once, whatever the languages of the page."""

    model = PackageSale
    icon = "tick-inverse"
    menu_label = _("Sold packages")
    menu_order = 227
    add_to_admin_menu = True
    copy_view_enabled = False
    add_view_class = CreateSale
    edit_view_class = EditSale
    list_display = [Column("__str__", label=_("Organisation")), "package", DateColumn("sold_on")]
    list_filter = ["package"]
    list_export = ["package", "organisation", "name", "website", "sold_on"]
    search_fields = ["name", "package__title"]


class EditEnquiry(EditView):
    """An enquiry, with what the office does with it."""

    def save_instance(self) -> ConferenceEnquiry:
        """Remember who handled it; send the e-mails again if that was asked."""
        enquiry: ConferenceEnquiry = super().save_instance()
        if "is_handled" in self.form.changed_data:
            enquiry.handled_by = self.request.user if enquiry.is_handled else None
            enquiry.save(update_fields=["handled_by"])
        if self.form.cleaned_data.get("mail_again"):
            transaction.on_commit(lambda: deliver_again(enquiry))
        return enquiry


class EnquiryViewSet(SnippetViewSet):
    """What companies asked; nobody adds one here."""

    model = ConferenceEnquiry
    icon = "mail"
    menu_label = _("Enquiries")
    menu_order = 228
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = EditEnquiry
    list_display = [
        "organisation",
        "name",
        "conference_title",
        "package_name",
        DateColumn("created_at", label=_("Received"), sort_key="created_at"),
        BooleanColumn("is_mailed", label=_("Mailed")),
        BooleanColumn("is_handled", label=_("Handled"), sort_key="is_handled"),
    ]
    list_filter = ["is_handled", "conference"]
    list_export = [
        *("conference_title", "package_name", "name", "organisation", "email", "phone"),
        *("message", "locale", "created_at", "is_handled", "note"),
    ]
    search_fields = ["name", "organisation", "email", "conference_title"]
    ordering = ["-created_at"]


listing = ConferenceListing("conferences")
menu_item = MenuItem(
    _("Conferences"), reverse_lazy("conferences_admin:index"), icon_name="date", order=206
)
