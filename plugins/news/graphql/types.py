"""The page of news, one article, and what hangs on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

import graphene

from cms.content.graphql.children import children_of
from cms.content.graphql.terms import Pillar, Topic
from cms.content.graphql.vocabulary import terms_of
from cms.graphql.cost import priced
from cms.graphql.shown import asked_of
from cms.graphql.types.blocks import Body
from cms.graphql.types.document import Document, shown_document
from cms.graphql.types.image import Image, ShownImage, shown_image
from cms.graphql.types.page import Info, PageInterface
from cms.media.models import Document as StoredDocument
from plugins.news import models
from plugins.news.graphql.enums import ArticleKindEnum


class ArticleAuthor(graphene.ObjectType):
    """Somebody who wrote an article."""

    name = graphene.String(required=True, description="The name.")
    role = graphene.String(description="What the person does.")

    @staticmethod
    def resolve_role(author: models.ArticleAuthor, info: Info) -> str | None:
        return author.role or None


class ArticleSource(graphene.ObjectType):
    """The medium that published an article first."""

    name = graphene.String(required=True, description="What it is called.")
    url = graphene.String(description="Where the original can be read.")


@dataclass(frozen=True, slots=True)
class ShownAttachment:
    """A public file of an article, under the title that it has there."""

    title: str
    document: StoredDocument


class ArticleAttachment(graphene.ObjectType):
    """A file that belongs to an article."""

    title = graphene.String(required=True, description="What it is called in the article.")
    document = graphene.Field(Document, required=True, description="The file.")


class Article(graphene.ObjectType):
    """An article, press release, report or analysis; its title is the headline."""

    class Meta:
        interfaces = (PageInterface,)

    shown_as: ClassVar = {"source_name": "source"}

    kind = graphene.Field(ArticleKindEnum, required=True, description="What it is.")
    published_on = graphene.Date(required=True, description="The date of the article.")
    summary = graphene.String(description="Two or three sentences.")
    body = Body()
    image = graphene.Field(
        Image, description="Its main image; null when there is none that is public."
    )
    source = graphene.Field(
        ArticleSource, description="Where it was published first; null when that was here."
    )
    authors = graphene.List(
        graphene.NonNull(ArticleAuthor), required=True, description="Who wrote it."
    )
    pillars = graphene.List(
        graphene.NonNull(Pillar), required=True, description="The pillars it belongs to."
    )
    topics = graphene.List(
        graphene.NonNull(Topic), required=True, description="The topics it is about."
    )
    gallery = graphene.List(
        graphene.NonNull(Image), required=True, description="Its pictures, with their captions."
    )
    attachments = priced(
        graphene.List(
            graphene.NonNull(ArticleAttachment),
            required=True,
            description="Its files for download.",
        ),
        size=3,
    )

    @staticmethod
    def resolve_image(page: Any, info: Info) -> object:
        return shown_image(info, page.image_id, asked_of(page).locale)

    @staticmethod
    def resolve_source(page: models.ArticlePage, info: Info) -> dict[str, str | None] | None:
        if not page.source_name:
            return None
        return {"name": page.source_name, "url": page.source_url or None}

    @staticmethod
    async def resolve_authors(page: models.ArticlePage, info: Info) -> list[Any]:
        return await children_of(info, page, "authors")

    @staticmethod
    def resolve_pillars(page: models.ArticlePage, info: Info) -> object:
        return terms_of(info, page, "pillars")

    @staticmethod
    def resolve_topics(page: models.ArticlePage, info: Info) -> object:
        return terms_of(info, page, "topics")

    @staticmethod
    async def resolve_gallery(page: models.ArticlePage, info: Info) -> list[ShownImage]:
        locale = asked_of(page).locale
        pictures = await children_of(info, page, "gallery")
        shown = await info.context.loaders.gather(
            shown_image(info, picture.image_id, locale, caption=picture.caption or None)
            for picture in pictures
        )
        return [image for image in shown if image is not None]

    @staticmethod
    async def resolve_attachments(page: models.ArticlePage, info: Info) -> list[ShownAttachment]:
        attachments = await children_of(info, page, "attachments")
        documents = await info.context.loaders.gather(
            shown_document(info, attachment.document_id) for attachment in attachments
        )
        return [
            ShownAttachment(attachment.title or document.title, document)
            for attachment, document in zip(attachments, documents, strict=True)
            if document is not None
        ]


class NewsIndexPage(graphene.ObjectType):
    """The page above all articles."""

    class Meta:
        interfaces = (PageInterface,)

    intro = graphene.String(description="The introduction.")
    body = Body()
