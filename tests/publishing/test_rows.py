"""Objects made of rows: as Django makes them, without constructing each."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from wagtail.models import Page

from cms.content.models import StandardPage
from cms.graphql.testing import count_queries
from cms.media.renditions import prepare_renditions
from cms.publishing.rows import Statement
from tests.content.factories import make_home, make_page, make_topic
from tests.media.factories import make_image

pytestmark = pytest.mark.django_db


def told(instance: Model) -> dict[str, Any]:
    """All that an object holds."""
    held = dict(instance.__dict__)
    state = held.pop("_state")
    related = {name: value and told(value) for name, value in state.fields_cache.items()}
    return {"held": held, "new": state.adding, "database": state.db, "related": related}


def test_objects_of_rows_are_those_that_django_makes() -> None:
    homes = make_home()
    page: Page = make_page(homes.cs, slug="s", title="S", body=[("heading", {"text": "H"})])
    make_topic("lasers", cs="Lasery", en="Lasers")
    image = make_image()
    prepare_renditions(image)
    seen = set()
    for model in apps.get_models():
        rows = model._base_manager.order_by("pk")
        made = Statement(rows).rows()
        assert list(map(told, made)) == list(map(told, rows))
        seen |= {type(each) for each in made}

    assert {type(page), type(image), Page} <= seen
    pages = Page.objects.select_related("locale", "content_type", "owner").order_by("pk")
    assert list(map(told, Statement(pages).rows())) == list(map(told, pages))


def test_rows_are_read_anew_by_one_statement_and_as_querysets_read_them() -> None:
    homes = make_home()
    for number in range(2):
        make_page(homes.cs, slug=f"s-{number}", title=f"Strana {number}")
    pages = StandardPage.objects.select_related("locale").defer("body").order_by("title")
    statement = Statement(pages)
    before = statement.rows()
    StandardPage.objects.filter(slug="s-0").update(title="Tabule")

    with count_queries() as statements:
        after = [(page.title, page.locale.language_code) for page in statement.rows()]

    assert [page.title for page in before] == ["Strana 0", "Strana 1"]
    assert (after, len(statements)) == ([("Strana 1", "cs"), ("Tabule", "cs")], 1)
    assert before[0].get_deferred_fields() == {"body"}
    assert Statement(StandardPage.objects.none()).rows() == []


def test_rows_leave_to_querysets_what_these_do_beyond_reading() -> None:
    homes = make_home()
    make_page(homes.cs, title="S", slug="s")
    specific = Statement(StandardPage.objects.prefetch_related("locale"))

    with count_queries() as statements:
        found = specific.rows()

    assert (len(found), len(statements)) == (1, 2)
