from __future__ import annotations

from io import StringIO

from django.core.management import call_command

from cms.translation.health import Counts, counts_by_locale
from cms.translation.models import StoredProvenance
from tests.translation.factories import Languages, make_page, publish, translate_by_hand


def rows() -> list[dict[str, object]]:
    return list(StoredProvenance.objects.order_by("model", "object_id").values())


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("translations", *arguments, stdout=out)
    return out.getvalue()


def test_rebuild_changes_nothing_and_keeps_what_is_remembered(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    target = translate_by_hand(page, languages, title="About us", intro="Who we are")
    publish(page, intro="Kdo jsme teď")
    run("--rebuild")
    before = rows()
    assert [row["state"] for row in before if row["object_id"] == target.pk] == ["stale"]

    run("--rebuild")

    assert rows() == before


def test_rebuild_writes_what_is_missing_and_removes_what_is_gone(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    translate_by_hand(page, languages, title="About us", intro="Who we are")
    run("--rebuild")
    expected = [(row["object_id"], row["state"]) for row in rows()]
    StoredProvenance.objects.all().delete()
    StoredProvenance.objects.create(
        model="wagtailcore.page",
        object_id=10**9,
        type="wagtailcore.page",
        title="Gone",
        locale="cs",
        translation_key=page.translation_key,
        state="original",
    )

    run("--rebuild")

    assert [(row["object_id"], row["state"]) for row in rows()] == expected


def test_counts_are_printed_by_language(languages: Languages) -> None:
    make_page(languages)

    lines = [line for line in run().splitlines() if " cs " in line or " en " in line]

    assert counts_by_locale().keys() == {"cs", "en"}
    assert isinstance(counts_by_locale()["cs"], Counts)
    assert len(lines) == 2
