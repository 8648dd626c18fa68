"""What editors teach search: which words mean the same, and which page a question leads to."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.widgets import AdminAutoHeightTextInput
from wagtail.search import index

from cms.translation.alphabet import fold

MAX_LINES = 30
MAX_TERMS = 13  # of an entry: a question for one of them asks for twelve others, see search.plan
MAX_LINE_LENGTH = 80
MAX_WORDS = 10
ROWS = 4
ONE_ON_A_LINE = _("One on a line, in its basic form; search knows the other forms.")


def lines_of(text: str) -> tuple[str, ...]:
    """What stands on the lines of a text, each once, without empty ones."""
    return tuple(
        dict.fromkeys(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    )


def too_many(count: int, limit: int) -> ValidationError:
    """What is said when there are more lines than search would look at."""
    return ValidationError(
        _("There are %(count)d lines, at most %(limit)d are possible."),
        params={"count": count, "limit": limit},
    )


def check_lines(text: str) -> None:
    """Refuse terms that search could not use.

    Raises:
        ValidationError: When there are too many of them, or one is too long.
    """
    lines = lines_of(text)
    if len(lines) > MAX_LINES:
        raise too_many(len(lines), MAX_LINES)
    for line in lines:
        if len(line) > MAX_LINE_LENGTH or len(line.split()) > MAX_WORDS:
            raise ValidationError(
                _("“%(line)s” is too long: at most %(words)d words and %(letters)d characters."),
                params={
                    "line": f"{line[:40]}…",
                    "words": MAX_WORDS,
                    "letters": MAX_LINE_LENGTH,
                },
            )


class LinesField(models.TextField):
    """A text with one term on each line."""

    default_validators = [check_lines]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["blank"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The arguments for migrations, as of a plain text."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs


def _lines_panel(name: str) -> FieldPanel:
    return FieldPanel(name, widget=AdminAutoHeightTextInput(attrs={"rows": ROWS}))


class ThesaurusEntry(index.Indexed, models.Model):
    """One thing, and what it is called in both languages.

    Its terms find one another in all texts; related terms are found, too, below them.
    """

    name = models.CharField(_("name"), max_length=MAX_LINE_LENGTH, editable=False)
    name_folded = models.CharField(max_length=MAX_LINE_LENGTH, editable=False, db_index=True)
    terms_cs = LinesField(_("terms in Czech"), help_text=ONE_ON_A_LINE)
    terms_en = LinesField(_("terms in English"), help_text=ONE_ON_A_LINE)
    related_cs = LinesField(
        _("related terms in Czech"), help_text=_("Found too, but below what is meant.")
    )
    related_en = LinesField(
        _("related terms in English"), help_text=_("Found too, but below what is meant.")
    )
    note = models.CharField(_("note"), max_length=255, blank=True, help_text=_("For the office."))
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels = [
        FieldRowPanel([_lines_panel("terms_cs"), _lines_panel("terms_en")]),
        FieldRowPanel([_lines_panel("related_cs"), _lines_panel("related_en")]),
        FieldPanel("note"),
    ]
    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        verbose_name = _("thesaurus entry")
        verbose_name_plural = _("thesaurus")
        ordering = ["name_folded"]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Name the entry after its first term."""
        first = next((term for terms in self.all_terms() for term in terms), "")
        self.name = first[:MAX_LINE_LENGTH]
        self.name_folded = fold(self.name)[:MAX_LINE_LENGTH]
        super().save(*args, **kwargs)

    def clean(self) -> None:
        """Refuse an entry that connects nothing, or more than search would look at.

        Raises:
            ValidationError: When there is but one term, or there are too many.
        """
        count = sum(map(len, self.all_terms()))
        if count > MAX_TERMS:
            raise too_many(count, MAX_TERMS)
        if count < 2:
            raise ValidationError(
                {"terms_cs": _("Enter at least two terms that mean the same, or are related.")}
            )

    @admin.display(description=_("terms in Czech"), ordering="terms_cs")
    def listed_cs(self) -> str:
        """The Czech terms for a listing."""
        return ", ".join(lines_of(self.terms_cs))

    @admin.display(description=_("terms in English"), ordering="terms_en")
    def listed_en(self) -> str:
        """The English terms for a listing."""
        return ", ".join(lines_of(self.terms_en))

    def all_terms(self) -> tuple[tuple[str, ...], ...]:
        """The terms in Czech, in English, and the related ones in Czech and in English."""
        return tuple(
            lines_of(text)
            for text in (self.terms_cs, self.terms_en, self.related_cs, self.related_en)
        )


class PromotedResult(models.Model):
    """A page that comes first when visitors of one language ask for certain words."""

    locale = models.CharField(
        _("language"),
        max_length=2,
        choices=[("cs", _("Czech")), ("en", _("English"))],
        default="cs",
        help_text=_("Of the visitors who are led there."),
    )
    queries = LinesField(
        _("what visitors ask for"),
        help_text=_("One question on a line. Accents, endings and order do not matter."),
    )
    page = models.ForeignKey(
        "wagtailcore.Page",
        verbose_name=_("page"),
        on_delete=models.CASCADE,
        related_name="+",
        help_text=_("It is shown as long as it is public."),
    )
    until = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The last day; empty means for good.")
    )
    changed_at = models.DateTimeField(auto_now=True, editable=False)

    panels = [
        _lines_panel("queries"),
        FieldPanel("page"),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("locale"), FieldPanel("until")])], heading=_("When")
        ),
    ]

    class Meta:
        verbose_name = _("promoted result")
        verbose_name_plural = _("promoted results")
        ordering = ["locale", "pk"]

    def __str__(self) -> str:
        return ", ".join(lines_of(self.queries))

    def clean(self) -> None:
        """Refuse a promotion that nothing leads to.

        Raises:
            ValidationError: When no question is given.
        """
        if not lines_of(self.queries):
            raise ValidationError({"queries": _("Enter what visitors ask for.")})
