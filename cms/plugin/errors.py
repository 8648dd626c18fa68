"""What can go wrong when plugins are switched, as one tree.

    PluginError
    ├── UnknownPlugin          no installed plugin has this label
    ├── PluginFailed           the plugin does not work in this process
    ├── RequirementMissing     a plugin that it requires is not installed or has failed
    ├── RequirementCycle       plugins that require each other in a circle
    ├── CorePlugin             plugin zero cannot be switched off
    ├── RequiredByOthers       an active plugin requires it
    ├── PluginInactive         only an active plugin can do this
    ├── PluginActive           only an inactive plugin can be purged
    ├── StepFailed             an upgrade step raised; nothing was changed
    ├── UnknownPermission      a role names a permission that does not exist
    └── PurgeBlocked           rows of somebody else protect what should go

Each message is a whole sentence for the person who asked, in the language of the moment.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _


class PluginError(Exception):
    """The common root: the change was refused and nothing has changed."""


class UnknownPlugin(PluginError):
    """No installed plugin has the label `label`."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(_("No plugin “%(label)s” is installed.") % {"label": label})


class PluginFailed(PluginError):
    """The plugin `label` failed when it was loaded; `reason` says how."""

    def __init__(self, label: str, reason: str) -> None:
        self.label, self.reason = label, reason
        super().__init__(
            _("The plugin “%(label)s” does not work: %(reason)s")
            % {"label": label, "reason": reason}
        )


class RequirementMissing(PluginError):
    """`label` requires `requirement`, which is not there or does not work."""

    def __init__(self, label: str, requirement: str) -> None:
        self.label, self.requirement = label, requirement
        super().__init__(
            _("The plugin “%(label)s” requires “%(requirement)s”, which is not installed or fails.")
            % {"label": label, "requirement": requirement}
        )


class RequirementCycle(PluginError):
    """The plugins `labels` require each other in a circle."""

    def __init__(self, labels: Sequence[str]) -> None:
        self.labels = tuple(labels)
        super().__init__(
            _("These plugins require each other in a circle: %(labels)s.")
            % {"labels": " → ".join(labels)}
        )


class CorePlugin(PluginError):
    """`label` is plugin zero, which is always active."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(
            _("“%(label)s” is the core itself and is always active.") % {"label": label}
        )


class RequiredByOthers(PluginError):
    """The active plugins `dependants` require `label`."""

    def __init__(self, label: str, dependants: Sequence[str]) -> None:
        self.label, self.dependants = label, tuple(dependants)
        super().__init__(
            _("The plugin “%(label)s” is required by: %(dependants)s. Deactivate these first.")
            % {"label": label, "dependants": ", ".join(dependants)}
        )


class PluginInactive(PluginError):
    """`label` would have to be active for this."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(
            _("The plugin “%(label)s” is not active; activate it first.") % {"label": label}
        )


class PluginActive(PluginError):
    """`label` would have to be inactive for this."""

    def __init__(self, label: str) -> None:
        self.label = label
        super().__init__(
            _("The plugin “%(label)s” is active; deactivate it first.") % {"label": label}
        )


class StepFailed(PluginError):
    """The upgrade step `step` of `label` raised; its cause is chained."""

    def __init__(self, label: str, step: int, cause: Exception) -> None:
        self.label, self.step = label, step
        super().__init__(
            _("Upgrade step %(step)d of the plugin “%(label)s” failed: %(cause)s")
            % {"label": label, "step": step, "cause": f"{type(cause).__name__}: {cause}"}
        )


class UnknownPermission(PluginError):
    """A role of `label` names `permission`, which does not exist."""

    def __init__(self, label: str, permission: str) -> None:
        self.label, self.permission = label, permission
        super().__init__(
            _("A role of the plugin “%(label)s” names the unknown permission “%(permission)s”.")
            % {"label": label, "permission": permission}
        )


class PurgeBlocked(PluginError):
    """Rows of the models `holders` protect rows of `label`."""

    def __init__(self, label: str, holders: Sequence[str]) -> None:
        self.label, self.holders = label, tuple(holders)
        super().__init__(
            _("The plugin “%(label)s” cannot be purged, other content needs it: %(holders)s.")
            % {"label": label, "holders": ", ".join(holders)}
        )
