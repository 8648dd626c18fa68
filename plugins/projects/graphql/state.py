"""The state of projects on the present day, computed by the database."""

from __future__ import annotations

from django.db.models import Case, CharField, Q, Value, When
from django.utils import timezone

from plugins.projects.graphql.enums import ProjectState
from plugins.projects.models import ProjectPage


def state_expression() -> Case:
    """The :class:`ProjectState` of a project today, by the calendar of Prague.

    A start stands for the first day that it can be, an end for the last; see ``models.periods``.
    """
    today = timezone.localdate()
    return Case(
        When(last_day__lt=today, then=Value(ProjectState.FINISHED.value)),
        When(start_on__gt=today, then=Value(ProjectState.PLANNED.value)),
        When(Q(start_on__lte=today, last_day__gte=today), then=Value(ProjectState.RUNNING.value)),
        default=Value(ProjectState.UNKNOWN.value),
        output_field=CharField(),
    )


def states_of(page_ids: list[int]) -> list[ProjectState]:
    """The states of projects by page id, aligned; one query."""
    rows = ProjectPage.objects.filter(pk__in=page_ids).annotate(state=state_expression())
    found = {pk: ProjectState(state) for pk, state in rows.values_list("pk", "state")}
    return [found.get(page_id, ProjectState.UNKNOWN) for page_id in page_ids]
