"""Form widgets by which one row of an edition chooses another that may not be saved yet."""

from __future__ import annotations

from typing import Any

from django import forms


class SiblingSelect(forms.Select):
    """A select whose options are the rows of another inline list in the same form.

    A script reads them from the form as it is being edited; what is stored is the row's key.
    """

    class Media:
        js = ["conferences/siblings.js"]

    def __init__(self, relation: str, *, key: str, label: str) -> None:
        super().__init__(
            attrs={"data-siblings": relation, "data-sibling-key": key, "data-sibling-label": label}
        )

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> Any:
        """The empty option and the stored value; the script adds the others."""
        self.choices = [("", "---------"), *((key, key) for key in value if key)]
        return super().optgroups(name, value, attrs)
