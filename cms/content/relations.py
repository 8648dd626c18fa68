"""Links from one page to another page of a type that a different plugin may bring.

Plugins do not import one another, and a database must not need a plugin to have another one's
tables. So such a link is kept as a link to any page, and only forms know which type may be chosen.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.admin.widgets import AdminPageChooser
from wagtail.models import Page

from cms.plugin.contributions import PageType
from cms.plugin.registry import registry
from cms.plugin.state import active_labels


class PageKey(models.ForeignKey):
    """A link to a page of the type `to_type` ("events.EventPage"), or to none.

    It may hold any language version of the page; who shows it looks for the asked one. What the
    link leads to may be unpublished, switched off or gone.
    """

    def __init__(self, to_type: str = "", **kwargs: Any) -> None:
        self.to_type = to_type
        kwargs = {"null": True, "blank": True, **kwargs}
        kwargs.update(to="wagtailcore.Page", on_delete=models.SET_NULL, related_name="+")
        super().__init__(**kwargs)

    def deconstruct(self) -> Any:
        """A plain foreign key, so that migrations do not name another plugin's model."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.ForeignKey", args, kwargs

    def models(self) -> list[type[Page]]:
        """The page types that may be chosen now: those of active plugins, none when it is off."""
        return [model for model in _active_page_models() if self.accepts(model)]

    def accepts(self, model: type[models.Model]) -> bool:
        """True for the model that the link may lead to."""
        return model._meta.label == self.to_type

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Refuse a page of another type; what cannot be judged now is left as it is."""
        super().validate(value, model_instance)
        page = Page.objects.filter(pk=value).first()
        if page is not None and page.specific_class and not self.accepts(page.specific_class):
            raise ValidationError(
                _("“%(page)s” is a page of another type."),
                code="wrong_type",
                params={"page": page.title},
            )

    def save_form_data(self, instance: models.Model, data: Any) -> None:
        """Take what the form says; while nothing may be chosen it says nothing: keep the page."""
        if self.models():
            super().save_form_data(instance, data)


class OrganisationKey(PageKey):
    """A link to the page of an organisation: any page type that says ``is_organisation = True``."""

    def accepts(self, model: type[models.Model]) -> bool:
        """True for a model whose pages are organisations."""
        return bool(getattr(model, "is_organisation", False))


class PageKeyPanel(FieldPanel):
    """A page chooser for a :class:`PageKey`; not there while no active plugin brings its type."""

    def get_form_options(self) -> dict[str, Any]:
        """Wagtail's options, with a chooser for the types that the field accepts."""
        options: dict[str, Any] = super().get_form_options()
        options.setdefault("widgets", {})[self.field_name] = PageKeyChooser(self.db_field)
        return options

    class BoundPanel(FieldPanel.BoundPanel):
        """The panel in one form."""

        def is_shown(self) -> bool:
            """False while what could be chosen is switched off; the chosen page is kept."""
            return bool(self.panel.db_field.models()) and super().is_shown()


class PageKeyChooser(AdminPageChooser):
    """Wagtail's page chooser; which types it offers is asked anew each time."""

    def __init__(self, field: PageKey, **kwargs: Any) -> None:
        # Forms are made by checks as well, before there is a table that says what is active.
        self.field: PageKey | None = None
        super().__init__(**kwargs)
        self.field = field

    @property
    def target_models(self) -> list[type[Page]]:
        """The page types on offer."""
        return (self.field.models() if self.field else []) or [Page]

    @target_models.setter
    def target_models(self, value: Iterable[type[Page]]) -> None:
        """Wagtail sets it once in the constructor; the field knows better."""


def page_model(label: str) -> type[Page] | None:
    """The page model `label` ("events.EventPage") while its plugin is active, else None."""
    model = apps.get_model(label) if label.split(".")[0] in apps.app_configs else None
    return model if model in _active_page_models() else None


def _active_page_models() -> list[type[Page]]:
    return [item.model for _label, item in registry().contributed(PageType, active_labels())]
