"""Addresses of the endpoint."""

from django.urls import path

from cms.graphql.view import endpoint, schema_text

urlpatterns = [
    path("graphql", endpoint, name="graphql"),
    path("graphql/schema.graphql", schema_text, name="graphql-schema"),
]
