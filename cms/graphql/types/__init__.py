"""GraphQL types that all page types share."""
