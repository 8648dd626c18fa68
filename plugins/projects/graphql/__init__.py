"""Projects in GraphQL: types, filters and queries."""
