"""The core's models: pages, snippets, settings."""

from cms.content.models.forms import FormField, FormPage
from cms.content.models.menus import Menu
from cms.content.models.pages import CollectionPage, HomePage, StandardPage
from cms.content.models.settings import SiteSettings, SocialLink
from cms.content.models.snippets import Pillar, Topic
from cms.content.transfer.models import Upload

__all__ = [
    "CollectionPage",
    "FormField",
    "FormPage",
    "HomePage",
    "Menu",
    "Pillar",
    "SiteSettings",
    "SocialLink",
    "StandardPage",
    "Topic",
    "Upload",
]
