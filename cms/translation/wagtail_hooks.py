"""The words for our entries in Wagtail's history of a page."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogActionRegistry


@hooks.register("register_log_actions")  # type: ignore[untyped-decorator]  # Wagtail has no types
def register_log_actions(actions: LogActionRegistry) -> None:
    """Name the synchronisation of language-neutral facts."""
    actions.register_action(
        "klastr.synchronise",
        _("Synchronise facts"),
        _("Took over language-neutral facts from the page it is translated from"),
    )
