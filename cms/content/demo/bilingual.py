"""Demo data as files hold it: texts are pairs ``{"cs": …, "en": …}``, anywhere in a structure."""

from __future__ import annotations

import json
import re
import uuid
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

SPACE = uuid.UUID("5b3f0d4e-9a0e-4d0c-8a53-1c7d9f0a6c11")
_page_link = re.compile(r'<a href="page:([\w-]+)">')


def read(package: str, name: str) -> Any:
    """The decoded JSON file ``data/<name>.json`` of a package."""
    return json.loads((files(package) / "data" / f"{name}.json").read_text(encoding="utf-8"))


def in_locale(value: Any, locale: str) -> Any:
    """`value` with every pair of languages replaced by its text in `locale`; null becomes ""."""
    if isinstance(value, Mapping):
        if set(value) == {"cs", "en"}:
            return value[locale] if value[locale] is not None else ""
        return {key: in_locale(inner, locale) for key, inner in value.items()}
    if isinstance(value, list):
        return [in_locale(inner, locale) for inner in value]
    return "" if value is None else value


def link_pages(html: str, page_id: Callable[[str], int]) -> str:
    """Rich text with ``href="page:key"`` replaced by Wagtail's internal links."""
    return _page_link.sub(lambda match: f'<a linktype="page" id="{page_id(match.group(1))}">', html)


class BodyBuilder:
    """Turns the blocks of a demo file into a stream's raw value, with ids that never change.

    The same ids in both languages are what pairs a text with its translation.
    """

    def __init__(
        self, key: str, page_id: Callable[[str], int], image_id: Callable[[str], int]
    ) -> None:
        self.key = key
        self.page_id = page_id
        self.image_id = image_id

    def stream(self, blocks: list[dict[str, Any]], locale: str) -> list[dict[str, Any]]:
        """The raw value in `locale`."""
        return [
            {
                "type": block["type"],
                "id": self.id(index),
                "value": self._value(block["type"], in_locale(block["value"], locale), index),
            }
            for index, block in enumerate(blocks)
        ]

    def id(self, *place: object) -> str:
        """The id of the block at `place`, the same in both languages and in every run."""
        return str(uuid.uuid5(SPACE, "/".join(map(str, (self.key, *place)))))

    def items(self, values: list[Any], *place: object) -> list[dict[str, Any]]:
        """The raw value of a list block."""
        return [
            {"type": "item", "id": self.id(*place, index), "value": value}
            for index, value in enumerate(values)
        ]

    def _html(self, html: str) -> str:
        return link_pages(html, self.page_id)

    def _image(self, value: dict[str, Any]) -> dict[str, Any]:
        return {"decorative": False, **value, "image": self.image_id(value["image"])}

    def _value(self, kind: str, value: Any, index: int) -> Any:
        match kind:
            case "rich_text":
                return self._html(value)
            case "image":
                return self._image(value)
            case "gallery":
                images = [self._image(image) for image in value["images"]]
                return {**value, "images": self.items(images, index, "images")}
            case "call_to_action":
                page = self.page_id(value["page"]) if value["page"] else None
                link = {"page": page, "url": value["url"]}
                texts = {name: value[name] for name in ("title", "text", "label")}
                return {**texts, "link": link}
            case "figures":
                return {**value, "items": self.items(value["items"], index, "items")}
            case "people":
                people = [{"phone": "", "photo": None, **person} for person in value["people"]]
                return {**value, "people": self.items(people, index, "people")}
            case "accordion":
                items = [
                    {**item, "content": self._html(item["content"])} for item in value["items"]
                ]
                return {"items": self.items(items, index, "items")}
            case "columns":
                columns = [{"content": self._html(c["content"])} for c in value["columns"]]
                return {"columns": self.items(columns, index, "columns")}
            case "table":
                return {
                    "data": value["rows"],
                    "cell": [],
                    "mergeCells": [],
                    "table_caption": value["caption"],
                    "table_header_choice": "row" if value["header_row"] else "",
                    "first_row_is_table_header": value["header_row"],
                    "first_col_is_header": False,
                }
            case _:
                return value
