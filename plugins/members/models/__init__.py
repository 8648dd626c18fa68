"""Members of the cluster: the directory, one page each, and what hangs on a member."""

from cms.content.places import Region
from plugins.members.models.choices import MemberField, MemberType, SizeClass
from plugins.members.models.editors import EditLink, Editor, MemberFiles, SelfServiceSettings
from plugins.members.models.index import MemberIndexPage
from plugins.members.models.markets import Market
from plugins.members.models.member import MemberPage
from plugins.members.models.parts import ContactPerson, Equipment, MemberSocialLink, Product

__all__ = [
    "ContactPerson",
    "EditLink",
    "Editor",
    "Equipment",
    "Market",
    "MemberField",
    "MemberFiles",
    "MemberIndexPage",
    "MemberPage",
    "MemberSocialLink",
    "MemberType",
    "Product",
    "Region",
    "SelfServiceSettings",
    "SizeClass",
]
