"""Which client uses which part of the schema, how often, and when last; nothing about people."""

from cms.graphql.usage.counting import count

__all__ = ["count"]
