"""The public pages for people without a password: ask for a link, and use it.

Opening a link only shows a button, since scanners of mail open links too. The token comes after
``#``, so it reaches no log of a server and no other site; a script puts it into the form.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from django_ratelimit.core import is_ratelimited

from cms.accounts.guests import let_in
from cms.accounts.limits import has_had_its_share
from plugins.members.self_service import editors, links, mail
from plugins.members.self_service.addresses import spelled

View = Callable[..., HttpResponse]
PER_EMAIL = "3/h"
PER_NETWORK_AND_HOUR = 20
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


class AskForm(forms.Form):
    """Who asks for a link."""

    email = forms.EmailField(label=_("Your e-mail"), max_length=254)


class TokenForm(forms.Form):
    """The code of a link; a script fills it in from the address."""

    token = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class Afterwards(HttpResponseRedirect):
    """A redirect that does its work when it has been sent, so its time tells nothing."""

    def __init__(self, to: str, run: Callable[[], None]) -> None:
        super().__init__(to)
        self.run = run

    def close(self) -> None:
        """Do the work; Django calls this when the answer is out."""
        self.run()
        super().close()


def _private(view: View) -> View:
    """`view` in the language of its address, kept by no cache and named to no other site."""

    @wraps(view)
    @never_cache
    def answered(request: HttpRequest, locale: str, *args: Any) -> HttpResponse:
        if locale not in dict(settings.LANGUAGES):
            raise Http404
        with translation.override(locale):
            response = view(request, locale, *args)
        # Without any referrer browsers send forms with "Origin: null", which is refused.
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex"
        response["Content-Security-Policy"] = POLICY
        return response

    return answered


@_private
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, locale: str) -> HttpResponse:
    """A form for an e-mail; what follows is the same whether the e-mail is known or not."""
    form = AskForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if not has_had_its_share(request, group="members.edit_link", per_hour=PER_NETWORK_AND_HOUR):
            done = reverse("members:asked", args=[locale])
            # What is counted is asking, so that nothing shows whether the e-mail is known.
            is_enough = _is_asked_too_often(request, spelled(email))
            return Afterwards(done, lambda: None if is_enough else send_to_known(email, locale))
        form.add_error(None, _("Your network has asked too often. Try again in an hour."))
        status = 429
    context = {"form": form, "locale": locale}
    return render(request, "members/self_service/ask.html", context, status=status)


def _is_asked_too_often(request: HttpRequest, email: str) -> bool:
    """True when this e-mail has been asked for enough; counts this time as well."""
    too_often: bool = is_ratelimited(
        request,
        group="members.edit_link.email",
        key=lambda _group, _asked: email,
        rate=PER_EMAIL,
        increment=True,
    )
    return too_often


@_private
@require_http_methods(["GET", "HEAD"])
def asked(request: HttpRequest, locale: str) -> HttpResponse:
    """What to do next."""
    return render(request, "members/self_service/asked.html", {"locale": locale})


@_private
@sensitive_post_parameters("token")
@require_http_methods(["GET", "HEAD", "POST"])
def open_link(request: HttpRequest, locale: str) -> HttpResponse:
    """A button; pressed, it uses the link up and lets its bearer into the admin."""
    form = TokenForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        editor = links.use(form.cleaned_data["token"].strip())
        if editor is not None:
            let_in(request, editor.user, duration=links.VISIT)
            return redirect("wagtailadmin_home")
        form.add_error(None, _("This link has expired or was used already."))
    context = {"form": form, "locale": locale}
    status = 410 if form.non_field_errors() else 200
    return render(request, "members/self_service/open.html", context, status=status)


def send_to_known(email: str, locale: str) -> None:
    """Send a link for each member that knows `email`, unless too many were asked for."""
    for known in links.members_known_by(email):
        editor = editors.guest(known.member, known.email, locale=locale)
        if links.may_be_asked_for(editor):
            token = links.new_link(editor, is_asked_for=True)
            mail.send_link(editor, token, locale=locale)


urls = [
    path("<slug:locale>/", ask, name="ask"),
    path("<slug:locale>/sent/", asked, name="asked"),
    path("<slug:locale>/open/", open_link, name="open_link"),
]
