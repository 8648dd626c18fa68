"""What every site stands on: both languages, a home page in each, and the site itself."""

from __future__ import annotations

from wagtail.models import Locale, Page, Site

from cms.accounts.roles import ensure_cluster_office
from cms.content.models import HomePage

HOME = {"cs": ("Úvod", "uvod"), "en": ("Home", "home-en")}


def create_site() -> None:
    """Step 1: the languages, their home pages and the default site. Safe to repeat.

    Wagtail's own welcome page gives way; a site that already has a home page of ours is left alone.
    """
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in HOME}
    home = HomePage.objects.filter(locale=locales["cs"], depth=2).first()
    if home is None:
        home = _create_home(locales["cs"])
    if not HomePage.objects.filter(
        translation_key=home.translation_key, locale=locales["en"]
    ).exists():
        _create_home(locales["en"], translation_of=home)
    _remove_welcome_page(home)


def create_roles() -> None:
    """Step 2: the role of the cluster's office. Safe to repeat."""
    ensure_cluster_office()


def _create_home(locale: Locale, translation_of: HomePage | None = None) -> HomePage:
    title, slug = HOME[locale.language_code]
    home = HomePage(title=title, slug=slug, locale=locale)
    if translation_of is not None:
        home.translation_key = translation_of.translation_key
    Page.get_first_root_node().add_child(instance=home)
    home.save_revision().publish()
    return home


def _remove_welcome_page(home: HomePage) -> None:
    site = Site.objects.filter(is_default_site=True).first()
    if site is None:
        site = Site(hostname="localhost", port=80, is_default_site=True)
    if site.root_page_id != home.pk:
        old = site.root_page if site.root_page_id else None
        site.root_page = home
        site.save()
        if old is not None and old.content_type.model_class() is Page:
            old.specific.delete()
