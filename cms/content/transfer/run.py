"""Does what a plan says, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from wagtail.models import Page

from cms.content.bulk import create_pages
from cms.content.transfer.errors import TransferError
from cms.content.transfer.plan import Action, Plan, RowPlan
from cms.content.transfer.revise import revise
from cms.content.transfer.tables import places

BATCH = 100


@dataclass(frozen=True, slots=True)
class Done:
    """A page that was made or changed."""

    row: int
    action: Action
    page: Page


def run(
    plan: Plan,
    user: AbstractBaseUser | None = None,
    *,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Done]:
    """The pages that were made and changed, in the order of rows.

    One transaction: when something fails, or the caller is stopped, nothing has happened.

    Raises:
        TransferError: the plan has problems.
    """
    if plan.problems:
        raise TransferError("A plan with problems is not carried out.")
    create, change = plan.rows_with(Action.CREATE), plan.rows_with(Action.CHANGE)
    total = len(create) + len(change)
    done: list[Done] = []
    with transaction.atomic():
        for step in (_create(plan, create, user), _change(change, user)):
            for made in step:
                done += made
                progress(len(done), total)
    return sorted(done, key=lambda each: each.row)


def _create(plan: Plan, rows: list[RowPlan], user: AbstractBaseUser | None) -> Iterator[list[Done]]:
    below = places(plan.table)
    ready = [(row, row.create) for row in rows if row.create is not None]

    def locale(each: tuple[RowPlan, object]) -> str:
        found: str = each[1].source.locale.language_code  # type: ignore[attr-defined]
        return found

    for code, group in groupby(sorted(ready, key=locale), key=locale):
        remaining = list(group)
        for start in range(0, len(remaining), BATCH):
            batch = remaining[start : start + BATCH]
            pages = [versions for _row, versions in batch if versions is not None]
            made = create_pages(below[code], pages, user=user, clean=False)
            yield [
                Done(row.row, row.action, versions[0])
                for (row, _versions), versions in zip(batch, made, strict=True)
            ]


def _change(rows: list[RowPlan], user: AbstractBaseUser | None) -> Iterator[list[Done]]:
    ready = [(row, row.revise) for row in rows if row.revise is not None]
    for start in range(0, len(ready), BATCH):
        batch = ready[start : start + BATCH]
        revise([revised for _row, revised in batch], user)
        yield [Done(row.row, row.action, revised.source) for row, revised in batch]
