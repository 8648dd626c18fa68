"""A schema with nothing but the shared types, asked by id."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import graphene
import pytest

from cms.graphql.context import AskedLocale
from cms.graphql.parts import Part
from cms.graphql.schema import Schema
from cms.graphql.testing import Result, execute
from cms.graphql.types.document import Document, shown_document
from cms.graphql.types.image import Image, shown_image, shown_images
from cms.graphql.types.link import Link, shown_link
from cms.graphql.types.page import Info
from cms.graphql.types.richtext import RichText, ShownRichText
from cms.plugin import Queries


class Questions:
    """One field for each shared type."""

    image = graphene.Field(
        Image, id=graphene.Int(), locale=graphene.String(), alt=graphene.String()
    )
    images = graphene.List(graphene.NonNull(Image), ids=graphene.List(graphene.Int))
    document = graphene.Field(Document, id=graphene.Int())
    link = graphene.Field(
        Link,
        page=graphene.Int(),
        document=graphene.Int(),
        url=graphene.String(),
        locale=graphene.String(),
    )
    texts = graphene.List(
        graphene.NonNull(RichText),
        sources=graphene.List(graphene.String),
        locale=graphene.String(),
    )

    @staticmethod
    async def resolve_image(
        root: None, info: Info, id: int, locale: str = "cs", alt: str | None = None
    ) -> object:
        return await shown_image(info, id, locale, alt=alt)

    @staticmethod
    async def resolve_images(root: None, info: Info, ids: list[int]) -> object:
        return await shown_images(info, ids, "cs")

    @staticmethod
    async def resolve_document(root: None, info: Info, id: int) -> object:
        return await shown_document(info, id)

    @staticmethod
    async def resolve_link(root: None, info: Info, locale: str, **target: Any) -> object:
        return await shown_link(
            info,
            AskedLocale(locale),
            page_id=target.get("page"),
            document_id=target.get("document"),
            url=target.get("url"),
        )

    @staticmethod
    def resolve_texts(
        root: None, info: Info, sources: list[str], locale: str = "cs"
    ) -> list[ShownRichText]:
        return [ShownRichText(source, AskedLocale(locale)) for source in sources]


@pytest.fixture(scope="session")
def shared_schema() -> Schema:
    return Schema(
        [Part("cms_content", (Queries(Questions),), is_core=True)], frozenset({"cms_content"})
    )


@pytest.fixture
def ask(shared_schema: Schema) -> Callable[..., Result]:
    def run(document: str, /, *, expect_errors: bool = False, **variables: object) -> Result:
        return execute(document, variables, schema=shared_schema, expect_errors=expect_errors)

    return run
