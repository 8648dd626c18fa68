"""Webhooks under Settings: who is told, how it goes, what was sent; and secrets, shown once."""

from cms.webhooks.admin.viewset import viewset

__all__ = ["viewset"]
