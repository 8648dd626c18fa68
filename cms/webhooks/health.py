"""How endpoints fare: their secrets, when they are switched off, and who is told."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cms.webhooks.models import Disabled, Endpoint
from cms.webhooks.signing import new_secret

FAILING = timedelta(days=5)
BOTH_SECRETS = timedelta(days=1)

logger = logging.getLogger(__name__)


def secrets_of(endpoint: Endpoint, now: datetime) -> list[str]:
    """The secrets that sign now: the present one first, then the former one while it is valid."""
    until = endpoint.former_secret_until
    if endpoint.former_secret and until is not None and now < until:
        return [endpoint.secret, endpoint.former_secret]
    return [endpoint.secret]


def rotate(endpoint: Endpoint) -> str:
    """A new secret of the endpoint; the one before signs for another day."""
    endpoint.former_secret = endpoint.secret
    endpoint.former_secret_until = timezone.now() + BOTH_SECRETS
    endpoint.secret = new_secret()
    endpoint.save(update_fields=["secret", "former_secret", "former_secret_until"])
    return endpoint.secret


def note_success(endpoint: Endpoint) -> None:
    """It took a message."""
    Endpoint.objects.filter(pk=endpoint.pk).update(
        last_sent_at=timezone.now(), failing_since=None, resting_until=None
    )


def note_failure(endpoint: Endpoint, rest: timedelta = timedelta()) -> None:
    """It did not take a message; after days of nothing else it is switched off."""
    now = timezone.now()
    own = Endpoint.objects.filter(pk=endpoint.pk)
    own.filter(failing_since=None).update(failing_since=now)
    if rest:
        own.update(resting_until=now + rest)
    if own.filter(failing_since__lte=now - FAILING).exists():
        _disable(endpoint, Disabled.FAILING)


def disable_gone(endpoint: Endpoint) -> None:
    """It said that it is gone for good."""
    _disable(endpoint, Disabled.GONE)


def _disable(endpoint: Endpoint, reason: Disabled) -> None:
    own = Endpoint.objects.filter(pk=endpoint.pk, is_active=True)
    if not own.update(is_active=False, disabled_reason=reason):
        return  # somebody was first
    logger.error("webhook.disabled", extra={"endpoint": endpoint.pk, "reason": reason.value})
    try:
        _tell_administrators(endpoint, reason)
    except (OSError, SMTPException):  # the list of webhooks tells it, too
        logger.exception("webhook.nobody_told", extra={"endpoint": endpoint.pk})


def _tell_administrators(endpoint: Endpoint, reason: Disabled) -> None:
    administrators = get_user_model().objects.filter(is_active=True, is_superuser=True)
    link = settings.WAGTAILADMIN_BASE_URL + reverse("webhooks:edit", args=[endpoint.pk])
    for user in administrators.exclude(email="").select_related("wagtail_userprofile"):
        profile = getattr(user, "wagtail_userprofile", None)
        chosen = profile.get_preferred_language() if profile else settings.LANGUAGE_CODE
        with translation.override(chosen):
            words = {"webhook": str(endpoint), "reason": reason.label, "link": link}
            send_mail(
                _("Webhook switched off: %(webhook)s") % words,
                _(
                    "The webhook “%(webhook)s” gets no more messages: %(reason)s."
                    " When it works again, enable it here:\n\n%(link)s"
                )
                % words,
                None,
                [user.email],
            )
