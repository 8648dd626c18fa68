"""Members in GraphQL: types, filters and queries."""
