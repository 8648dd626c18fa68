"""Wagtail's pages for API tokens, with what ours add: the reach of a token, and its end.

Wagtail brings them along with its REST API, which is not installed here.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import (
    CheckboxSelectMultiple,
    DateTimeField,
    MultipleChoiceField,
    ValidationError,
)
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.widgets import AdminDateTimeInput
from wagtail.log_actions import log
from wagtail.models import APIToken
from wagtail.users.utils import user_can_manage_token
from wagtail.users.views import api_tokens

from cms.accounts.models import Scope
from cms.accounts.tokens import create_token

USUAL_DURATION = timedelta(days=365)


class TokenForm(api_tokens.APITokenForm):  # type: ignore[misc]  # Wagtail has no types
    """What is asked for a new token."""

    scopes = MultipleChoiceField(
        choices=Scope.choices,
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("Reach"),
        help_text=_("Without any of these it reads what everybody may read."),
    )
    expires_at = DateTimeField(
        required=False,
        widget=AdminDateTimeInput,
        label=_("Valid until"),
        help_text=_("Empty for a token without an end."),
    )

    def clean_expires_at(self) -> Any:
        """Refuse an end that is over."""
        until = self.cleaned_data["expires_at"]
        if until is not None and until <= timezone.now():
            raise ValidationError(_("Choose a time in the future."))
        return until


class TokenCreateView(api_tokens.CreateView):  # type: ignore[misc]  # Wagtail has no types
    """Makes a token and shows its secret, this once."""

    def get_initial(self) -> dict[str, Any]:
        """A token of one's own, for a year."""
        until = timezone.localtime() + USUAL_DURATION
        return {
            **super().get_initial(),
            "user": self.request.user,
            "expires_at": until.replace(second=0, microsecond=0),
        }

    def form_valid(self, form: TokenForm) -> HttpResponse:
        """The page with the secret."""
        owner = form.cleaned_data["user"]
        if not user_can_manage_token(self.request.user, owner, "wagtailcore.add_apitoken"):
            raise PermissionDenied
        self.object, secret = create_token(
            owner,
            form.cleaned_data["name"],
            scopes=[Scope(name) for name in form.cleaned_data["scopes"]],
            expires_at=form.cleaned_data["expires_at"],
        )
        log(self.object, "wagtail.apitoken.create", user=self.request.user)
        response = TemplateResponse(
            self.request,
            "wagtailusers/api_tokens/created.html",
            self.get_created_context(secret),
        )
        response["Cache-Control"] = "no-store"
        return response


class _TokenColumn(TitleColumn):
    """The name of a token, how its secret begins, and whose it is."""

    cell_template_name = "cms_admin/tokens/title_cell.html"


class TokenIndexView(api_tokens.IndexView):  # type: ignore[misc]  # Wagtail has no types
    """All tokens that the user may manage."""

    @cached_property
    def columns(self) -> list[Column]:
        """Each token: its user, how far it reaches, whether it is valid, when it was used."""
        return [
            self._get_title_column_class(_TokenColumn)(
                "name", label=_("Token"), get_url=self.get_edit_url, width="45%"
            ),
            Column("scopes", label=_("Reach"), accessor=_scopes),
            Column("validity", label=_("Validity"), accessor=_validity),
            DateColumn("last_used_at", label=_("Last used")),
        ]

    def get_queryset(self) -> QuerySet[APIToken]:
        """In one query."""
        tokens: QuerySet[APIToken] = super().get_queryset().select_related("grant")
        return tokens


class TokenViewSet(api_tokens.APITokenViewSet):  # type: ignore[misc]  # Wagtail has no types
    """The pages together, and their item in the menu."""

    add_view_class = TokenCreateView
    index_view_class = TokenIndexView
    index_results_template_name = "cms_admin/tokens/index_results.html"

    def get_form_class(self, for_update: bool = False) -> Any:
        """Renaming is Wagtail's; a token's reach never changes."""
        return super().get_form_class(for_update=True) if for_update else TokenForm


def _scopes(token: APIToken) -> str:
    grant = getattr(token, "grant", None)
    return ", ".join(str(Scope(name).label) for name in (grant.scopes if grant else ()))


def _validity(token: APIToken) -> str:
    grant = getattr(token, "grant", None)
    until = grant.expires_at if grant else None
    if token.revoked_at is not None:
        text, moment = gettext("Revoked on %(date)s"), token.revoked_at
    elif until is None:
        return gettext("Valid without an end")
    elif until <= timezone.now():
        text, moment = gettext("Over since %(date)s"), until
    else:
        text, moment = gettext("Valid until %(date)s"), until
    return text % {"date": date_format(timezone.localtime(moment), "SHORT_DATE_FORMAT")}
