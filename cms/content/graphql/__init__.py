"""How the core's pages, blocks, vocabularies, menus and settings look in GraphQL."""
