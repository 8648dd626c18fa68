"""Forms of pages for confined users: without the office's fields, choosing only what they may.

Choosers already offer nothing else; what is posted by hand is held against the same rule here, for
a form shows title and picture of whatever it refers to, also a form that is refused.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.utils.html import format_html
from django.utils.safestring import SafeString
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from cms.plugin.confinement import entry_of, is_post, own_pages, reach_of
from cms.plugin.contributions import Reach
from cms.publishing.visibility import live_pages

# When and where a page appears is the office's matter on every page.
OFFICE_FIELDS = frozenset({"show_in_menus", "go_live_at", "expire_at"})

Target = tuple[type[Model], str]


def confine(form: WagtailAdminPageForm) -> None:
    """Take the office's fields out of `form` when its user is confined, and set the organisation.

    A page type adds fields of its own as ``office_fields``.

    Raises: PermissionDenied, for a new page that is no post.
    """
    reach = _reach_in(form)
    if reach is None:
        return
    page = form.instance
    if page.pk is None and not is_post(type(page)):
        raise PermissionDenied
    for name in OFFICE_FIELDS | frozenset(getattr(page, "office_fields", ())):
        form.fields.pop(name, None)
    if slug := form.fields.get("slug"):  # the field of the title leads a script to it
        slug.disabled, slug.required = True, False
    posted_by = getattr(page, "posted_by", "")
    if posted_by in form.fields:
        _fix_organisation(form, posted_by, reach)


def _fix_organisation(form: WagtailAdminPageForm, name: str, reach: Reach) -> None:
    """Show whose post it is; a disabled field takes nothing from what is posted."""
    field = form.fields[name]
    if form.instance.pk is None:
        entry = entry_of(reach, form.instance.locale_id)
        form.initial[name] = entry.pk if entry else None
    field.disabled = True
    field.widget = PageTitle()


class PageTitle(forms.Widget):
    """The title of a page as text, in place of a chooser."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The page's title in the admin; empty when there is no page."""
        page = Page.objects.filter(pk=value).first() if value else None
        return format_html("<p>{}</p>", page.specific.get_admin_display_title() if page else "")


def refuse_foreign_choices(form: WagtailAdminPageForm) -> None:
    """Do nothing when all that was posted, valid or not, refers to what may be chosen.

    Raises: PermissionDenied.
    """
    reach = _reach_in(form)
    if reach is None or not form.is_bound:
        return
    posted = {target for part in _parts(form) for target in _posted(part)}
    for target in posted - set(_saved(form.instance)):
        if not _may_choose(target, form.for_user, reach):
            raise PermissionDenied


def _reach_in(form: WagtailAdminPageForm) -> Reach | None:
    return reach_of(form.for_user) if form.for_user else None


def _parts(form: Any) -> Iterator[Any]:
    """The form and the forms of its children, all the way down."""
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from _parts(child)


def _posted(form: Any) -> Iterator[Target]:
    """What the fields of `form` refer to, before anything is known of their being valid."""
    text_fields = _text_fields(form._meta.model)
    for name, field in form.fields.items():
        if field.disabled:
            continue
        value = field.widget.value_from_datadict(form.data, form.files, form.add_prefix(name))
        if name in text_fields:
            yield from _references(text_fields[name], value)
        elif value and (queryset := getattr(field, "queryset", None)) is not None:
            values = value if isinstance(value, list | tuple) else [value]
            yield from ((_root(queryset.model), _key(one)) for one in values)


def _saved(page: Page) -> Iterator[Target]:
    """What the page refers to already, in its database rows or its last draft."""
    if page.pk is None:
        return
    saved = page.specific_class._default_manager.get(pk=page.pk)
    for version in (saved, saved.get_latest_revision_as_object()):
        yield from _targets_in(version)


def _targets_in(instance: Any) -> Iterator[Target]:
    text_fields = _text_fields(type(instance))
    for field in instance._meta.concrete_fields:
        if field.name in text_fields:
            yield from _references(field, field.value_from_object(instance))
        elif field.is_relation and (key := getattr(instance, field.attname)) is not None:
            yield _root(field.related_model), _key(key)
    for relation in get_all_child_relations(type(instance)):
        for child in getattr(instance, relation.get_accessor_name()).all():
            yield from _targets_in(child)


def _text_fields(model: type[Model]) -> dict[str, Any]:
    """Fields that keep references in what is written: rich text, and bodies of blocks."""
    return {f.name: f for f in model._meta.concrete_fields if hasattr(f, "extract_references")}


def _references(field: Any, value: Any) -> Iterator[Target]:
    for model, key, *_path in field.extract_references(value) if value else ():
        yield _root(model), _key(key)


def _root(model: type[Model]) -> type[Model]:
    return Page if issubclass(model, Page) else model


def _key(value: object) -> str:
    """A primary key as text; "0", which nothing has, for what cannot be one."""
    return str(value) if str(value).isdecimal() else "0"


def _may_choose(target: Target, user: Any, reach: Reach) -> bool:
    model, key = target
    if model is Page:
        return live_pages().filter(pk=key).exists() or own_pages(reach).filter(pk=key).exists()
    if model in (get_image_model(), get_document_model()):
        policy = policy_registry.get_by_type(model)
        choosable = policy.instances_user_has_permission_for(user, "choose")
        return bool(choosable.filter(pk=key).exists())
    return True  # terms and other words of a list, which everybody sees
