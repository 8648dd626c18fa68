"""What companies ask of a conference: personal data, kept for the office and for a limited time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel

from plugins.conferences.forms import HandledEnquiryForm
from plugins.conferences.models.partners import KeyField


class ConferenceEnquiry(models.Model):
    """One enquiry. Nothing of it is ever public."""

    conference = models.ForeignKey(
        "conferences.ConferencePage",
        verbose_name=_("conference"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    conference_title = models.CharField(_("conference"), max_length=255, editable=False)
    package_key = KeyField(_("package"), blank=True, editable=False)
    package_name = models.CharField(_("package"), max_length=120, blank=True, editable=False)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=160)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    message = models.TextField(_("message"), max_length=5000, blank=True)
    locale = models.CharField(_("language"), max_length=10, editable=False)
    created_at = models.DateTimeField(_("received"), auto_now_add=True, db_index=True)
    office_mailed_at = models.DateTimeField(_("office was mailed"), null=True, editable=False)
    visitor_mailed_at = models.DateTimeField(_("sender was mailed"), null=True, editable=False)
    is_handled = models.BooleanField(
        _("handled"),
        default=False,
        db_index=True,
        help_text=_("Handled enquiries are deleted some time after they came."),
    )
    note = models.TextField(_("note of the office"), blank=True)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handled by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )

    base_form_class = HandledEnquiryForm
    panels = [
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("conference_title", read_only=True),
                        FieldPanel("package_name", read_only=True),
                    ]
                ),
                FieldRowPanel(
                    [FieldPanel("name", read_only=True), FieldPanel("organisation", read_only=True)]
                ),
                FieldRowPanel(
                    [FieldPanel("email", read_only=True), FieldPanel("phone", read_only=True)]
                ),
                FieldPanel("message", read_only=True),
                FieldRowPanel(
                    [FieldPanel("created_at", read_only=True), FieldPanel("locale", read_only=True)]
                ),
            ],
            heading=_("Enquiry"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("office_mailed_at", read_only=True),
                        FieldPanel("visitor_mailed_at", read_only=True),
                    ]
                ),
                FieldPanel("mail_again"),
            ],
            heading=_("E-mails"),
        ),
        MultiFieldPanel(
            [FieldPanel("is_handled"), FieldPanel("note")], heading=_("Work of the office")
        ),
        HelpPanel(_("Personal data: use them to answer this enquiry only.")),
    ]

    class Meta:
        verbose_name = _("enquiry")
        verbose_name_plural = _("enquiries")
        ordering = ["-created_at", "-pk"]
        default_permissions = ("change", "delete", "view")

    def __str__(self) -> str:
        return f"{self.organisation}: {self.conference_title}"

    @property
    def is_mailed(self) -> bool:
        """True when both the office and the sender were mailed."""
        return self.office_mailed_at is not None and self.visitor_mailed_at is not None
