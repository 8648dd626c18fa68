"""Takes an enquiry: the one way in, for the page in HTML and for GraphQL alike."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import transaction
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from cms.publishing.visibility import live_pages
from plugins.conferences.enquiries.form import EnquiryForm
from plugins.conferences.enquiries.limits import refusal
from plugins.conferences.enquiries.mail import deliver_new
from plugins.conferences.models import ConferenceEnquiry, ConferencePage

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an enquiry was not taken; `field` is empty when it is not about one field."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What became of an enquiry: taken when there are no refusals."""

    refusals: tuple[Refusal, ...] = ()
    form: EnquiryForm | None = None

    @property
    def is_taken(self) -> bool:
        """True when the sender need do nothing more."""
        return not self.refusals


def receive(
    conference_id: int, data: Mapping[str, Any], *, locale: str, request: HttpRequest | None
) -> Receipt:
    """Store an enquiry and mail it once that is certain; refusals are in the language `locale`.

    What a program wrote is thanked for and forgotten.
    """
    with translation.override(locale):
        conference = live_pages(ConferencePage).filter(pk=conference_id).first()
        if conference is None or not conference.is_open_for_enquiries():
            message = _("This conference does not take enquiries.")
            return Receipt((Refusal("conference", message),))
        form = EnquiryForm(data, conference=conference)
        if form.is_from_a_program:
            logger.info("conferences.enquiry_from_program", extra={"conference": conference.pk})
            return Receipt(form=form)
        if not form.is_valid():
            return Receipt(_refusals(form), form)
        too_many = refusal(request=request)
        if too_many:
            form.add_error(None, too_many)
            return Receipt((Refusal("", too_many),), form)
        _store(conference, form, locale)
        return Receipt(form=form)


def _refusals(form: EnquiryForm) -> tuple[Refusal, ...]:
    return tuple(
        Refusal("" if field == NON_FIELD_ERRORS else field, str(message))
        for field, messages in form.errors.items()
        for message in messages
    )


def _store(conference: ConferencePage, form: EnquiryForm, locale: str) -> None:
    given = form.cleaned_data
    with transaction.atomic():
        enquiry = ConferenceEnquiry.objects.create(
            conference=conference,
            conference_title=conference.title,
            package_key=given["package"],
            package_name=form.packages.get(given["package"], ""),
            locale=locale,
            **{name: given[name] for name in ("name", "organisation", "email", "phone", "message")},
        )
        transaction.on_commit(lambda: deliver_new(enquiry))
