"""The fields of ``Query`` that the plugin adds."""

from __future__ import annotations

from typing import Any

import graphene
from django.db.models import QuerySet

from cms.graphql.pagination import PageList
from cms.graphql.types.page import Info
from cms.publishing.visibility import live_pages
from plugins.projects import models
from plugins.projects.graphql.enums import COLUMNS, ProjectOrder
from plugins.projects.graphql.filters import ProjectFilter
from plugins.projects.graphql.types import Project


class ProjectQueries:
    """The projects."""

    projects = PageList(
        Project,
        filter=ProjectFilter,
        order=graphene.Argument(
            ProjectOrder, default_value=ProjectOrder.START_DESC, description="In which order."
        ),
        description="The projects of the cluster and of its members.",
    )

    @staticmethod
    def resolve_projects(
        root: object,
        info: Info,
        *,
        locale: str,
        order: ProjectOrder,
        filter: Any = None,
    ) -> QuerySet[models.ProjectPage]:
        return live_pages(models.ProjectPage, locale).order_by(*COLUMNS[order])
