"""Addresses of the endpoint."""

from django.urls import path

from cms.graphql.view import document, endpoint, schema_text

urlpatterns = [
    path("graphql", endpoint, name="graphql"),
    path("graphql/d/<str:document_id>", document, name="graphql-document"),
    path("graphql/schema.graphql", schema_text, name="graphql-schema"),
]
