"""What an import goes into: a table with its columns, languages, and places of new pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from anyascii import anyascii
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Locale, Page

from cms.content.bulk.places import Place
from cms.content.transfer.cells import Values
from cms.content.transfer.columns import Column
from cms.content.transfer.entries import KEY
from cms.content.transfer.fields import has_same_shape
from cms.content.transfer.plan import Problem
from cms.content.transfer.values import RichText
from cms.plugin import Table

TITLE = "title"


@dataclass(frozen=True, slots=True)
class Target:
    """Where rows go. Without a `user` everything may be changed."""

    table: Table
    columns: Mapping[str, Column]
    locales: Mapping[str, Locale]
    below: Mapping[str, Place]
    user: AbstractBaseUser | None = None

    def slug(self, page: Page, code: str) -> str:
        """A free slug made of a page's title."""
        return self.below[code].free_slug(slug_of(page, self.table.name), first=2)

    def without_place(self, codes: Sequence[str]) -> list[str]:
        """Those of `codes`, the source's first, in which a new page could not be put."""
        above = self.below.get(codes[0])
        if above is None:
            return [codes[0]]
        key = above.parent.translation_key
        return [
            code
            for code in codes
            if code not in self.below or self.below[code].parent.translation_key != key
        ]

    def no_place(self, values: Values, code: str) -> None:
        """Say that a language has no page to put new ones below."""
        message = _("There is no page of the type “%s” to put it below.")
        problem(values, f"{TITLE}_{code}", message % self.table.below._meta.verbose_name)

    def check_paragraphs(self, values: Values, source: Page, text: Page) -> None:
        """Rich text is translated paragraph by paragraph: both languages need the same ones."""
        code = text.locale.language_code
        for name, column in self.columns.items():
            if not (isinstance(column.value, RichText) and column.is_translated):
                continue
            ours, theirs = getattr(source, name), getattr(text, name)
            if theirs and not has_same_shape(ours, theirs):
                message = _(
                    "The text must have as many paragraphs and links as in the language it is "
                    "translated from."
                )
                problem(values, f"{name}_{code}", message)

    def report(
        self, values: Values, error: ValidationError, page: Page, *, is_source: bool
    ) -> None:
        """Say what validation found under the names that the file has for it."""
        code = page.locale.language_code
        reported = {found.column for found in values.problems}
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
                problem(values, header, str(reason))


def slug_of(page: Page, otherwise: str) -> str:
    """A slug made of a page's title, whether it is free or not."""
    return slugify(anyascii(page.title))[:200] or otherwise


def problem(values: Values, column: str, reason: str) -> None:
    """Say what is wrong with a row."""
    values.problems.append(Problem(values.row, column, reason))
