"""Webhooks: other sites are told what changed, signed, and again until they have heard."""
