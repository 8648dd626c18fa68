"""Entries of the thesaurus: what they take, and which are there from the start."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from cms.discovery.models import PromotedResult, ThesaurusEntry, lines_of
from cms.discovery.models.vocabulary import MAX_TERMS
from cms.discovery.seed import create_thesaurus, entries
from cms.discovery.teaching import question_of
from search.plan import MAX_EXPANSIONS


def test_lines_are_terms() -> None:
    text = "  čočka \r\n\r\nčočka\nasférická   čočka\n"

    assert lines_of(text) == ("čočka", "asférická čočka")


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"terms_cs": "čočka", "terms_en": "lens"}, set()),
        ({"terms_cs": "čočka\nlinza"}, set()),
        ({"terms_en": "lens", "related_en": "objective"}, set()),
        ({}, {"terms_cs"}),
        ({"terms_cs": "čočka\nčočka"}, {"terms_cs"}),
        ({"terms_cs": "a b c d e f g h i j k", "terms_en": "lens"}, {"terms_cs"}),
        ({"terms_cs": "x" * 81, "terms_en": "lens"}, {"terms_cs"}),
        (
            {"terms_cs": "čočka", "related_en": "\n".join(map(str, range(31)))},
            {"related_en", "__all__"},
        ),
        ({"terms_cs": "čočka", "terms_en": "\n".join(map(str, range(12)))}, set()),
        ({"terms_cs": "čočka", "terms_en": "\n".join(map(str, range(13)))}, {"__all__"}),
    ],
)
def test_entries_connect_terms_that_search_can_use(given: dict[str, str], fields: set[str]) -> None:
    entry = ThesaurusEntry(**given)

    try:
        entry.full_clean()
    except ValidationError as error:
        wrong = set(error.message_dict)
    else:
        wrong = set()

    assert wrong == fields


@pytest.mark.django_db
def test_an_entry_is_named_after_its_first_term() -> None:
    entry = ThesaurusEntry.objects.create(terms_cs="\nČočka\nlinza", terms_en="lens")

    assert (entry.name, entry.name_folded) == ("Čočka", "cocka")


@pytest.mark.django_db
def test_the_first_entries_are_there_once_and_in_order() -> None:
    ThesaurusEntry.objects.all().delete()
    create_thesaurus()
    create_thesaurus()

    assert ThesaurusEntry.objects.count() == len(entries()) == 255
    assert ThesaurusEntry.objects.get(name="čočka").all_terms() == (
        ("čočka", "čočky"),
        ("lens", "lenses"),
        ("objektiv",),
        ("objective",),
    )
    for entry in ThesaurusEntry.objects.all():
        entry.full_clean()


@pytest.mark.django_db
def test_edited_entries_are_left_alone() -> None:
    ThesaurusEntry.objects.all().delete()
    ThesaurusEntry.objects.create(terms_cs="čočka", terms_en="lens")
    create_thesaurus()

    assert ThesaurusEntry.objects.count() == 1


def test_a_promotion_needs_a_question() -> None:
    with pytest.raises(ValidationError) as caught:
        PromotedResult(queries=" \n ").clean()

    assert set(caught.value.message_dict) == {"queries"}


@pytest.mark.parametrize("text", ["práce na laseru", "lasery na praci", "PRÁCE NA LASERU"])
def test_a_question_is_the_same_in_any_order_form_and_case(text: str) -> None:
    assert question_of(text, "cs") == question_of("práce na laseru", "cs")


def test_an_abbreviation_is_no_small_word() -> None:
    assert question_of("IT práce", "en") != question_of("it práce", "en")


def test_search_looks_at_all_terms_of_an_entry() -> None:
    assert MAX_TERMS - 1 == MAX_EXPANSIONS
    assert max(sum(map(len, entry.all_terms())) for entry in entries()) <= MAX_TERMS
