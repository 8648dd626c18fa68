"""What an address asks for, in words: labels of fields and values, never codes."""

from __future__ import annotations

import pytest
from django.utils import translation

from cms.graphql.filters.labels import label_of
from cms.graphql.filters.pagefilter import PageFilter, fields_of
from cms.graphql.schema import schema_for
from cms.plugin.scope import request_scope
from cms.plugin.state import active_labels
from cms.publishing.audience import Audience, shown_to
from cms.website.feeds.lists import find
from cms.website.feeds.parameters import pairs_of
from cms.website.feeds.words import in_one, words_of
from tests.content.factories import make_home, make_pillar
from tests.members.factories import make_directory, make_member

pytestmark = pytest.mark.django_db
SAME = {"Partner"}  # words that are the same in both languages


def said(feed: str, query: str, locale: str = "cs") -> str:
    source = find(feed, "atom", locale)
    assert source is not None
    with request_scope(), shown_to(Audience.PUBLIC), translation.override(locale):
        return in_one(words_of(source, pairs_of(query.encode())))


@pytest.mark.parametrize(
    ("feed", "query", "czech", "english"),
    [
        (
            "opportunities",
            "kind=INTERNSHIP&kind=JOB&state=OPEN",
            "Druh: Stáž, Pracovní nabídka · Stav: Otevřená",
            "Kind: Internship, Job · State: Open",
        ),
        (
            "opportunities",
            "deadline.since=2026-01-02&not.region=PRAGUE&not.kind=JOB",
            "Uzávěrka: od 2. ledna 2026 · Bez: (Kraj: Praha · Druh: Pracovní nabídka)",
            "Deadline: from Jan. 2, 2026 · Without: (Region: Prague · Kind: Job)",
        ),
        (
            "opportunities",
            "grantSize.since=1000.50&isOpenUntilFilled=true",
            "Nejvyšší podpora na projekt: od 1000,50 · Do obsazení: Ano",
            "Highest contribution per project: from 1000.50 · Open until filled: Yes",
        ),
        (
            "members",
            "founded.since=1990&founded.until=2000&textPrefix=Me&city=Brno",
            "Rok založení: 1990 – 2000 · Začíná na: „Me“ · Město: „Brno“",
            "Year of foundation: 1990 – 2000 · Begins with: “Me” · City: “Brno”",
        ),
        (
            "events",
            "registrationOpen=true&date.until=2026-12-31",
            "Přihlašování otevřeno: Ano · Kdy: do 31. prosince 2026",
            "Registration open: Yes · When: until Dec. 31, 2026",
        ),
        (
            "search",
            "text=laser&type=Member&locale=EN&kind=JOB&city=Brno&deadline.since=2026-01-02",
            "Hledaný text: „laser“ · Typ stránky: Člen · Jazyk stránky: Angličtina"
            " · Druh: Pracovní nabídka · Město: „Brno“ · Uzávěrka: od 2. ledna 2026",
            "Search text: “laser” · Type of page: Member · Language of the page: English"
            " · Kind: Job · City: “Brno” · Deadline: from Jan. 2, 2026",
        ),
    ],
)
def test_codes_are_told_in_words(feed: str, query: str, czech: str, english: str) -> None:
    assert (said(feed, query), said(feed, query, "en")) == (czech, english)


@pytest.mark.parametrize("feed", ["members", "search"])
def test_terms_are_called_by_their_names_and_unknown_ones_as_they_are_written(feed: str) -> None:
    make_pillar("laser", "Lasery", "Lasers")

    query = "pillar=laser&pillar=nothing"

    assert said(feed, query) == "Pilíř: Lasery, nothing"
    assert said(feed, query, "en") == "Pillar: Lasers, nothing"


def test_pages_are_called_by_their_titles_while_they_are_public() -> None:
    directory = make_directory(make_home())
    shown, hidden = make_member(directory, "Meopta"), make_member(directory, "Skrytý")
    hidden.unpublish()
    query = f"organisation={shown.pk}&organisation={hidden.pk}&organisation=0"

    for feed in ("opportunities", "search"):
        assert said(feed, query) == f"{said_name(feed)}: Meopta, {hidden.pk}, 0"
    assert said("members", f"id={shown.pk}") == "Stránka: Meopta"


def said_name(feed: str) -> str:
    return said(feed, "organisation=0").split(":")[0]


def test_every_field_of_every_filter_has_a_czech_name() -> None:
    schema = schema_for(active_labels()).graphql_schema
    unnamed = []
    with translation.override("cs"):
        for type_ in schema.type_map.values():
            filter_type = getattr(type_, "graphene_type", None)
            if isinstance(filter_type, type) and issubclass(filter_type, PageFilter):
                for name in fields_of(filter_type):
                    czech = label_of(filter_type, name)
                    with translation.override("en"):
                        if czech == label_of(filter_type, name) and czech not in SAME:
                            unnamed.append((filter_type.__name__, name, czech))
    assert unnamed == []
