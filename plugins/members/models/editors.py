"""Who edits for a member, by which links they come, and where their files go."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting

from plugins.members.models.member import MemberPage


class Editor(models.Model):
    """A user who works for one member, in all languages of its entry (hence the key)."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("user"),
        on_delete=models.CASCADE,
        related_name="member_editor",
    )
    member_key = models.UUIDField(_("member"), db_index=True)
    created_at = models.DateTimeField(_("since"), auto_now_add=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("invited by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("editor of a member")
        verbose_name_plural = _("editors of members")

    def __str__(self) -> str:
        return str(self.user)

    @property
    def member(self) -> MemberPage | None:
        """The member's entry in the language it was written in first; None when it is gone."""
        versions = MemberPage.objects.filter(translation_key=self.member_key, alias_of=None)
        return versions.order_by("pk").first()


class EditLink(models.Model):
    """A link by e-mail that lets its reader in once; the token itself is kept nowhere."""

    editor = models.ForeignKey(Editor, on_delete=models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(auto_now_add=True, db_index=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    is_asked_for = models.BooleanField(default=False)  # by a visitor; else the office sent it

    class Meta:
        verbose_name = _("edit link")
        verbose_name_plural = _("edit links")

    def __str__(self) -> str:
        return f"{self.editor} {self.created_at:%Y-%m-%d}"

    @property
    def is_open(self) -> bool:
        """True while the link may still be used."""
        return self.used_at is None and self.expires_at > timezone.now()


class MemberFiles(models.Model):
    """The collection into which a member's editors upload."""

    member_key = models.UUIDField(unique=True)
    collection = models.OneToOneField(
        "wagtailcore.Collection", on_delete=models.CASCADE, related_name="+"
    )

    class Meta:
        verbose_name = _("files of a member")
        verbose_name_plural = _("files of members")

    def __str__(self) -> str:
        return str(self.collection)


class SelfServiceSettings(BaseSiteSetting):
    """What members' editors may publish without the office, and how much they may upload."""

    entries_without_approval = models.BooleanField(
        _("members publish changes of their entry themselves"),
        default=False,
        help_text=_("Otherwise the office approves each change."),
    )
    posts_without_approval = models.BooleanField(
        _("members publish their opportunities themselves"),
        default=False,
        help_text=_("Otherwise the office approves each of them, and each later change."),
    )
    max_files = models.PositiveIntegerField(
        _("files of one member"), default=200, help_text=_("Images and documents together.")
    )
    max_megabytes = models.PositiveIntegerField(
        _("size of one member’s files in MB"), default=500, validators=[MinValueValidator(1)]
    )

    panels: list[Any] = [
        MultiFieldPanel(
            [FieldPanel("entries_without_approval"), FieldPanel("posts_without_approval")],
            heading=_("Approval by the office"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("max_files"), FieldPanel("max_megabytes")])],
            heading=_("Uploads"),
            help_text=_("A member’s editor who reaches a limit is told to write to the office."),
        ),
    ]

    class Meta:
        verbose_name = _("self-service of members")
