"""The months in which something takes place, as visitors write them."""

from __future__ import annotations

from datetime import date
from itertools import islice

from dateutil.relativedelta import relativedelta
from dateutil.rrule import MONTHLY, rrule
from django.utils.formats import date_format

MOST = 24  # what takes longer is not looked for by its months


def months(first: date, last: date | None) -> list[str]:
    """Each month from the first to the last day, such as “říjen 2026”, in the active language."""
    end = max(first, last or first)
    begins = rrule(MONTHLY, dtstart=first.replace(day=1), until=end + relativedelta(day=31))
    return [date_format(month, "F Y") for month in islice(begins, MOST)]
