"""The GraphQL endpoint: one request in, one answer out, built from what the plugins contribute."""
