"""Plans an import: finds what each row means, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.content.bulk import PageVersions
from cms.content.bulk.checks import errors_of
from cms.content.bulk.places import Place, Places, free, taken_slug
from cms.content.transfer import cells
from cms.content.transfer.changes import SLUG, Changes
from cms.content.transfer.columns import LOCALES, Column
from cms.content.transfer.entries import DRAFT, KEY, LIVE, STATUS, entries, load_values
from cms.content.transfer.fields import cleaned, set_facts
from cms.content.transfer.plan import (
    Action,
    Plan,
    RowPlan,
    set_texts,
    sorted_problems,
)
from cms.content.transfer.sheet import Sheet
from cms.content.transfer.tables import places
from cms.content.transfer.target import TITLE, Target, problem
from cms.plugin import Table

Progress = Callable[[int, int], None]
BATCH = 200


def plan_import(
    table: Table,
    sheet: Sheet,
    *,
    user: AbstractBaseUser | None = None,
    progress: Progress = lambda done, total: None,
) -> Plan:
    """What importing `sheet` would do, with every problem. Nothing is written.

    Who may use the table may put new pages there. Pages that are there may lie elsewhere, so each
    is asked whether `user` may change it, and the page above a new translation whether `user` may
    put it there; None is the command line, which may.
    """
    problems = cells.header_problems(sheet, table.columns)
    if problems:
        return Plan(table, problems=problems, notes=sheet.notes)
    return _Planner(table, sheet, user).plan(progress)


class _New(NamedTuple):
    """A page that would be made, in its place in the tree."""

    values: cells.Values
    page: Page
    is_source: bool
    has_free_slug: bool
    below: Page


class _Planner:
    def __init__(self, table: Table, sheet: Sheet, user: AbstractBaseUser | None) -> None:
        load_values(table.columns)
        self.table = table
        self.sheet = sheet
        self.columns: dict[str, Column] = {column.name: column for column in table.columns}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.below = {code: Place(page, lock=False) for code, page in places(table).items()}
        self._target = Target(table, self.columns, self.locales, self.below, user)
        self._changes = Changes(self._target, Places(self.below.values()))
        self._new: list[_New] = []
        self.rows: list[RowPlan] = []

    def plan(self, progress: Progress) -> Plan:
        found = list(cells.values_of(self.sheet, self.table.columns))
        self._keys = {values.row: self._key(values) for values in found}
        given = {key for key in self._keys.values() if isinstance(key, UUID)}
        self._entries = {entry.key: entry for entry in entries(self.table, given)}
        seen: dict[UUID, int] = {}
        for number, values in enumerate(found, start=1):
            key = self._keys[values.row]
            if key in seen:
                message = _("The key stands in row %s as well.") % seen[key]
                problem(values, KEY, message)
            elif key is not None:
                seen[key] = values.row
            self._plan_row(values, key)
            if len(self._new) >= BATCH or number == len(found):
                self._check_new()
            progress(number, len(found))
        problems = [problem for values in found for problem in values.problems]
        return Plan(self.table, self.rows, sorted_problems(problems), self.sheet.notes)

    def _key(self, values: cells.Values) -> UUID | None:
        """The translation key that a row means; None for a page that is new."""
        if not values.key:
            return None
        try:
            return UUID(values.key)
        except ValueError:
            pass
        slugs = self.table.model._default_manager.filter(slug=values.key, alias_of=None)
        keys = set(slugs.values_list("translation_key", flat=True))
        if len(keys) == 1:
            found: UUID = keys.pop()
            return found
        if not keys and slugify(values.key) == values.key:
            values.by_place.setdefault((SLUG, LOCALES[0]), values.key)
            return None
        problem(values, KEY, _("“%s” is neither a key nor the address of one page.") % values.key)
        return None

    def _plan_row(self, values: cells.Values, key: UUID | None) -> None:
        if values.status not in ("", LIVE, DRAFT):
            problem(
                values, STATUS, _("“%s” is not on offer. There are: live, draft.") % values.status
            )
        entry = self._entries.get(key) if key else None
        self.rows.append(self._changes.plan(values, entry) if entry else self._create(values, key))

    def _create(self, values: cells.Values, key: UUID | None) -> RowPlan:
        title = next((t for code in LOCALES if (t := values.texts(code).get(TITLE))), "")
        row = RowPlan(values.row, str(title), Action.CREATE)
        written = [code for code in LOCALES if values.texts(code).get(TITLE)]
        for code in LOCALES:
            if code not in written and any(values.texts(code).values()):
                problem(values, f"{TITLE}_{code}", _("The other texts need a title."))
        if not written:
            if not values.problems:
                problem(values, f"{TITLE}_{LOCALES[0]}", _("Write the title."))
            return row
        homeless = self._target.without_place(written)
        if homeless:
            self._target.no_place(values, homeless[0])
            return row
        versions = [self._new_page(values, code, key, written[0]) for code in written]
        row.create = PageVersions(versions[0], versions[1:])
        for text in versions[1:]:
            self._target.check_paragraphs(values, versions[0], text)
        self._note_new(values, row.create)
        return row

    def _new_page(self, values: cells.Values, code: str, key: UUID | None, source: str) -> Page:
        page: Any = self.table.model(
            locale=self.locales[code], live=(values.status or DRAFT) == LIVE
        )
        if key is not None:
            page.translation_key = key
        if code == source:
            set_facts(self.columns, page, values.facts())
        set_texts(page, cleaned(self.columns, values.texts(code)))
        page.slug = page.slug or self._target.slug(page, code)
        return page

    def _note_new(self, values: cells.Values, versions: PageVersions) -> None:
        """Put the versions of a new page where they would be, and have them checked."""
        pages = [versions.source]
        for text in versions.translations:
            whole = self.table.model(locale=text.locale, live=versions.source.live)
            whole.translation_key = versions.source.translation_key
            set_facts(self.columns, whole, values.facts())
            for name in values.texts(text.locale.language_code):
                own = getattr(text, name)
                setattr(whole, name, own or getattr(versions.source, name))
            whole.slug = text.slug
            pages.append(whole)
        for page in pages:
            place = self.below[page.locale.language_code]
            is_free = place.is_free(page.slug)
            place.put(page)
            self._new.append(_New(values, page, page is versions.source, is_free, place.parent))

    def _check_new(self) -> None:
        """Say what is wrong with the new pages of the last rows."""
        found = errors_of([new.page for new in self._new])
        for number, new in enumerate(self._new):
            error = found.get(number)
            if not new.has_free_slug:
                error = taken_slug(new.page, new.below)
            if error is not None:
                self._target.report(new.values, error, new.page, is_source=new.is_source)
            free(new.page)
        self._new = []
