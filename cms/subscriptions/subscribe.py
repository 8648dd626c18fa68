"""The verbs of a subscriber: subscribe, confirm, change, unsubscribe."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.core.validators import EmailValidator
from django.db import transaction
from django.db.models import Max
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.encoding import punycode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.accounts.mailboxes import mailbox_of
from cms.graphql.filters.flat import ParameterError
from cms.subscriptions import letters, limits
from cms.subscriptions.models import MAX_PARAMETERS, FeedAddress, Frequency, Subscription
from cms.subscriptions.reading import UnknownFeed, canonical, check, observe, read
from cms.website.feeds.lists import BrokenFeed, Pairs
from cms.website.feeds.parameters import AddressError, pairs_of, said

logger = logging.getLogger(__name__)
_capitals = re.compile("[A-Z]+")


class TooMany(Exception):
    """The mailbox has as many subscriptions as it may have."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was taken; `field` is empty when it is not about one field."""

    field: str
    message: str


class SubscribeForm(forms.Form):
    """What a visitor sends, in the active language."""

    email = forms.EmailField(label=gettext_lazy("E-mail"), max_length=254)
    feed = forms.CharField(max_length=100)
    parameters = forms.CharField(max_length=MAX_PARAMETERS, required=False)
    frequency = forms.ChoiceField(choices=Frequency.choices)
    homepage = forms.CharField(required=False)  # people do not see it; programs fill it in

    def clean_email(self) -> str:
        """An address on the internet: not at “localhost”, nor at a number within a network.

        Raises:
            ValidationError: It is none.
        """
        email: str = self.cleaned_data["email"]
        domain = email.rpartition("@")[2]
        if "." not in domain or domain.startswith("["):
            raise ValidationError(EmailValidator.message)
        return email


def subscribe(
    data: Mapping[str, Any], *, locale: str, request: HttpRequest | None
) -> tuple[Refusal, ...]:
    """Note a subscription that waits for confirmation, and send the letter that asks for it.

    The refusals, in the language `locale`; none when it was taken. They never depend on whether
    somebody is subscribed already. What a program sent is thanked for and forgotten.
    """
    with translation.override(locale):
        form = SubscribeForm(data)
        if form.data.get("homepage"):
            logger.info("subscriptions.from_program")
            return ()
        if not form.is_valid():
            return tuple(
                Refusal("" if field == NON_FIELD_ERRORS else field, str(message))
                for field, messages in form.errors.items()
                for message in messages
            )
        if limits.asks_too_often(request):
            text = _("Your network has asked too often. Try again in an hour.")
            return (Refusal("", text),)
        given = form.cleaned_data
        pairs = _checked(given["feed"], locale, given["parameters"])
        if isinstance(pairs, Refusal):
            return (pairs,)
        parameters = canonical(pairs)
        if len(parameters) > MAX_PARAMETERS:
            return (Refusal("parameters", _("There are too many parameters.")),)
    _note(FeedAddress(feed=given["feed"], locale=locale, parameters=parameters), given)
    return ()


def _checked(feed: str, locale: str, parameters: str) -> Pairs | Refusal:
    """The parameters when the feed takes them, or else what is wrong."""
    try:
        pairs = pairs_of(parameters.removeprefix("?").encode())
        check(feed, locale, pairs)
    except UnknownFeed:
        return Refusal("feed", _("There is no list of this name."))
    except (AddressError, ParameterError) as error:
        return Refusal("parameters", said(error))
    except BrokenFeed:
        return Refusal("", _("This list cannot be read now. Try again later."))
    return pairs


def _note(wanted: FeedAddress, given: Mapping[str, Any]) -> None:
    email, mailbox = given["email"], mailbox_of(given["email"])
    with transaction.atomic():
        address = _locked(wanted)
        _make_room(mailbox)
        subscription, is_new = Subscription.objects.get_or_create(
            address=address,
            email_key=key_of(email),
            defaults={"email": email, "mailbox": mailbox, "frequency": given["frequency"]},
        )
        if not is_new and subscription.confirmed_at is None:
            subscription.frequency = given["frequency"]
            subscription.created_at = timezone.now()
        subscription.is_letter_due = True
        subscription.save(update_fields=["frequency", "created_at", "is_letter_due"])
        transaction.on_commit(lambda: letters.send_if_allowed(subscription))


def _locked(wanted: FeedAddress) -> FeedAddress:
    """The row of this address, made when it is not there; nobody deletes it meanwhile."""
    address, _is_new = FeedAddress.objects.select_for_update().get_or_create(
        feed=wanted.feed, locale=wanted.locale, parameters=wanted.parameters
    )
    return address


def _make_room(mailbox: str) -> None:
    """Drop the oldest of too many that wait: strangers must not keep the owner from asking."""
    waiting = Subscription.objects.filter(mailbox=mailbox, confirmed_at=None)
    kept = waiting.order_by("-created_at", "-pk")[: limits.PER_MAILBOX - 1]
    waiting.exclude(pk__in=list(kept.values_list("pk", flat=True))).delete()


def key_of(email: str) -> str:
    """The address by which two spellings are known for one.

    Letters A to Z are equal to a to z; others that look alike belong to somebody else.
    """
    name, _at, domain = email.strip().rpartition("@")
    name = _capitals.sub(lambda found: found[0].lower(), name)
    try:
        return f"{name}@{punycode(domain).lower()}"
    except UnicodeError:
        return f"{name}@{domain}"


def confirm(subscription: Subscription) -> None:
    """Let digests come: of what enters the feed from now on. Safe to repeat.

    Raises:
        TooMany: The mailbox has enough.
        UnknownFeed, ParameterError, BrokenFeed: The feed cannot be read now.
    """
    if subscription.confirmed_at is not None:
        return
    reading = read(subscription.address)
    with transaction.atomic():
        address = FeedAddress.objects.select_for_update().get(pk=subscription.address_id)
        confirmed = Subscription.objects.filter(confirmed_at__isnull=False)
        if confirmed.filter(mailbox=subscription.mailbox).count() >= limits.PER_MAILBOX:
            raise TooMany
        observe(address, reading.entries)
        last = address.seen.aggregate(last=Max("pk"))["last"] or 0
        Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(
            confirmed_at=timezone.now(),
            checked_on=timezone.localdate(),
            position=last,
            is_letter_due=False,
        )
    logger.info("subscriptions.confirmed", extra={"feed": address.feed})


def change(subscription: Subscription, frequency: Frequency) -> None:
    """Let digests come as often as that."""
    Subscription.objects.filter(pk=subscription.pk).update(frequency=frequency)


def unsubscribe(key: str) -> None:
    """Delete the subscription, with all that is known of it. Safe to repeat."""
    deleted, _by_model = Subscription.objects.filter(key=key).delete()
    if deleted:
        logger.info("subscriptions.unsubscribed")
