"""Sites and pages in two languages for tests; plain functions, no surprises."""

from __future__ import annotations

from dataclasses import dataclass

from wagtail.models import Locale, Page, PageViewRestriction, Site

from cms.content.models import HomePage, StandardPage


@dataclass(frozen=True)
class Homes:
    """The home pages of the default site."""

    cs: HomePage
    en: HomePage


def make_homes() -> Homes:
    """A default site with a Czech home page and its English translation, both public."""
    czech, _ = Locale.objects.get_or_create(language_code="cs")
    english, _ = Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    home = root.add_child(instance=HomePage(title="Úvod", slug="domov", locale=czech))
    translated = home.copy_for_translation(english)
    translated.title = "Welcome"
    translated.save_revision().publish()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return Homes(HomePage.objects.get(pk=home.pk), HomePage.objects.get(pk=translated.pk))


def make_page(parent: Page, slug: str, *, title: str = "", live: bool = True) -> StandardPage:
    """A page below `parent`, in its language."""
    parent = Page.objects.get(pk=parent.pk)
    page = StandardPage(
        title=title or slug.capitalize(), slug=slug, locale=parent.locale, live=live
    )
    return parent.add_child(instance=page)


def translate(page: StandardPage, homes: Homes, slug: str, *, live: bool = True) -> StandardPage:
    """The English version of a Czech page that stands below the home page."""
    translated = page.copy_for_translation(homes.en.locale)
    translated.slug = slug
    translated.title = slug.capitalize()
    translated.live = live
    translated.save()
    return StandardPage.objects.get(pk=translated.pk)


def restrict(page: Page) -> None:
    """From now on only for those who have logged in, with all that is below it."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
