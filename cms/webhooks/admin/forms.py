"""What is asked of an endpoint."""

from __future__ import annotations

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.forms import CheckboxSelectMultiple, ModelForm, MultipleChoiceField, ValidationError
from django.utils.translation import gettext_lazy as _

from cms.webhooks.conf import rules
from cms.webhooks.models import KINDS, Disabled, Endpoint
from cms.webhooks.network import Refused, checked_url, is_allowed
from cms.webhooks.problems import in_words


class EndpointForm(ModelForm[Endpoint]):
    """A form that says what is wrong with a URL; what its host means now, a test tells."""

    kinds = MultipleChoiceField(
        choices=KINDS,
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("Kinds of change"),
        help_text=_("None chosen: all."),
    )
    locales = MultipleChoiceField(
        choices=settings.LANGUAGES,
        required=False,
        widget=CheckboxSelectMultiple,
        label=_("Languages"),
        help_text=_("None chosen: all."),
    )

    class Meta:
        model = Endpoint
        fields = ["url", "description", "kinds", "locales", "is_active"]
        help_texts = {
            "url": _("Where messages are posted to, such as https://example.org/rebuild."),
            "description": _("What it is for, in the list of webhooks."),
        }

    def clean_url(self) -> str:
        """A URL that webhooks may go to, as far as it shows."""
        url: str = self.cleaned_data["url"].strip()
        try:
            host = checked_url(url)[0].hostname or ""
        except Refused as refusal:
            raise ValidationError(in_words(str(refusal))) from None
        try:
            address = ip_address(host)
        except ValueError:
            return url
        if not is_allowed(address, rules()):
            raise ValidationError(in_words("not-public"))
        return url

    def save(self, commit: bool = True) -> Any:
        """The endpoint; who is enabled begins anew, whatever happened before."""
        endpoint = self.instance
        if "is_active" in self.changed_data or endpoint.pk is None:
            endpoint.disabled_reason = "" if endpoint.is_active else Disabled.BY_HAND
            endpoint.failing_since = endpoint.resting_until = None
        return super().save(commit)
