"""The texts of an object are those that wagtail-localize finds in it, kept field by field."""

from __future__ import annotations

import json

from wagtail_localize.segments.extract import extract_segments

from cms.graphql.testing import count_queries
from cms.translation.texts import texts_in, texts_of
from plugins.news.models import ArticlePage
from tests.translation.factories import Languages, make_page

PARAGRAPH = {"type": "rich_text", "id": "a1", "value": "<p>První.</p><p><b>Druhý</b> odstavec.</p>"}
LINK = {"type": "rich_text", "id": "a2", "value": '<p><a href="https://example.org">Odkaz</a></p>'}


def test_texts_of_a_page_follow_each_edit_of_a_field(languages: Languages) -> None:
    page = make_page(languages, intro="<p>Kdo jsme</p>", body=json.dumps([PARAGRAPH, LINK]))
    seen = [texts_of(page)]

    for name, value in (
        ("title", "Jinak"),
        ("intro", "<p>Kdo</p><p>jsme</p>"),
        ("body", json.dumps([LINK])),
        ("intro", ""),
    ):
        setattr(page, name, value)
        seen.append(texts_of(page))
        assert seen[-1] == texts_in(extract_segments(page))

    assert seen[0]["body.a1"] == ["První.", "<b>Druhý</b> odstavec."]
    assert seen[-1] == {"title": ["Jinak"], "body.a2": ["<a>Odkaz</a>"]}


def test_texts_of_children_follow_each_edit_of_one(languages: Languages) -> None:
    page = ArticlePage(title="Článek", locale=languages.czech)
    page.authors.add(page.authors.model(name="Jana", role="redaktorka", locale=languages.czech))
    page.authors.add(page.authors.model(name="Petr", role="", locale=languages.czech))
    first = texts_of(page)

    page.authors.all()[1].role = "kameraman"
    second = texts_of(page)

    assert first != second == texts_in(extract_segments(page))
    assert sorted(map(str, second.values())) == ["['kameraman']", "['redaktorka']", "['Článek']"]


def test_nothing_is_read_for_texts_that_are_known(languages: Languages) -> None:
    page = make_page(languages, intro="<p>Kdo jsme</p>", body=json.dumps([PARAGRAPH]))
    texts_of(page)
    page.title = "Jinak"

    with count_queries() as statements:
        texts_of(page)

    assert statements == []
