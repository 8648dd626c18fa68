"""Content for trying the core: pillars, site settings, pages and menus in both languages."""

from cms.content.demo.create import create

__all__ = ["create"]
