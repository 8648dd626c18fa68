"""Articles in GraphQL: types, filters and queries."""
