"""Letters to members' people, each in the language of whoever reads it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.models import Locale

from plugins.members.models import Editor, MemberPage
from plugins.members.self_service.links import LIFETIME, VISIT


def send_invitation(editor: Editor, *, locale: str) -> None:
    """Tell an editor how to set a password, or where to log in when there is one."""
    user = editor.user
    name = "wagtailadmin_login"
    arguments = []
    if not user.has_usable_password():
        name = "wagtailadmin_password_reset_confirm"
        key = urlsafe_base64_encode(force_bytes(user.pk))
        arguments = [key, default_token_generator.make_token(user)]
    context = {
        "address": _absolute(reverse(name, args=arguments)),
        "is_new": not user.has_usable_password(),
        "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
        "username": user.get_username(),
    }
    _send("invitation", editor, context, locale=locale)


def send_link(editor: Editor, token: str, *, locale: str) -> None:
    """Send the link that lets its reader in; the token stands where no server sees it."""
    address = reverse("members:open_link", args=[locale])
    context = {
        "address": f"{_absolute(address)}#{token}",
        "token": token,
        "hours": int(LIFETIME.total_seconds()) // 3600,
        "visit_hours": int(VISIT.total_seconds()) // 3600,
    }
    _send("edit_link", editor, context, locale=locale)


def _send(name: str, editor: Editor, context: dict[str, Any], *, locale: str) -> None:
    with translation.override(locale):
        context |= {"member": _name_in(editor.member, locale), "site": settings.WAGTAIL_SITE_NAME}
        subject = render_to_string(f"members/mail/{name}_subject.txt", context)
        text = render_to_string(f"members/mail/{name}.txt", context)
    send_mail(" ".join(subject.strip().splitlines()), text, None, [editor.user.email])


def _name_in(member: MemberPage | None, locale: str) -> str:
    if member is None:
        return ""
    there = member.get_translation_or_none(Locale.objects.get(language_code=locale))
    return str((there or member).title)


def _absolute(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
