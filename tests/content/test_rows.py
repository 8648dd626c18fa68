"""Pages are made of rows as Django makes them, only sooner."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.db.models import Model
from wagtail.models import Page

from cms.content.models import StandardPage
from tests.content.factories import make_home, make_page


def state_of(page: Page) -> dict[str, Any]:
    state = vars(page).copy()
    return state | {"_state": (state["_state"].adding, state["_state"].db)}


@pytest.mark.django_db
@pytest.mark.parametrize("few", [True, False])
def test_a_page_of_a_row_is_as_django_makes_it(few: bool) -> None:
    made = make_page(make_home().cs, title="Laser", slug="laser")
    names = [
        field.attname
        for field in StandardPage._meta.concrete_fields
        if not few or field.name in {"id", "page_ptr", "title", "locale"}
    ]
    row = StandardPage.objects.filter(pk=made.pk).values_list(*names)[0]

    ours = StandardPage.from_db("default", names, row)
    theirs = cast("Any", Model.from_db).__func__(StandardPage, "default", names, row)

    assert type(ours) is type(theirs) is StandardPage
    assert state_of(ours) == state_of(theirs)
    assert ours.get_deferred_fields() == theirs.get_deferred_fields()
    assert (ours.body, ours.locale) == (made.body, made.locale)


def test_a_constructor_of_its_own_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def own(page: Page, *args: Any) -> None:
        Page.__init__(page, *args)
        page.title = page.title.upper()

    monkeypatch.setattr(StandardPage, "__init__", own)

    assert StandardPage.from_db("default", ["id", "title"], [7, "laser"]).title == "LASER"
