"""Documents in GraphQL: files for download."""

from __future__ import annotations

import graphene

from cms.graphql.types.image import absolute
from cms.graphql.types.page import Info
from cms.media.models import Document as StoredDocument
from cms.publishing.batches import rows_by
from cms.publishing.visibility import public_documents


def public_documents_by_id(document_ids: list[int]) -> list[StoredDocument | None]:
    """The public documents with these ids, aligned, None where there is none; one query."""
    rows = rows_by(
        "documents.by_id", lambda ids: public_documents().filter(pk__in=ids), ids=document_ids
    )
    found = {document.pk: document for document in rows}
    return [found.get(document_id) for document_id in document_ids]


async def shown_document(info: Info, document_id: int | None) -> StoredDocument | None:
    """The document; None when there is none or it is not public."""
    if not document_id:
        return None
    return await info.context.loaders.get(public_documents_by_id).load(document_id)


async def shown_documents(info: Info, document_ids: list[int]) -> list[StoredDocument]:
    """The public ones of `document_ids`, in their order."""
    found = await info.context.loaders.get(public_documents_by_id).load_many(document_ids)
    return [document for document in found if document]


class Document(graphene.ObjectType):
    """A file for download."""

    id = graphene.ID(required=True, description="The id of the document.")
    title = graphene.String(required=True, description="Its name in the document library.")
    filename = graphene.String(required=True, description="The name of the file.")
    extension = graphene.String(required=True, description="Such as “pdf”, in lower case.")
    size = graphene.Int(description="In bytes; null when it is not known.")
    url = graphene.String(required=True, description="The absolute address for download.")
    created_at = graphene.DateTime(required=True, description="When it was uploaded.")

    @staticmethod
    def resolve_id(document: StoredDocument, info: Info) -> str:
        return str(document.pk)

    @staticmethod
    def resolve_extension(document: StoredDocument, info: Info) -> str:
        return document.file_extension.lower()

    @staticmethod
    def resolve_size(document: StoredDocument, info: Info) -> int | None:
        return document.file_size

    @staticmethod
    def resolve_url(document: StoredDocument, info: Info) -> str:
        return absolute(document.url)
