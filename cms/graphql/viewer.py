"""Who asks: anybody, somebody with a token, or an editor who looks at a draft.

What follows from it is decided here and nowhere else: the audience for which visibility answers,
the draft that stands in for the public version, and whether the answer tells its cost. Only
anybody's answers are kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from cms.accounts.models import Scope, User
from cms.plugin.scope import request_scope
from cms.publishing.audience import Audience, shown_to
from cms.publishing.preview import Draft, as_if_published


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who asks. `user` is None for the public and for whoever has a preview link.

    `token` is the name of the token, for statistics.
    """

    user: User | None = None
    scopes: frozenset[Scope] = frozenset()
    draft: Draft | None = None
    token: str = ""

    @property
    def is_anybody(self) -> bool:
        """True for the public: only then may the answer be kept and shared."""
        return self.user is None and self.draft is None

    @property
    def audience(self) -> Audience:
        """For whom visibility answers."""
        return Audience.MEMBERS if Scope.MEMBERS in self.scopes else Audience.PUBLIC

    @property
    def shows_cost(self) -> bool:
        """True when answers say what they cost."""
        return Scope.DEVELOPER in self.scopes


ANYBODY = Viewer()


@contextmanager
def seen_by(viewer: Viewer) -> Iterator[None]:
    """Within this block everything is read as `viewer` may see it."""
    if viewer.is_anybody:
        yield
        return
    with ExitStack() as block:
        block.enter_context(request_scope())
        block.enter_context(shown_to(viewer.audience))
        if viewer.draft is not None:
            block.enter_context(as_if_published(viewer.draft))
        yield
