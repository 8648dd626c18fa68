"""The terms that pages are sorted by, in the language asked for."""

from __future__ import annotations

import pytest
from wagtail.models import Locale

from cms.content.models import Topic
from cms.graphql.testing import count_queries, execute
from cms.translation.translate import translate
from tests.content.factories import Homes, make_home, make_topic
from tests.members.factories import english_of
from tests.news.factories import make_article, make_news_index

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def homes() -> Homes:
    return make_home()


def in_english(topic: Topic) -> Topic:
    return Topic.objects.get(translation_key=topic.translation_key, locale__language_code="en")


def topics_shown(homes: Homes, *topics: list[Topic], asked: str) -> list[list[str]]:
    """The names that articles with these topics show."""
    index = make_news_index(homes)
    for number, wanted in enumerate(topics):
        make_article(index, f"Zpráva {number}", topics=wanted)
    return shown(asked)


def shown(asked: str) -> list[list[str]]:
    """The names of topics that each article shows, by the titles of articles."""
    result = execute(f"{{ news(order: TITLE, {asked}) {{ nodes {{ topics {{ name }} }} }} }}")
    assert result.data is not None
    return [[each["name"] for each in node["topics"]] for node in result.data["news"]["nodes"]]


def test_terms_come_once_each_in_alphabetical_order_whichever_version_is_stored(
    homes: Homes,
) -> None:
    optics, lasers = (
        make_topic("cocky", "Čočky", "Lenses"),
        make_topic("lasery", "Lasery", "Lasers"),
    )
    light = make_topic("detekce", "Detekce", "Detection")
    both = [lasers, optics, in_english(optics), light]

    assert topics_shown(homes, both, [in_english(optics)], [], asked="locale: CS") == [
        ["Čočky", "Detekce", "Lasery"],
        ["Čočky"],
        [],
    ]
    assert shown("locale: EN, fallback: [CS]") == [
        ["Detection", "Lasers", "Lenses"],
        ["Lenses"],
        [],
    ]


def test_a_term_without_a_version_is_left_out_unless_another_may_stand_in(homes: Homes) -> None:
    czech, both = make_topic("skla", "Skla"), make_topic("vrstvy", "Vrstvy", "Coatings")
    index = make_news_index(homes)
    make_article(english_of(index), "Story", topics=[czech, both])

    assert shown("locale: EN") == [["Coatings"]]
    [both_shown] = shown("locale: EN, fallback: [CS]")
    assert set(both_shown) == {"Coatings", "Skla"}


def test_a_renamed_term_and_one_that_is_translated_show_at_once(homes: Homes) -> None:
    topic = make_topic("skla", "Skla")
    english = english_of(make_news_index(homes))
    make_article(english, "Story", topics=[topic])
    assert shown("locale: EN, fallback: [CS]") == [["Skla"]]

    topic.name = "Optická skla"
    topic.save()
    assert shown("locale: EN, fallback: [CS]") == [["Optická skla"]]

    locale = Locale.objects.get(language_code="en")
    translate(topic, locale, Topic(locale=locale, code="skla", name="Glasses"))
    assert shown("locale: EN, fallback: [CS]") == [["Glasses"]]


def test_known_terms_cost_one_statement_for_any_number_of_pages(homes: Homes) -> None:
    topics = [make_topic(f"t-{number}", f"Téma {number}") for number in range(5)]
    topics_shown(homes, *([topic] for topic in topics), asked="locale: CS")

    with count_queries() as statements:
        assert len(shown("locale: CS")) == len(topics)

    assert sum("_topic" in each for each in statements) == 1
