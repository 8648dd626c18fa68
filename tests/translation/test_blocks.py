"""Bodies: blocks that are moved, added, removed and half translated."""

from __future__ import annotations

from typing import Any

from wagtail_localize.models import Translation

from cms.content.models import StandardPage
from cms.translation.provenance import Provenance, provenance_of
from cms.translation.state import State
from cms.translation.translate import translate
from tests.translation.factories import Languages, identifier, make_page, publish

FIRST, SECOND, THIRD = identifier(), identifier(), identifier()


def heading(block_id: str, text: str) -> dict[str, Any]:
    return {"type": "heading", "id": block_id, "value": {"text": text, "level": "h2"}}


def rich_text(block_id: str, html: str) -> dict[str, Any]:
    return {"type": "rich_text", "id": block_id, "value": html}


def stream(*blocks: dict[str, Any]) -> Any:
    return StandardPage._meta.get_field("body").to_python(list(blocks))


def of(page: StandardPage) -> Provenance:
    return provenance_of([page])[page.pk]


def translated(languages: Languages) -> tuple[StandardPage, StandardPage]:
    page = make_page(
        languages, body=stream(heading(FIRST, "Kdo jsme"), rich_text(SECOND, "<p>Lidé</p>"))
    )
    target = translate(
        page,
        languages.english,
        StandardPage(
            title="About",
            slug="about",
            body=stream(heading(FIRST, "Who we are"), rich_text(SECOND, "<p>People</p>")),
        ),
    )
    return page, target


def texts(page: StandardPage) -> list[str]:
    return [
        block.value["text"] if block.block_type == "heading" else block.value.source
        for block in StandardPage.objects.get(pk=page.pk).body
    ]


def test_body_is_translated_block_by_block(languages: Languages) -> None:
    _, target = translated(languages)

    assert texts(target) == ["Who we are", "<p>People</p>"]
    assert of(target).parts == {"body": {FIRST: State.TRANSLATED, SECOND: State.TRANSLATED}}


def test_block_without_translation_is_fallback_and_the_others_are_not(
    languages: Languages,
) -> None:
    page = make_page(
        languages, body=stream(heading(FIRST, "Kdo jsme"), rich_text(SECOND, "<p>Lidé</p>"))
    )

    target = translate(
        page,
        languages.english,
        StandardPage(title="About", slug="about", body=stream(heading(FIRST, "Who we are"))),
    )

    assert texts(target) == ["Who we are", "<p>Lidé</p>"]
    assert of(target).is_fallback("body")
    assert not of(target).block_is_fallback("body", FIRST)
    assert of(target).block_is_fallback("body", SECOND)


def test_moved_blocks_stay_translated(languages: Languages) -> None:
    page, target = translated(languages)

    publish(page, body=stream(rich_text(SECOND, "<p>Lidé</p>"), heading(FIRST, "Kdo jsme")))

    assert of(target).state is State.TRANSLATED


def test_changed_block_is_stale_and_the_others_are_not(languages: Languages) -> None:
    page, target = translated(languages)

    publish(page, body=stream(heading(FIRST, "Kdo jsme"), rich_text(SECOND, "<p>Tým</p>")))

    assert of(target).parts == {"body": {FIRST: State.TRANSLATED, SECOND: State.STALE}}


def test_added_block_makes_the_body_stale_until_it_is_synced_then_fallback(
    languages: Languages, django_capture_on_commit_callbacks: Any
) -> None:
    page, target = translated(languages)

    publish(
        page,
        body=stream(
            heading(FIRST, "Kdo jsme"),
            rich_text(SECOND, "<p>Lidé</p>"),
            heading(THIRD, "Kontakt"),
        ),
    )

    assert texts(target) == ["Who we are", "<p>People</p>"]
    assert of(target).parts == {
        "body": {FIRST: State.TRANSLATED, SECOND: State.TRANSLATED, THIRD: State.STALE}
    }

    translation = Translation.objects.get(source__object_id=page.translation_key)
    translation.source.update_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)

    assert of(target).parts["body"][THIRD] is State.FALLBACK


def test_removed_block_makes_what_is_left_of_it_stale(
    languages: Languages, django_capture_on_commit_callbacks: Any
) -> None:
    page, target = translated(languages)

    publish(page, body=stream(heading(FIRST, "Kdo jsme")))

    assert of(target).parts == {"body": {FIRST: State.TRANSLATED, SECOND: State.STALE}}

    translation = Translation.objects.get(source__object_id=page.translation_key)
    translation.source.update_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)

    assert texts(target) == ["Who we are"]
    assert of(target).state is State.TRANSLATED


def test_block_added_only_to_the_translation_is_original(languages: Languages) -> None:
    page = make_page(languages, body=stream(heading(FIRST, "Kdo jsme")))
    target = page.copy_for_translation(languages.english)

    target = publish(
        target,
        title="About",
        body=stream(heading(FIRST, "Who we are"), heading(THIRD, "For visitors from abroad")),
    )

    assert of(target).state is State.TRANSLATED
    assert of(target).block_state("body", THIRD) is State.ORIGINAL
