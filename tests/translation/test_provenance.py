import pytest
from wagtail.models import Page
from wagtail_localize.models import StringTranslation

from cms.content.models import Pillar, StandardPage
from cms.translation.models import StoredProvenance
from cms.translation.provenance import Provenance, provenance_of
from cms.translation.state import State
from tests.translation.factories import (
    Languages,
    make_page,
    publish,
    say,
    submit,
    translate_by_hand,
)


def of(page: Page | Pillar) -> Provenance:
    return provenance_of([page])[page.pk]


def save_target(translation, run_on_commit) -> StandardPage:
    with run_on_commit(execute=True):
        translation.save_target(publish=True)
    return translation.get_target_instance()


def test_page_without_other_version_is_original(languages: Languages) -> None:
    page = make_page(languages, intro="Úvod")

    assert of(page) == Provenance(State.ORIGINAL, is_source=True)


def test_half_translated_page_names_the_fields_that_are_not(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages, intro="Kdo jsme", seo_title="Klastr")
    translation = submit(page, languages)
    say(translation, "title", "O klastru", "About the cluster")
    say(translation, "seo_title", "Klastr", "Cluster", "machine")

    target = save_target(translation, django_capture_on_commit_callbacks)

    assert of(target) == Provenance(
        State.FALLBACK,
        is_source=False,
        source_id=page.pk,
        source_locale="cs",
        fields={
            "title": State.TRANSLATED,
            "seo_title": State.MACHINE,
            "intro": State.FALLBACK,
        },
    )
    assert of(target).is_fallback("intro")
    assert of(target).field_state("image") is State.ORIGINAL


def test_published_change_of_the_source_makes_stale_without_sync(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages, intro="Kdo jsme")
    translation = submit(page, languages)
    say(translation, "title", "O klastru", "About the cluster")
    say(translation, "intro", "Kdo jsme", "Who we are")
    target = save_target(translation, django_capture_on_commit_callbacks)
    assert of(target).state is State.TRANSLATED

    publish(page, intro="Kdo jsme teď")

    assert of(target).fields == {"title": State.TRANSLATED, "intro": State.STALE}
    target.refresh_from_db()
    assert target.intro == "Who we are"


def test_draft_change_of_the_source_changes_nothing(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages, intro="Kdo jsme")
    translation = submit(page, languages)
    say(translation, "title", "O klastru", "About the cluster")
    say(translation, "intro", "Kdo jsme", "Who we are")
    target = save_target(translation, django_capture_on_commit_callbacks)

    page.intro = "Rozepsáno"
    page.save_revision()
    translation.source.update_from_db()
    save_target(translation, django_capture_on_commit_callbacks)

    assert of(target).state is State.TRANSLATED


def test_synced_but_untranslated_change_is_fallback(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages, intro="Kdo jsme")
    translation = submit(page, languages)
    say(translation, "title", "O klastru", "About the cluster")
    say(translation, "intro", "Kdo jsme", "Who we are")
    target = save_target(translation, django_capture_on_commit_callbacks)
    publish(page, intro="Kdo jsme teď")

    translation.source.update_from_db()
    save_target(translation, django_capture_on_commit_callbacks)

    assert of(target).fields == {"title": State.TRANSLATED, "intro": State.FALLBACK}

    publish(page, intro="Kdo jsme zítra")

    assert of(target).fields == {"title": State.TRANSLATED, "intro": State.FALLBACK}


def test_machine_translation_is_told_until_a_human_confirms_it(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages)
    translation = submit(page, languages)
    say(translation, "title", "O klastru", "About cluster", "machine")
    target = save_target(translation, django_capture_on_commit_callbacks)
    assert of(target).state is State.MACHINE

    StringTranslation.objects.update(translation_type="manual")
    save_target(translation, django_capture_on_commit_callbacks)

    assert of(target).state is State.TRANSLATED


def test_confirmed_identical_translation_is_translated(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages, title="Meopta", intro="Optika & mechanika")
    translation = submit(page, languages)
    say(translation, "title", "Meopta", "Meopta")
    say(translation, "intro", "Optika &amp; mechanika", "Optics &amp; mechanics")

    target = save_target(translation, django_capture_on_commit_callbacks)

    assert target.intro == "Optics & mechanics"
    assert of(target).fields == {"title": State.TRANSLATED, "intro": State.TRANSLATED}


def test_text_without_words_needs_no_translation(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages, title="2026", intro="10:00–12:00")

    target = save_target(submit(page, languages), django_capture_on_commit_callbacks)

    assert of(target).state is State.TRANSLATED


