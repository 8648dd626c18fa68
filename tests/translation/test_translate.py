import pytest
from wagtail_localize.models import StringTranslation, Translation

from cms.content.models import HomePage, Pillar, StandardPage
from cms.translation.errors import (
    NotTranslatable,
    ParentNotTranslated,
    SameLocale,
    TextDoesNotFit,
)
from cms.translation.provenance import provenance_of
from cms.translation.state import State
from cms.translation.translate import translate
from tests.translation.factories import Languages, make_page, publish


def test_translate_publishes_a_page_that_localize_knows(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme", show_in_menus=True)

    target = translate(
        page,
        languages.english,
        StandardPage(title="About the cluster", slug="about", intro="Who we are"),
    )

    assert (target.title, target.slug, target.intro, target.show_in_menus, target.live) == (
        "About the cluster",
        "about",
        "Who we are",
        True,
        True,
    )
    assert target.get_parent().specific == languages.home.get_translation(languages.english)
    assert provenance_of([target])[target.pk].fields == {
        "title": State.TRANSLATED,
        "intro": State.TRANSLATED,
    }
    translation = Translation.objects.get(source__object_id=page.translation_key)
    assert translation.enabled
    assert translation.get_progress() == (3, 3)
    assert not target.has_unpublished_changes


def test_missing_text_is_fallback(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")

    target = translate(page, languages.english, StandardPage(title="About", slug="about"))

    assert target.intro == "Kdo jsme"
    assert provenance_of([target])[target.pk].fields == {
        "title": State.TRANSLATED,
        "intro": State.FALLBACK,
    }


def test_translate_again_updates_the_same_page(languages: Languages) -> None:
    page = make_page(languages, intro="Kdo jsme")
    first = translate(page, languages.english, StandardPage(title="About", slug="about"))
    page = publish(page, title="O nás")

    again = translate(
        page, languages.english, StandardPage(title="About us", slug="about", intro="Who we are")
    )

    assert (again.pk, again.title, again.slug, again.intro) == (
        first.pk,
        "About us",
        "about",
        "Who we are",
    )
    assert provenance_of([again])[again.pk].state is State.TRANSLATED


def test_page_edited_in_localize_after_translate_keeps_working(
    languages: Languages, django_capture_on_commit_callbacks
) -> None:
    page = make_page(languages, intro="Kdo jsme")
    translate(page, languages.english, StandardPage(title="About", slug="about", intro="Who"))
    translation = Translation.objects.get(source__object_id=page.translation_key)
    StringTranslation.objects.filter(context__path="intro").update(data="Who we are")

    with django_capture_on_commit_callbacks(execute=True):
        translation.save_target(publish=True)
    publish(page, intro="Kdo jsme teď")
    translation.source.refresh_from_db()
    translation.source.update_from_db()

    assert translation.get_target_instance().intro == "Who we are"
    assert translation.get_progress() == (3, 2)


def test_links_of_the_translation_are_kept(languages: Languages) -> None:
    home = publish(languages.home, intro='<p>Více <a href="https://example.org/cs">zde</a>.</p>')

    target = translate(
        home,
        languages.english,
        HomePage(
            title="Home",
            slug="home-t",
            intro='<p>More <a href="https://example.org/en">here</a>.</p>',
        ),
    )

    assert target.intro == '<p>More <a href="https://example.org/en">here</a>.</p>'
    assert provenance_of([target])[target.pk].state is State.TRANSLATED


def test_rich_text_of_several_paragraphs_is_judged_by_paragraph(languages: Languages) -> None:
    home = publish(languages.home, intro="<p>Jedna</p><p>Dvě</p><p>Tři</p>")
    target = translate(
        home,
        languages.english,
        HomePage(title="Home", slug="home-t", intro="<p>One</p><p>Two</p>"),
    )
    assert target.intro == "<p>One</p><p>Two</p><p>Tři</p>"
    assert provenance_of([target])[target.pk].field_state("intro") is State.FALLBACK

    target = translate(
        home,
        languages.english,
        HomePage(title="Home", slug="home-t", intro="<p>One</p><p>Two</p><p>Three</p>"),
    )
    assert provenance_of([target])[target.pk].state is State.TRANSLATED

    publish(home, intro="<p>Jedna</p><p>Dvě a půl</p><p>Tři</p>")
    assert provenance_of([target])[target.pk].field_state("intro") is State.STALE


def test_translate_snippet(languages: Languages) -> None:
    pillar = Pillar.objects.create(
        code="laser-x", name="Lasery", order=4, description="<p>Světlo</p>", locale=languages.czech
    )

    target = translate(pillar, languages.english, Pillar(name="Lasers", description="<p>Light</p>"))

    assert (target.name, target.code, target.order, target.description) == (
        "Lasers",
        "laser-x",
        4,
        "<p>Light</p>",
    )
    assert provenance_of([target])[target.pk].state is State.TRANSLATED


def test_translate_page_below_an_untranslated_page_is_refused(languages: Languages) -> None:
    parent = make_page(languages)
    page = StandardPage(title="Pod tím", slug="pod-tim", locale=languages.czech)
    parent.add_child(instance=page)

    with pytest.raises(ParentNotTranslated, match="O klastru"):
        translate(page, languages.english, StandardPage(title="Below", slug="below"))

    assert StandardPage.objects.filter(locale=languages.english).count() == 0


def test_translate_refuses_what_does_not_fit(languages: Languages) -> None:
    page = make_page(languages)
    home = publish(languages.home, intro="<p>Jedna</p>")

    with pytest.raises(SameLocale):
        translate(page, languages.czech, StandardPage(title="About", slug="about"))
    with pytest.raises(NotTranslatable):
        translate(page, languages.english, HomePage(title="About", slug="about"))
    with pytest.raises(TextDoesNotFit):
        translate(
            home, languages.english, HomePage(title="H", slug="h", intro="<p>One</p><p>Two</p>")
        )
    with pytest.raises(TextDoesNotFit):
        translate(
            home,
            languages.english,
            HomePage(title="H", slug="h", intro='<p>One <a href="/x">x</a></p>'),
        )
    assert Translation.objects.filter(target_locale=languages.english).count() == 0
