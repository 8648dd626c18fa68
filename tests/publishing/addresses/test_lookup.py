"""The statement that finds a public page is kept for as long as its condition holds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from cms.graphql.testing import count_queries
from cms.plugin.scope import request_scope
from cms.publishing.addresses import lookup
from cms.publishing.addresses.routing import FoundPage, Gone, NotFound, Restricted, Route, route
from cms.publishing.audience import Audience, shown_to
from cms.publishing.paths import path_of
from tests.content.factories import make_home
from tests.events.factories import make_calendar, make_event
from tests.publishing.factories import make_homes, make_page, restrict


def asked(path: str) -> Route:
    """As one request asks, outside of any transaction."""
    with request_scope():
        return route(path)


@pytest.mark.django_db(transaction=True)
def test_kept_statement_finds_what_is_public_now(monkeypatch: pytest.MonkeyPatch) -> None:
    put_together = []
    compose = lookup._at
    monkeypatch.setattr(lookup, "_at", lambda **keys: put_together.append(keys) or compose(**keys))
    homes = make_homes()
    page = make_page(homes.cs, "a")
    found = FoundPage(page.pk, page.content_type_id)

    assert asked("/cs/a/") == found
    assert asked("/cs/b/") == NotFound()
    assert len(put_together) == 1
    other = make_page(homes.cs, "b")
    assert asked("/cs/b/") == FoundPage(other.pk, other.content_type_id)
    restrict(page)
    assert asked("/cs/a/") == Restricted()
    PageViewRestriction.objects.get().delete()
    assert asked("/cs/a/") == found
    late = Page.objects.get(pk=page.pk).specific
    late.expire_at = timezone.now() + timedelta(milliseconds=300)
    late.save()
    assert asked("/cs/a/") == found
    while timezone.now() <= late.expire_at:
        pass
    assert isinstance(asked("/cs/a/"), Gone)


@pytest.mark.django_db(transaction=True)
def test_statement_is_kept_for_each_audience() -> None:
    event = make_event(make_calendar(make_home()), "Tajná", slug="tajna", is_internal=True)
    path = str(path_of(event))
    found = FoundPage(event.pk, event.content_type_id)

    def asked_by(*audiences: Audience) -> list[Route]:
        answers = []
        for who in audiences:
            with shown_to(who):
                answers.append(asked(path))
        return answers

    answers = asked_by(Audience.MEMBERS, Audience.PUBLIC, Audience.MEMBERS, Audience.PUBLIC)

    assert answers == [found, NotFound(), found, NotFound()]


@pytest.mark.django_db(transaction=True)
def test_page_is_found_in_one_statement_until_something_public_changes() -> None:
    home = make_homes().cs
    for slug in ("a", "b"):
        make_page(home, slug)
    asked("/cs/a/")

    def statements(path: str) -> int:
        with request_scope(), count_queries() as ran:
            assert route(path)
        return len(ran) - 1  # the number of the state

    assert [statements(path) for path in ("/cs/a/", "/cs/b/", "/cs/b/")] == [0, 1, 0]
