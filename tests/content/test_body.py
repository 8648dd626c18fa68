"""Bodies keep what they do not know, and tables are translated cell by cell."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from wagtail.blocks import StructBlockValidationError
from wagtail.models import Locale
from wagtail_localize.models import Translation, TranslationSource

from cms.content.blocks import LinkBlock, TableBlock
from cms.content.models import StandardPage
from cms.graphql.testing import execute
from tests.content.factories import Homes, block, make_english, make_home, make_page

pytestmark = pytest.mark.django_db

FOREIGN = block("telescope", {"lens": [1, {"deep": "Čočka"}], "power": 8.5})
HEADING = block("heading", {"text": "Nadpis", "level": "h2"})
TABLE = {
    "data": [["Rok", "Počet"], ["2024", "12 firem"]],
    "cell": [],
    "mergeCells": [],
    "table_caption": "Členové",
    "table_header_choice": "row",
    "first_row_is_table_header": True,
    "first_col_is_header": False,
}


@pytest.fixture
def homes() -> Homes:
    return make_home()


def stored(page: StandardPage) -> list[object]:
    return list(StandardPage.objects.get(pk=page.pk).body.raw_data)


def test_an_unknown_block_is_kept_from_draft_to_publish(homes: Homes) -> None:
    page = make_page(homes.cs, title="P", slug="p", body=[HEADING, FOREIGN])
    assert stored(page) == [HEADING, FOREIGN]

    fresh = StandardPage.objects.get(pk=page.pk)
    fresh.title = "Q"
    revision = fresh.save_revision()
    assert list(revision.as_object().body.raw_data) == [HEADING, FOREIGN]
    revision.publish()

    assert stored(page) == [HEADING, FOREIGN]


def test_an_unknown_block_is_kept_through_validation(homes: Homes) -> None:
    page = make_page(homes.cs, title="P", slug="p", body=[FOREIGN])

    page.full_clean()
    page.save()

    assert stored(page) == [FOREIGN]


def test_an_unknown_block_is_kept_in_a_translation(homes: Homes) -> None:
    page = make_page(homes.cs, title="P", slug="p", body=[HEADING, FOREIGN])

    source, _ = TranslationSource.get_or_create_from_instance(page)
    english = Locale.objects.get(language_code="en")
    Translation.objects.create(source=source, target_locale=english).save_target(publish=True)

    translated = page.get_translation(english)
    assert stored(translated)[1] == FOREIGN


def test_an_unknown_block_is_not_shown(homes: Homes) -> None:
    page = make_page(homes.cs, title="P", slug="p", body=[FOREIGN, HEADING])

    data = execute(
        "query ($id: ID!) { page(id: $id) { ... on StandardPage { body { __typename } } } }",
        {"id": str(page.pk)},
    ).data

    assert data == {"page": {"body": [{"__typename": "HeadingBlock"}]}}


def test_a_table_is_translated_cell_by_cell(homes: Homes) -> None:
    page = make_page(homes.cs, title="P", slug="p", body=[block("table", TABLE)])
    texts = {**TABLE, "data": [["Year", "Count"], ["2024", "12 firms"]], "table_caption": "Members"}

    english = make_english(page, title="P in English", body=[block("table", texts)])

    [table] = stored(english)
    assert table["value"]["data"] == [["Year", "Count"], ["2024", "12 firms"]]
    assert table["value"]["table_caption"] == "Members"


def test_numbers_of_a_table_are_no_text() -> None:
    segments = TableBlock().get_translatable_segments(TABLE)

    assert {segment.path: segment.string.data for segment in segments} == {
        "caption": "Členové",
        "0.0": "Rok",
        "0.1": "Počet",
        "1.1": "12 firem",
    }


@pytest.mark.parametrize("value", [None, {}, {"data": None}, {"data": [[None, ""]]}])
def test_an_empty_table_has_no_text(value: dict[str, object] | None) -> None:
    assert TableBlock().get_translatable_segments(value) == []
    assert TableBlock().restore_translated_segments(value, []) in (
        value,
        {**(value or {}), "data": value and (value.get("data") or []), "table_caption": None},
    )


def test_a_link_leads_to_exactly_one_place(homes: Homes) -> None:
    link = LinkBlock()

    for page, url in ((None, ""), (homes.cs, "https://example.org/")):
        with pytest.raises((ValidationError, StructBlockValidationError)):
            link.clean(link.to_python({"page": page and page.pk, "url": url}))

    assert link.clean(link.to_python({"page": homes.cs.pk, "url": ""}))["page"].pk == homes.cs.pk
    assert link.clean(link.to_python({"page": None, "url": "https://example.org/"}))["url"]
