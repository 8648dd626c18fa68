"""Plans what happens to pages that are there: compares, sets new values in memory, checks them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Page

from cms.content.bulk.checks import without_slug_check
from cms.content.bulk.places import Places, taken_slug
from cms.content.transfer.cells import Values
from cms.content.transfer.columns import Column
from cms.content.transfer.entries import DRAFT, KEY, LIVE, STATUS, Entry
from cms.content.transfer.fields import cleaned, in_use, is_same, set_facts
from cms.content.transfer.plan import Action, Difference, Revised, RowPlan, set_texts
from cms.content.transfer.related import Terms
from cms.content.transfer.target import TITLE, Target, problem, slug_of
from cms.content.transfer.values import as_text
from cms.translation.errors import ParentNotTranslated

SLUG = "slug"


@dataclass(frozen=True, slots=True)
class Changes:
    """Plans for rows whose pages are there."""

    target: Target
    places: Places

    def plan(self, values: Values, entry: Entry) -> RowPlan:
        """What happens to the page of a row."""
        source = entry.source
        row = RowPlan(values.row, str(source), Action.KEEP)
        revised = Revised(source, entry.versions)
        for (name, code), new in values.by_place.items():
            self._compare(row, revised, entry, self.target.columns[name], code, new)
        if values.status and values.status != entry.status:
            row.differences.append(Difference(STATUS, entry.status, values.status))
            revised.status = values.status
        if not row.differences:
            return row
        row.action, row.revise = Action.CHANGE, revised
        for page in entry.versions.values():
            reason = in_use(page) or self._refusal(page, revised)
            if reason:
                problem(values, KEY, reason)
        self._apply(values, revised)
        self._check_changed(values, revised)
        return row

    def _refusal(self, page: Page, revised: Revised) -> str:
        """Why the user may not do to a page what the row says; empty when it is allowed."""
        if self.target.user is None:
            return ""
        allowed = page.permissions_for_user(self.target.user)
        if not allowed.can_edit():
            return _("You may not change the page “%s”.") % page
        if revised.status == DRAFT and page.live and not allowed.can_unpublish():
            return _("You may not hide the page “%s”.") % page
        if (page.live or revised.status == LIVE) and not allowed.can_publish():
            return _("You may not publish the page “%s”.") % page
        return ""

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

    def _apply(self, values: Values, revised: Revised) -> None:
        """Set what changes on the pages in memory."""
        facts = {n: v for n, v in values.facts().items() if n in revised.changed}
        for page in revised.versions.values():
            set_facts(self.target.columns, page, facts)
        source_code = revised.source.locale.language_code
        own = values.texts(source_code)
        said = {name: own[name] for name in own if name in revised.changed}
        set_texts(revised.source, cleaned(self.target.columns, said))
        for code, names in revised.texts.items():
            texts = values.texts(code)
            said = cleaned(self.target.columns, {name: texts[name] for name in names})
            # What is emptied says again what its source says.
            filled = {n: t or getattr(revised.source, n) for n, t in said.items()}
            set_texts(revised.versions[code], filled)
        for code in revised.new:
            revised.new[code] = self._new_text(values, revised, code)
        for code in {*revised.texts, *revised.new}:
            text = revised.new.get(code) or revised.versions[code]
            self.target.check_paragraphs(values, revised.source, text)

    def _new_text(self, values: Values, revised: Revised, code: str) -> Page:
        """The translation that a page gets in another language, below the page above it there."""
        page = self.target.table.model(locale=self.target.locales[code])
        set_texts(page, cleaned(self.target.columns, values.texts(code)))
        page.translation_key = revised.source.translation_key
        if not page.title:
            problem(values, f"{TITLE}_{code}", _("The other texts need a title."))
            return page
        try:
            place = self.places.of(revised.source, page.locale)
        except ParentNotTranslated:
            problem(values, f"{TITLE}_{code}", _("The page above has no version in this language."))
            return page
        reason = self._no_entry(place.parent, is_public=_becomes(revised) == LIVE)
        if reason:
            problem(values, f"{TITLE}_{code}", reason)
        page.slug = page.slug or place.free_slug(slug_of(page, self.target.table.name), first=2)
        if not place.is_free(page.slug):
            self.target.report(values, taken_slug(page, place.parent), page, is_source=False)
        place.take(page.slug)
        return page

    def _no_entry(self, parent: Page, *, is_public: bool) -> str:
        """Why the user may put no page below `parent`; empty when it is allowed."""
        if self.target.user is None:
            return ""
        allowed = parent.permissions_for_user(self.target.user)
        if not allowed.can_add_subpage():
            return _("You may not add pages below “%s”.") % parent
        if is_public and not allowed.can_publish_subpage():
            return _("You may not publish pages below “%s”.") % parent
        return ""

    def _check_changed(self, values: Values, revised: Revised) -> None:
        is_public = _becomes(revised) == LIVE
        for page in revised.versions.values():
            try:
                with without_slug_check(page, SLUG not in revised.changed):
                    page.full_clean(exclude=None if is_public else ())
            except ValidationError as error:
                self.target.report(values, error, page, is_source=page is revised.source)


def _becomes(revised: Revised) -> str:
    """Whether the page is public afterwards."""
    return revised.status or (LIVE if revised.source.live else DRAFT)
