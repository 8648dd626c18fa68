"""A site with a directory of members, whose feed people follow."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from plugins.members.models import MemberIndexPage
from tests.content.factories import make_home
from tests.graphql.search.conftest import index as index  # an index in memory, as search has it
from tests.members.factories import make_directory


@pytest.fixture
def directory() -> MemberIndexPage:
    return make_directory(make_home())


@pytest.fixture
def committed(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Any:
    return lambda: django_capture_on_commit_callbacks(execute=True)
