"""Pages with a form that editors build themselves."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.contrib.forms.models import AbstractFormField, EmailFormMixin, FormMixin
from wagtail.contrib.forms.panels import FormSubmissionsPanel
from wagtail.fields import RichTextField
from wagtail.models import TranslatableMixin
from wagtail_localize.fields import SynchronizedField

from cms.content.base import ContentPage
from cms.content.blocks import INLINE_FEATURES
from cms.content.body import BodyField


class FormPage(EmailFormMixin, FormMixin, ContentPage):
    """A page with a form; what visitors send is stored and mailed to the office."""

    intro = RichTextField(_("introduction"), blank=True, features=INLINE_FEATURES)
    thank_you = RichTextField(_("thanks after sending"), blank=True, features=INLINE_FEATURES)
    body = BodyField(verbose_name=_("body"))

    template = "cms_content/form_page.html"
    landing_page_template = "cms_content/form_page_landing.html"
    override_translatable_fields = [
        SynchronizedField("to_address", overridable=False),
        SynchronizedField("from_address", overridable=False),
    ]
    content_panels = [
        *ContentPage.content_panels,
        FormSubmissionsPanel(),
        FieldPanel("intro"),
        InlinePanel("form_fields", label=_("field")),
        FieldPanel("thank_you"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("from_address"), FieldPanel("to_address")]),
                FieldPanel("subject"),
            ],
            heading=_("E-mail to the office"),
        ),
        FieldPanel("body"),
    ]

    class Meta:
        verbose_name = _("form page")
        verbose_name_plural = _("form pages")


class FormField(TranslatableMixin, AbstractFormField):
    """One field of a form; its technical name is the same in every language."""

    page = ParentalKey(FormPage, on_delete=models.CASCADE, related_name="form_fields")

    override_translatable_fields = [SynchronizedField("clean_name", overridable=False)]

    class Meta(TranslatableMixin.Meta, AbstractFormField.Meta):
        verbose_name = _("form field")
        verbose_name_plural = _("form fields")
