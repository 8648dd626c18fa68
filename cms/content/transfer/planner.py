"""Plans an import: finds what each row means, and everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from uuid import UUID

from anyascii import anyascii
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.content.bulk import PageVersions
from cms.content.bulk.checks import errors_of, without_slug_check
from cms.content.bulk.places import Place, free, taken_slug
from cms.content.transfer import cells
from cms.content.transfer.columns import LOCALES, Column
from cms.content.transfer.entries import DRAFT, KEY, LIVE, STATUS, Entry, entries, load_values
from cms.content.transfer.fields import cleaned, in_use, is_same, set_facts, shape
from cms.content.transfer.plan import (
    Action,
    Difference,
    Plan,
    Problem,
    Revised,
    RowPlan,
    set_texts,
    sorted_problems,
)
from cms.content.transfer.related import Terms
from cms.content.transfer.sheet import Sheet
from cms.content.transfer.tables import places
from cms.content.transfer.values import RichText, as_text
from cms.plugin import Table

Progress = Callable[[int, int], None]
SLUG, TITLE = "slug", "title"
BATCH = 200


def plan_import(
    table: Table, sheet: Sheet, *, progress: Progress = lambda done, total: None
) -> Plan:
    """What importing `sheet` would do, with every problem. Nothing is written."""
    problems = cells.header_problems(sheet, table.columns)
    if problems:
        return Plan(table, problems=problems, notes=sheet.notes)
    return _Planner(table, sheet).plan(progress)


class _New(NamedTuple):
    """A page that would be made, in its place in the tree."""

    values: cells.Values
    page: Page
    is_source: bool
    has_free_slug: bool
    below: Page


class _Planner:
    def __init__(self, table: Table, sheet: Sheet) -> None:
        load_values(table.columns)
        self.table = table
        self.sheet = sheet
        self.columns: dict[str, Column] = {column.name: column for column in table.columns}
        self.locales = {locale.language_code: locale for locale in Locale.objects.all()}
        self.below = {code: Place(page, lock=False) for code, page in places(table).items()}
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
                self._problem(values, KEY, message)
            elif key is not None:
                seen[key] = values.row
            self._plan_row(values, key)
            if len(self._new) >= BATCH or number == len(found):
                self._check_new()
            progress(number, len(found))
        problems = [problem for values in found for problem in values.problems]
        return Plan(self.table, self.rows, sorted_problems(problems), self.sheet.notes)

    def _problem(self, values: cells.Values, column: str, reason: str) -> None:
        values.problems.append(Problem(values.row, column, reason))

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
        self._problem(
            values, KEY, _("“%s” is neither a key nor the address of one page.") % values.key
        )
        return None

    def _plan_row(self, values: cells.Values, key: UUID | None) -> None:
        if values.status not in ("", LIVE, DRAFT):
            self._problem(
                values, STATUS, _("“%s” is not on offer. There are: live, draft.") % values.status
            )
        entry = self._entries.get(key) if key else None
        self.rows.append(self._change(values, entry) if entry else self._create(values, key))

    # A page that is new

    def _create(self, values: cells.Values, key: UUID | None) -> RowPlan:
        title = next((t for code in LOCALES if (t := values.texts(code).get(TITLE))), "")
        row = RowPlan(values.row, str(title), Action.CREATE)
        written = [code for code in LOCALES if values.texts(code).get(TITLE)]
        for code in LOCALES:
            if code not in written and any(values.texts(code).values()):
                self._problem(values, f"{TITLE}_{code}", _("The other texts need a title."))
        if not written:
            if not values.problems:
                self._problem(values, f"{TITLE}_{LOCALES[0]}", _("Write the title."))
            return row
        if any(code not in self.below for code in written):
            message = _("There is no page of the type “%s” to put it below.")
            name = self.table.below._meta.verbose_name
            self._problem(values, f"{TITLE}_{written[-1]}", message % name)
            return row
        versions = [self._new_page(values, code, key, written[0]) for code in written]
        row.create = PageVersions(versions[0], versions[1:])
        for text in versions[1:]:
            self._check_paragraphs(values, versions[0], text)
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
        page.slug = page.slug or self._slug(page, code)
        return page

    def _slug(self, page: Page, code: str) -> str:
        made = slugify(anyascii(page.title))[:200] or self.table.name
        return self.below[code].free_slug(made, first=2)

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
                self._report(new.values, error, new.page, is_source=new.is_source)
            free(new.page)
        self._new = []

    def _check_paragraphs(self, values: cells.Values, source: Page, text: Page) -> None:
        """Rich text is translated paragraph by paragraph: both languages need the same ones."""
        code = text.locale.language_code
        for name, column in self.columns.items():
            if not (isinstance(column.value, RichText) and column.is_translated):
                continue
            ours, theirs = getattr(source, name), getattr(text, name)
            if theirs and shape(ours) != shape(theirs):
                message = _(
                    "The text must have as many paragraphs and links as in the language it is "
                    "translated from."
                )
                self._problem(values, f"{name}_{code}", message)

    # A page that is there

    def _change(self, values: cells.Values, entry: Entry) -> RowPlan:
        source = entry.source
        row = RowPlan(values.row, str(source), Action.KEEP)
        revised = Revised(source, entry.versions)
        for (name, code), new in values.by_place.items():
            self._compare(row, revised, entry, self.columns[name], code, new)
        if values.status and values.status != entry.status:
            row.differences.append(Difference(STATUS, entry.status, values.status))
            revised.status = values.status
        if not row.differences:
            return row
        row.action, row.revise = Action.CHANGE, revised
        for page in entry.versions.values():
            reason = in_use(page)
            if reason:
                self._problem(values, KEY, reason)
        self._apply(values, revised)
        self._check_changed(values, revised)
        return row

    def _compare(
        self,
        row: RowPlan,
        revised: Revised,
        entry: Entry,
        column: Column,
        code: str | None,
        new: Any,
    ) -> None:
        current = entry.value(column, code)
        if is_same(column, current, new):
            return
        header = column.name if code is None else f"{column.name}_{code}"
        before = as_text(column.value.write(current))
        after = new if isinstance(column.value, Terms) else column.value.write(new)
        shown = "; ".join(after) if isinstance(after, list) else as_text(after)
        row.differences.append(Difference(header, before, shown))
        if code is None or code == entry.source_locale:
            revised.changed.add(column.name)
        elif code in entry.versions:
            revised.texts.setdefault(code, set()).add(column.name)
        else:
            revised.new.setdefault(code, None)

    def _apply(self, values: cells.Values, revised: Revised) -> None:
        """Set what changes on the pages in memory."""
        facts = {n: v for n, v in values.facts().items() if n in revised.changed}
        for page in revised.versions.values():
            set_facts(self.columns, page, facts)
        source_code = revised.source.locale.language_code
        own = values.texts(source_code)
        set_texts(
            revised.source, cleaned(self.columns, {n: own[n] for n in own if n in revised.changed})
        )
        for code, names in revised.texts.items():
            texts = values.texts(code)
            said = cleaned(self.columns, {name: texts[name] for name in names})
            # What is emptied says again what its source says.
            filled = {n: t or getattr(revised.source, n) for n, t in said.items()}
            set_texts(revised.versions[code], filled)
        for code in revised.new:
            page = self.table.model(locale=self.locales[code])
            set_texts(page, cleaned(self.columns, values.texts(code)))
            page.translation_key = revised.source.translation_key
            if not page.title:
                self._problem(values, f"{TITLE}_{code}", _("The other texts need a title."))
            elif code not in self.below:
                message = _("There is no page of the type “%s” to put it below.")
                name = self.table.below._meta.verbose_name
                self._problem(values, f"{TITLE}_{code}", message % name)
            else:
                page.slug = page.slug or self._slug(page, code)
            revised.new[code] = page
        for code in {*revised.texts, *revised.new}:
            text = revised.new.get(code) or revised.versions[code]
            self._check_paragraphs(values, revised.source, text)

    def _check_changed(self, values: cells.Values, revised: Revised) -> None:
        becomes = revised.status or (LIVE if revised.source.live else DRAFT)
        for page in revised.versions.values():
            try:
                with without_slug_check(page, SLUG not in revised.changed):
                    page.full_clean(exclude=None if becomes == LIVE else ())
            except ValidationError as error:
                self._report(values, error, page, is_source=page is revised.source)

    # Problems

    def _report(
        self, values: cells.Values, error: ValidationError, page: Page, *, is_source: bool
    ) -> None:
        """Say what validation found under the names that the file has for it."""
        code = page.locale.language_code
        reported = {problem.column for problem in values.problems}
        for name, reasons in error.message_dict.items():
            column = self.columns.get(name)
            is_text = column is not None and column.is_translated
            if not is_source and not is_text:
                continue
            header = f"{name}_{code}" if is_text else name
            header = KEY if name == "translation_key" else header
            if name == NON_FIELD_ERRORS:
                header = ""
            elif column is None and name != "translation_key":
                reasons = [f"{name}: {reason}" for reason in reasons]
                header = ""
            if header in reported and header:
                continue  # its cell could not be read, which says more
            for reason in reasons:
                self._problem(values, header, str(reason))
