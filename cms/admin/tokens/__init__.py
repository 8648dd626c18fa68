"""API tokens under Settings: made with their reach and end, listed with their last use, revoked."""

from cms.admin.tokens.hooks import permissions, viewset

__all__ = ["permissions", "viewset"]
