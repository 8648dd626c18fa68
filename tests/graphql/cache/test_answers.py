"""Answers are kept while they are true, and not a moment longer."""

from __future__ import annotations

import datetime
from collections import Counter

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from wagtail.models import PageViewRestriction

from cms.graphql.cache.answers import answers, cached_answer
from cms.graphql.context import Context
from cms.graphql.request import Operation
from cms.media.models import Rendition
from cms.media.renditions import renditions_for
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from cms.publishing.audience import Audience, shown_to
from tests.content.factories import Homes, make_home, make_page, publish
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = "{ pages(locale: CS, first: 50) { nodes { title } } }"
ROUTE = "query($path: String!) { route(path: $path) { __typename } }"
PAGE = "query($id: ID!) { page(id: $id) { title } }"


@pytest.fixture
def homes() -> Homes:
    return make_home()


def ask(query: str = TITLES, **variables: object) -> str:
    with request_scope():
        operation = Operation(query, variables or None)
        return cached_answer(operation, Context(active_labels())).content.decode()


def counted() -> Counter[str]:
    """What became of questions since the last time."""
    found = answers.counts.copy()
    answers.counts.clear()
    return found


def test_an_answer_is_made_once_and_then_kept_by_one_statement(homes, django_assert_num_queries):
    counted()
    first = ask()

    with django_assert_num_queries(1):
        assert ask() == first
    assert counted() == {"made": 1, "kept": 1}


def test_a_publication_changes_the_answer_at_once(homes):
    page = make_page(homes.cs, title="Before")
    ask()

    publish(page, title="After")

    assert "After" in ask()


def test_what_an_answer_does_not_show_does_not_make_it_anew(homes):
    page = make_page(homes.cs, title="Shown")
    other = make_page(homes.cs, title="Other")
    first = ask(PAGE, id=str(page.pk))
    counted()

    publish(other, title="Another")

    assert ask(PAGE, id=str(page.pk)) == first
    assert counted() == {"checked": 1, "kept": 1}


def test_an_answer_found_by_what_another_one_put_together_is_seen_to_be_restricted(homes):
    one, other = (make_page(homes.cs, title=title, slug=title) for title in ("one", "other"))
    paths = [f"/cs/{page.slug}/" for page in (one, other)]
    assert ["PageRoute" in ask(ROUTE, path=path) for path in paths] == [True, True]

    PageViewRestriction.objects.create(page=other, restriction_type="login")

    assert ["PageRoute" in ask(ROUTE, path=path) for path in paths] == [True, False]


def test_values_of_variables_make_different_questions(homes):
    one, other = make_page(homes.cs, title="One"), make_page(homes.cs, title="Other")

    assert ask(PAGE, id=str(one.pk)) != ask(PAGE, id=str(other.pk))


def test_drafts_change_nothing(homes):
    page = make_page(homes.cs, title="Public")
    first = ask()
    counted()

    page.title = "Draft"
    page.save_revision()

    assert ask() == first
    assert counted() == {"kept": 1}


def test_within_a_transaction_nothing_is_kept(homes):
    page = make_page(homes.cs, title="Before")
    ask()
    counted()

    with transaction.atomic():
        publish(page, title="Never")
        assert "Never" in ask()
        transaction.set_rollback(True)

    assert "Never" not in ask()
    assert "made" not in counted()


def test_errors_are_not_kept(homes):
    counted()

    first, second = ask("{ nothing }"), ask("{ nothing }")

    assert "GRAPHQL_VALIDATION_FAILED" in first
    assert first == second
    assert counted() == {"made": 2}


def test_mutations_are_not_kept(homes):
    counted()
    mutation = 'mutation { recordSearchClick(text: "optika", locale: CS, page: "1") }'

    assert "errors" not in ask(mutation)
    ask(mutation)

    assert counted() == {"made": 2}


def test_answers_to_members_are_not_kept(homes):
    counted()

    with shown_to(Audience.MEMBERS):
        ask()

    assert counted() == {}


def test_searches_are_not_kept(homes):
    counted()
    question = '{ suggest(locale: CS, text: "op") { __typename } }'

    ask(question)
    ask(question)

    assert counted()["kept"] == 0


def test_a_page_that_expires_goes_when_its_moment_comes(homes):
    soon = timezone.now() + datetime.timedelta(seconds=1)
    make_page(homes.cs, title="Short", expire_at=soon)

    assert "Short" in ask()
    while timezone.now() <= soon:
        ask()

    assert "Short" not in ask()


@override_settings(KLASTR_GRAPHQL={"ANSWER_CACHE_BYTES": 0})
def test_nothing_is_kept_without_room(homes):
    counted()

    ask()
    ask()

    assert counted() == {}


@override_settings(KLASTR_GRAPHQL={"ANSWER_CACHE_BYTES": 40_000})
def test_what_was_not_asked_for_the_longest_goes_first(homes):
    pages = [make_page(homes.cs, title=f"Page {number}") for number in range(30)]
    for page in pages:
        ask(PAGE, id=str(page.pk))
    counted()

    ask(PAGE, id=str(pages[-1].pk))
    ask(PAGE, id=str(pages[0].pk))

    assert counted() == {"kept": 1, "made": 1}


def test_what_cannot_be_looked_at_again_is_made_anew(
    homes: Homes, monkeypatch: pytest.MonkeyPatch
) -> None:
    query = "{ pages(locale: CS) { nodes { seo { image { rendition(width: 320) { url } } } } } }"
    for number in range(3):
        image = make_image(title=f"I{number}")
        make_page(homes.cs, slug=f"s-{number}", title=f"S{number}", share_image=image)
    assert ask(query) == ask(query)  # the one that has them drawn is not kept
    monkeypatch.setitem(renditions_for.__kwdefaults__, "most_new", 1)
    Rendition.objects.all().delete()
    publish(homes.en, title="Changed")  # so what was kept is looked at

    assert "TOO_EXPENSIVE" in ask(query)
    assert ask(query).count("format-webp") == Rendition.objects.count() == 3
