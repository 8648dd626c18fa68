"""Opportunities in GraphQL: types, filters and queries."""
