"""An edition as a plain page in HTML: its wall of partners, packages, fees, and the enquiry form.

It asks the API for what it shows, so that visibility, language and order are decided in one place.
"""

from __future__ import annotations

import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils import translation

if TYPE_CHECKING:
    from plugins.conferences.models import ConferencePage

SENT = "sent"
DOCUMENT = """query ($id: ID!) { page(id: $id) { ... on Conference {
  startOn endOn datePrecision venue city website registrationUrl takesEnquiries
  organisers { name website page { path } }
  partnerTiers { name partners { organisation { name website page { path } } } }
  packages { name price currency vatNote left isAvailable benefits { label } description }
  fees { name amount currency validUntil isCurrent }
  programme { title day startsAt endsAt room talks { title startsAt speakers { name } } }
} } }"""


def context_of(page: ConferencePage, request: HttpRequest) -> dict[str, Any]:
    """What the template shows: the public facts, and the form while enquiries are taken."""
    shown = _facts(page)
    return {
        "conference": shown,
        "days": _by_day(shown.get("programme") or []),
        "fees": _by_name(shown.get("fees") or []),
        "enquiry_form": _form(page) if shown.get("takesEnquiries") else None,
        "is_sent": SENT in request.GET,
    }


def answer_to(page: ConferencePage, request: HttpRequest) -> HttpResponse:
    """The way back after an enquiry was taken, else the page with what was wrong and typed."""
    from plugins.conferences.enquiries.receive import receive  # noqa: PLC0415 -- models use this

    locale = page.locale.language_code
    receipt = receive(page.pk, request.POST, locale=locale, request=request)
    if receipt.is_taken:
        return HttpResponseRedirect(f"{page.get_url(request)}?{SENT}=1#enquiry")
    if receipt.form is None:  # nobody may ask about this one: it is a page like any other
        return HttpResponse(status=404 if not page.live else 403)
    context = page.get_context(request) | {"enquiry_form": receipt.form}
    with translation.override(locale):
        response = TemplateResponse(request, page.get_template(request), context, status=422)
        return response.render()


def _by_day(sessions: list[dict[str, Any]]) -> list[tuple[datetime.date, list[dict[str, Any]]]]:
    """The parts of the programme under their days."""
    days = groupby(sessions, key=lambda session: session["day"])
    return [(datetime.date.fromisoformat(day), list(parts)) for day, parts in days]


def _by_name(fees: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    """The fees under the names of those who pay them, with the last days as dates."""
    for fee in fees:
        last = fee["validUntil"]
        fee["until"] = datetime.date.fromisoformat(last) if last else None
    return [(name, list(row)) for name, row in groupby(fees, key=lambda fee: fee["name"])]


def _form(page: ConferencePage) -> Any:
    from plugins.conferences.enquiries.form import EnquiryForm  # noqa: PLC0415 -- models use this

    return EnquiryForm(conference=page)


def _facts(page: ConferencePage) -> dict[str, Any]:
    from cms.graphql.answer import answer  # noqa: PLC0415 -- its types need loaded models
    from cms.graphql.context import Context  # noqa: PLC0415 -- likewise
    from cms.graphql.request import Operation  # noqa: PLC0415 -- likewise
    from cms.plugin.state import active_labels  # noqa: PLC0415 -- likewise

    given = answer(Operation(DOCUMENT, {"id": str(page.pk)}), Context(active_labels()))
    data = given.payload.get("data") or {}
    return dict(data.get("page") or {})
