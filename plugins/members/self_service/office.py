"""The office's pages: who edits for which member, invitations, links, and taking rights away."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, ListView, TemplateView
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Locale

from plugins.members.models import Editor, MemberPage
from plugins.members.self_service import editors, links, mail

PERMISSION = "members.change_editor"
LIST = "members_admin:editors"


class OfficePage(WagtailAdminTemplateMixin):
    """What these pages share: who may come in, and the furniture."""

    header_icon = "group"
    page_title = gettext_lazy("Editors of members")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those who look after editors."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # a mixin of views

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this page."""
        above = [{"url": reverse(LIST), "label": OfficePage.page_title}]
        here = [{"url": "", "label": self.get_page_title()}]
        return [*self.breadcrumbs_items, *(above if type(self) is not EditorsView else []), *here]


class EditorsView(OfficePage, ListView):
    """All editors, by member."""

    template_name = "members/self_service/editors.html"
    context_object_name = "rows"

    def get_queryset(self) -> list[tuple[MemberPage | None, Editor]]:
        """Pairs of a member and one of its editors, by the member's name."""
        found: QuerySet[Editor] = Editor.objects.select_related("user").order_by("pk")
        rows = [(editor.member, editor) for editor in found]
        return sorted(rows, key=lambda row: row[0].title_key if row[0] else "")


class InviteForm(forms.Form):
    """Who is invited."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    locale = forms.ChoiceField(label=gettext_lazy("Language of the e-mail"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["locale"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (locale.language_code, str(locale)) for locale in Locale.objects.order_by("pk")
        ]


class LetterView(OfficePage, FormView):
    """A form that sends a letter to somebody of one member."""

    template_name = "members/self_service/letter.html"
    form_class = InviteForm
    success_url = reverse_lazy(LIST)
    button: Any
    explanation: Any

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the member, by any of its language versions."""
        super().setup(request, *args, **kwargs)
        self.member = get_object_or_404(MemberPage, pk=kwargs["page_id"])

    def get_initial(self) -> dict[str, Any]:
        """The member's language."""
        return {"locale": self.member.locale.language_code, "email": self.request.GET.get("email")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """And the e-mails that the member's entry has."""
        known = [contact.email for contact in self.member.contacts.all()]
        return super().get_context_data(
            known=sorted({email for email in (*known, self.member.email) if email}),
            button=self.button,
            explanation=self.explanation,
            **kwargs,
        )

    def form_valid(self, form: InviteForm) -> HttpResponse:
        """Send, and say so; or say why not."""
        email, locale = form.cleaned_data["email"], form.cleaned_data["locale"]
        try:
            self.send(email, locale)
        except editors.InvitationRefused as refusal:
            form.add_error("email", str(refusal))
            return self.form_invalid(form)
        messages.success(
            self.request, _("An e-mail is on its way to %(email)s.") % {"email": email}
        )
        return redirect(self.get_success_url())

    def send(self, email: str, locale: str) -> None:
        """Do it. Raises: InvitationRefused."""
        raise NotImplementedError


class InviteView(LetterView):
    """Invite an editor, who gets an account."""

    page_title = gettext_lazy("Invite an editor")
    button = gettext_lazy("Invite")
    explanation = gettext_lazy(
        "The person gets an account, chooses a password, and may edit this member’s entry and post "
        "its opportunities at any time."
    )

    def send(self, email: str, locale: str) -> None:
        """Make the editor, and write to them. Raises: InvitationRefused."""
        editor = editors.invite(self.member, email, locale=locale, by=self.request.user)
        mail.send_invitation(editor, locale=locale)


class SendLinkView(LetterView):
    """Send a link that works once, to somebody who needs no account."""

    page_title = gettext_lazy("Send an edit link")
    button = gettext_lazy("Send the link")
    explanation = gettext_lazy(
        "The link works once, within two days, and lets the person edit this member’s entry and "
        "post its opportunities for two hours, without a password."
    )

    def send(self, email: str, locale: str) -> None:
        """Make the link, and send it."""
        editor = editors.guest(self.member, email, locale=locale, by=self.request.user)
        mail.send_link(editor, links.new_link(editor), locale=locale)


class RevokeView(OfficePage, TemplateView):
    """Asks before it takes the right from an editor, then does so on POST."""

    template_name = "members/self_service/revoke.html"
    page_title = gettext_lazy("Take the right away")

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find the editor."""
        super().setup(request, *args, **kwargs)
        self.editor = get_object_or_404(Editor.objects.select_related("user"), pk=kwargs["pk"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """And whom it is about."""
        return super().get_context_data(editor=self.editor, member=self.editor.member, **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do it."""
        email = self.editor.user.email
        editors.revoke(self.editor)
        messages.success(request, _("%(email)s cannot edit any more.") % {"email": email})
        return redirect(LIST)


class EditorsMenuItem(MenuItem):
    """The list's entry in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To those who look after editors."""
        return bool(request.user.has_perm(PERMISSION))


menu_item = EditorsMenuItem(
    OfficePage.page_title, reverse_lazy(LIST), name="editors", icon_name="key", order=206
)
urls = [
    path("editors/", EditorsView.as_view(), name="editors"),
    path("editors/<int:pk>/revoke/", RevokeView.as_view(), name="revoke_editor"),
    path("<int:page_id>/invite/", InviteView.as_view(), name="invite_editor"),
    path("<int:page_id>/link/", SendLinkView.as_view(), name="send_link"),
]