def test_hand_translation_goes_stale_and_fresh_again(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    target = translate_by_hand(page, languages, title="About us")
    assert of(target).fields == {"title": State.TRANSLATED, "intro": State.FALLBACK}

    target = publish(target, intro="Who we are")
    assert of(target).state is State.TRANSLATED

    publish(page, intro="Kdo jsme teď")
    assert of(target).fields == {"title": State.TRANSLATED, "intro": State.STALE}

    publish(target, seo_title="About")
    assert of(target).field_state("intro") is State.STALE

    publish(target, intro="Who we are now")
    assert of(target).state is State.TRANSLATED
    assert of(target).field_state("seo_title") is State.ORIGINAL


def test_copied_text_stays_fallback_when_the_source_moves_on(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    target = translate_by_hand(page, languages, title="About us")

    publish(page, intro="Něco jiného")

    assert of(target).field_state("intro") is State.FALLBACK


def test_text_that_the_source_gained_makes_the_field_stale(languages: Languages) -> None:
    page = make_page(languages)
    target = translate_by_hand(page, languages, title="About us")

    publish(page, intro="Nově úvod")

    assert of(target).fields == {"title": State.TRANSLATED, "intro": State.STALE}


def test_text_that_the_source_lost_makes_the_field_stale(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    target = translate_by_hand(page, languages, title="About us", intro="Who we are")

    publish(page, intro="")

    assert of(target).field_state("intro") is State.STALE


def test_version_published_first_is_the_source_whatever_its_language(languages: Languages) -> None:
    home = languages.home.get_translation(languages.english)
    page = StandardPage(title="Only here", slug="only-here", locale=languages.english)
    home.add_child(instance=page)

    target = publish(page.copy_for_translation(languages.czech), title="Jen tady")

    assert of(page) == Provenance(State.ORIGINAL, is_source=True)
    assert of(target).source_locale == "en"


def test_unpublished_source_does_not_make_its_translation_stale(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    target = translate_by_hand(page, languages, title="About us")
    page.unpublish()
    fresh = StandardPage.objects.get(pk=page.pk)
    fresh.title = "Rozepsaný koncept"
    fresh.save()

    target = publish(target, seo_title="About")

    assert of(target).field_state("title") is State.TRANSLATED
    assert of(target).field_state("intro") is State.FALLBACK

    publish(page)
    assert of(target).field_state("title") is State.STALE


def test_translation_of_a_deleted_source_stands_alone_with_its_foreign_words(
    languages: Languages,
) -> None:
    page = make_page(languages, intro="Kdo jsme")
    target = translate_by_hand(page, languages, title="About us")

    page.delete()

    assert of(target) == Provenance(
        State.FALLBACK,
        is_source=True,
        fields={"title": State.ORIGINAL, "intro": State.FALLBACK},
    )
    assert of(publish(target)).field_state("intro") is State.FALLBACK
    assert of(publish(target, intro="Who we are")) == Provenance(State.ORIGINAL, is_source=True)


def test_deleted_translation_leaves_no_row(languages: Languages) -> None:
    page = make_page(languages)
    target = translate_by_hand(page, languages, title="About us")

    target.delete()

    assert list(
        StoredProvenance.objects.filter(translation_key=page.translation_key).values_list(
            "object_id", "state"
        )
    ) == [(page.pk, "original")]


def test_alias_in_another_language_is_all_fallback(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")

    alias = page.copy_for_translation(languages.english, alias=True)

    assert of(alias) == Provenance(
        State.FALLBACK,
        is_source=False,
        source_id=page.pk,
        source_locale="cs",
        fields={"title": State.FALLBACK, "intro": State.FALLBACK},
    )

    publish(page, seo_title="O klastru a lidech")
    assert of(alias).field_state("seo_title") is State.FALLBACK


def test_alias_in_the_same_language_is_like_its_original(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    target = translate_by_hand(page, languages, title="About us")

    alias = target.create_alias(update_slug="again")

    assert of(alias) == of(target)


def test_snippet_translated_by_hand(languages: Languages) -> None:
    pillar = Pillar.objects.create(code="foto-x", name="Fotonika", locale=languages.czech)
    target = pillar.copy_for_translation(languages.english)
    target.save()
    assert of(target).state is State.FALLBACK

    target.name = "Photonics"
    target.save()
    assert of(target) == Provenance(
        State.TRANSLATED,
        is_source=False,
        source_id=pillar.pk,
        source_locale="cs",
        fields={"name": State.TRANSLATED},
    )

    pillar.name = "Fotonika a optika"
    pillar.save()
    assert of(target).state is State.STALE


@pytest.mark.parametrize("count", [1, 3])
def test_provenance_of_many_costs_one_query(
    languages: Languages, count: int, django_assert_num_queries
) -> None:
    pages = [
        translate_by_hand(make_page(languages, slug=f"p-{n}"), languages, title=f"P {n}")
        for n in range(count)
    ]

    with django_assert_num_queries(1):
        found = provenance_of(pages)

    assert {pk: p.state for pk, p in found.items()} == dict.fromkeys(
        (page.pk for page in pages), State.TRANSLATED
    )
    with django_assert_num_queries(0):
        assert provenance_of([]) == {}


def test_autosave_costs_nothing(languages: Languages, django_assert_max_num_queries) -> None:
    page = make_page(languages)
    translate_by_hand(page, languages, title="About us")
    before = list(StoredProvenance.objects.order_by("pk").values())

    page.title = "Rozepsáno"
    page.save_revision()

    assert list(StoredProvenance.objects.order_by("pk").values()) == before
