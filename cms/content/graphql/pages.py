"""The core's page types."""

from __future__ import annotations

from typing import Any, ClassVar

import graphene

from cms.content import models
from cms.content.graphql.terms import Pillar, Topic, rich_text
from cms.content.graphql.vocabulary import terms_of
from cms.graphql.errors import ApiError
from cms.graphql.pagination import ConnectionField
from cms.graphql.shown import asked_of, is_part_withheld
from cms.graphql.types.blocks import Body
from cms.graphql.types.image import Image, shown_image
from cms.graphql.types.page import Info, PageInterface
from cms.graphql.types.richtext import RichText, ShownRichText


class HomePage(graphene.ObjectType):
    """The first page of the site in one language."""

    class Meta:
        interfaces = (PageInterface,)

    shown_as: ClassVar = {"intro": "lead"}

    claim = graphene.String(description="The claim of the cluster.")
    lead = graphene.Field(RichText, description="The introduction.")
    hero_image = graphene.Field(
        Image, description="The main image; null when there is none that is public."
    )
    body = Body()

    @staticmethod
    def resolve_lead(page: models.HomePage, info: Info) -> ShownRichText | None:
        return rich_text(page, "intro")

    @staticmethod
    def resolve_hero_image(page: Any, info: Info) -> object:
        return shown_image(info, page.hero_image_id, asked_of(page).locale)


class StandardPage(graphene.ObjectType):
    """A page of text and blocks."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    image = graphene.Field(
        Image, description="The main image; null when there is none that is public."
    )
    body = Body()

    @staticmethod
    def resolve_image(page: Any, info: Info) -> object:
        return shown_image(info, page.image_id, asked_of(page).locale)


class CollectionPage(graphene.ObjectType):
    """A page that lists whatever its stored filter finds."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()
    pillars = graphene.List(
        graphene.NonNull(Pillar), required=True, description="The pillars it is about."
    )
    topics = graphene.List(
        graphene.NonNull(Topic), required=True, description="The topics it is about."
    )
    items = ConnectionField(
        PageInterface, cost=5, description="The pages that the filter finds. Not below lists."
    )

    @staticmethod
    def resolve_pillars(page: models.CollectionPage, info: Info) -> object:
        return terms_of(info, page, "pillars")

    @staticmethod
    def resolve_topics(page: models.CollectionPage, info: Info) -> object:
        return terms_of(info, page, "topics")

    @staticmethod
    def resolve_items(page: models.CollectionPage, info: Info) -> Any:
        if any(isinstance(step, int) for step in info.path.as_list()):
            raise ApiError("Ask for the items of one collection at a time, not of a list of them.")
        pages = page.listed_pages()
        pages.asked_locale = asked_of(page)
        return pages


class FormFieldType(graphene.Enum):
    """What kind of value a form field takes."""

    SINGLELINE = "singleline"
    MULTILINE = "multiline"
    EMAIL = "email"
    NUMBER = "number"
    URL = "url"
    CHECKBOX = "checkbox"
    CHECKBOXES = "checkboxes"
    DROPDOWN = "dropdown"
    MULTISELECT = "multiselect"
    RADIO = "radio"
    DATE = "date"
    DATETIME = "datetime"
    HIDDEN = "hidden"

    @property
    def description(self) -> str:
        return _FIELD_TYPES[self.value]


_FIELD_TYPES = {
    "singleline": "A line of text.",
    "multiline": "Several lines of text.",
    "email": "An e-mail address.",
    "number": "A number.",
    "url": "An address on the web.",
    "checkbox": "Yes or no.",
    "checkboxes": "Any of the choices, as boxes.",
    "dropdown": "One of the choices, from a list.",
    "multiselect": "Any of the choices, from a list.",
    "radio": "One of the choices, as buttons.",
    "date": "A day.",
    "datetime": "A day and time.",
    "hidden": "A value that visitors do not see.",
}


class FormField(graphene.ObjectType):
    """One field of a form."""

    name = graphene.String(
        required=True, description="Its technical name, the same in every language."
    )
    label = graphene.String(required=True, description="What visitors read.")
    type = graphene.Field(FormFieldType, required=True, description="What it takes.")
    is_required = graphene.Boolean(required=True, description="True when it must be filled in.")
    choices = graphene.List(
        graphene.NonNull(graphene.String), required=True, description="What can be chosen."
    )
    help_text = graphene.String(description="A hint.")
    default_value = graphene.String(description="What stands there at first.")

    @staticmethod
    def resolve_name(field: models.FormField, info: Info) -> str:
        return field.clean_name

    @staticmethod
    def resolve_type(field: models.FormField, info: Info) -> str:
        return field.field_type

    @staticmethod
    def resolve_is_required(field: models.FormField, info: Info) -> bool:
        return field.required

    @staticmethod
    def resolve_choices(field: models.FormField, info: Info) -> list[str]:
        separator = "\n" if "\n" in field.choices else ","
        return [choice.strip() for choice in field.choices.split(separator) if choice.strip()]

    @staticmethod
    def resolve_help_text(field: models.FormField, info: Info) -> str | None:
        return field.help_text or None

    @staticmethod
    def resolve_default_value(field: models.FormField, info: Info) -> str | None:
        return field.default_value or None


class FormPage(graphene.ObjectType):
    """A page with a form."""

    class Meta:
        interfaces = (PageInterface,)

    shown_as: ClassVar = {"intro": "lead", "form_fields": "fields"}

    lead = graphene.Field(RichText, description="The introduction.")
    thank_you = graphene.Field(RichText, description="What to show after sending.")
    fields = graphene.List(
        graphene.NonNull(FormField), required=True, description="The fields in their order."
    )
    body = Body()

    @staticmethod
    def resolve_lead(page: models.FormPage, info: Info) -> ShownRichText | None:
        return rich_text(page, "intro")

    @staticmethod
    def resolve_thank_you(page: models.FormPage, info: Info) -> ShownRichText | None:
        return rich_text(page, "thank_you")

    @staticmethod
    async def resolve_fields(page: models.FormPage, info: Info) -> list[models.FormField]:
        fields = await info.context.loaders.get(form_fields).load(page.pk)
        return [
            field
            for field in fields
            if not is_part_withheld(page, "form_fields", str(field.translation_key))
        ]


def form_fields(page_ids: list[int]) -> list[list[models.FormField]]:
    """The fields of forms by page id, in their order."""
    found: dict[int, list[models.FormField]] = {page_id: [] for page_id in page_ids}
    for field in models.FormField.objects.filter(page_id__in=page_ids).order_by("sort_order"):
        found[field.page_id].append(field)
    return list(found.values())
