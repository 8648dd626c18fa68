"""What visitors see, rendered from GraphQL documents that run in process; now: feeds."""
