"""Places in GraphQL: regions and coordinates, for every plugin that has them."""

from __future__ import annotations

import graphene

from cms.content.places import Region


def _describe(region: Region | None) -> str:
    if region is None:
        return "A region of the Czech Republic. Source: ISO 3166-2:CZ."
    return f"{region.label}."


class RegionEnum(graphene.Enum):
    class Meta:
        enum = Region
        name = "Region"
        description = _describe


class Coordinates(graphene.ObjectType):
    """A place on the Earth. Source: WGS 84."""

    latitude = graphene.Float(required=True, description="Degrees north.")
    longitude = graphene.Float(required=True, description="Degrees east.")
