"""Events in GraphQL: types, filter and queries."""
