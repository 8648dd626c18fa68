"""What indicators count of a project's own records, always by the database and never stored."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import Count
from django.utils import timezone

from plugins.projects.models import COUNTED_STATUSES, Counted, Exchange, Mission

Counts = dict[str, int]


def counts_of(page_ids: list[int]) -> list[Counts]:
    """The counts of projects by page id, aligned; two queries.

    An exchange counts once, for the partnership that pays the visitor, when it is done.
    """
    found: defaultdict[int, Counts] = defaultdict(lambda: dict.fromkeys(Counted.values, 0))
    done = Exchange.objects.filter(
        project_id__in=page_ids, is_paid_here=True, status__in=COUNTED_STATUSES
    )
    rows = done.order_by().values_list("project_id")
    for page_id, exchanges, countries in rows.annotate(
        Count("pk"), Count("host_country", distinct=True)
    ):
        found[page_id][Counted.EXCHANGES] = exchanges
        found[page_id][Counted.EXCHANGE_COUNTRIES] = countries
    begun = Mission.objects.filter(project_id__in=page_ids, starts_on__lte=timezone.localdate())
    for page_id, missions in begun.order_by().values_list("project_id").annotate(Count("pk")):
        found[page_id][Counted.MISSIONS] = missions
    return [found[page_id] for page_id in page_ids]
