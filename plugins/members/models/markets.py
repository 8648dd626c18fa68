"""Application markets: where what members make is used."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from cms.content.models.snippets import Term


class Market(Term):
    """A market, such as automotive."""

    class Meta(Term.Meta):
        verbose_name = _("application market")
        verbose_name_plural = _("application markets")
        ordering = ["name_key"]
