"""The body of a page: a stream whose block types come from the active plugins' contributions.

Values of blocks that nobody contributes any more (a plugin was uninstalled) and of blocks whose
plugin is inactive are kept as they are: Wagtail alone would drop the former at the next save.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.forms.utils import flatatt
from django.utils.functional import cached_property
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.telepath import register
from wagtail.blocks import Block, FieldBlock, StreamBlock, StreamValue
from wagtail.blocks.stream_block import StreamBlockAdapter
from wagtail.fields import StreamField

from cms.plugin import BodyBlock
from cms.plugin.registry import registry
from cms.plugin.state import active_labels


class KeptValueInput(forms.HiddenInput):
    """Carries a value through the edit form untouched, and says why it cannot be edited."""

    def format_value(self, value: Any) -> str:
        """The value as JSON text."""
        return forms.JSONField().prepare_value(value)

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> str:
        """A hidden input behind one sentence."""
        final = self.build_attrs(self.attrs, {**(attrs or {}), "type": "hidden", "name": name})
        return format_html(
            '<input{} value="{}"><p class="w-help-text">{}</p>',
            flatatt(final),
            self.format_value(value),
            _("This block belongs to a plugin that is not installed. Its content is kept."),
        )


class KeptBlock(FieldBlock):
    """Stands for a block type that nothing contributes; holds the stored value as it is."""

    def __init__(self, **kwargs: Any) -> None:
        self.field = forms.JSONField(required=False, widget=KeptValueInput())
        super().__init__(icon="warning", label=_("Kept block"), **kwargs)

    def value_for_form(self, value: Any) -> Any:
        """JSON text for the widget."""
        return self.field.prepare_value(value)

    def value_from_form(self, value: Any) -> Any:
        """The value that the widget carried."""
        return self.field.to_python(value)

    def clean(self, value: Any) -> Any:
        """The value itself: there is nothing that could be checked."""
        return value

    def render_basic(self, value: Any, context: Any = None) -> str:
        """Nothing: without its plugin the block has no face."""
        return ""

    def get_searchable_content(self, value: Any) -> list[str]:
        """Nothing."""
        return []


class BodyStreamBlock(StreamBlock):
    """A stream block that keeps what it does not know."""

    def to_python(self, value: Any) -> StreamValue:
        """The stream; unknown types become :class:`KeptBlock` first."""
        if isinstance(value, list):
            self._keep_unknown(value)
        elif isinstance(value, str) and value:
            decoded = super().to_python(value)
            if decoded.raw_text is None:
                value = forms.JSONField().to_python(value)
                self._keep_unknown(value or [])
        return super().to_python(value)

    def bulk_to_python(self, values: Any) -> list[StreamValue]:
        """Like :meth:`to_python`, for many streams at once."""
        for stream in values:
            self._keep_unknown(stream)
        return super().bulk_to_python(values)

    def _keep_unknown(self, children: list[Any]) -> None:
        for child in children:
            if isinstance(child, dict) and child.get("type") not in self.child_blocks:
                block = KeptBlock()
                block.set_name(child["type"])
                self.child_blocks[child["type"]] = block


class BodyStreamBlockAdapter(StreamBlockAdapter):
    """Tells the editor's browser which blocks may not be added at this moment."""

    def js_args(self, block: BodyStreamBlock) -> list[Any]:
        """Wagtail's arguments, with a maximum of none for blocks that are not active."""
        name, groups, defaults, meta = super().js_args(block)
        active = {contributed.name for contributed in body_blocks(active_labels())}
        counts = dict(meta["blockCounts"])
        for child_name in block.child_blocks:
            if child_name not in active:
                counts[child_name] = {"max_num": 0}
        return [name, groups, defaults, {**meta, "blockCounts": counts}]


register(BodyStreamBlockAdapter(), BodyStreamBlock)


def body_blocks(active: frozenset[str] | None = None) -> Iterator[BodyBlock]:
    """The contributed blocks: all of them, or those of the `active` plugins."""
    for _label, contributed in registry().contributed(BodyBlock, active):
        yield contributed


class BodyField(StreamField):
    """A ``StreamField`` whose block types are contributed, and so never stand in migrations."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__([], **kwargs)

    @cached_property
    def stream_block(self) -> BodyStreamBlock:
        """All contributed blocks, active or not; built on first use, when apps are ready."""
        children: list[tuple[str, Block]] = [(b.name, b.block) for b in body_blocks()]
        block = BodyStreamBlock(children)
        block.set_meta_options(self.block_opts)
        return block

    @cached_property
    def json_field(self) -> models.JSONField[Any, Any]:
        """How it is stored; Wagtail makes a new one each time a body is read."""
        return models.JSONField(encoder=DjangoJSONEncoder)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """The field without its blocks: they belong to plugins, not to the table."""
        name, path, _args, kwargs = super(StreamField, self).deconstruct()
        return name, path, [], kwargs
