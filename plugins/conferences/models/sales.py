"""What is sold of a sponsorship package: a fact in rows, outside pages and their drafts.

A page says how many there may be, for each language version and each draft anew. What can be
sold is one row for each package of an edition, whatever the language, and each sale is a row of
its own. Whoever sells, or takes a sale back, locks the package's row first and writes how many are
sold into it; the database refuses a number above the limit. Rows of several packages are locked in
the order of their primary keys, all before any sale is touched, so that nobody waits in a circle.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail_localize.models import Translation

from cms.content.relations import PageKeyPanel
from plugins.conferences.models.partners import KeyField, Named

if TYPE_CHECKING:
    from plugins.conferences.models.conference import ConferencePage


class SoldOut(ValidationError):
    """A package cannot be sold: none is left, or it is not on offer."""


class PackageStock(models.Model):
    """What one package of one edition may sell and has sold; the same in all languages."""

    conference_key = models.UUIDField(_("conference"), editable=False)
    package_key = KeyField(_("package"), editable=False)
    title = models.CharField(_("package"), max_length=400, editable=False)
    limit = models.PositiveIntegerField(_("at most"), null=True, editable=False)
    sold = models.PositiveIntegerField(_("sold"), default=0, editable=False)
    is_offered = models.BooleanField(_("on offer"), default=True, editable=False)

    class Meta:
        verbose_name = _("package on sale")
        verbose_name_plural = _("packages on sale")
        ordering = ["title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=("conference_key", "package_key"), name="unique_package_stock"
            ),
            models.CheckConstraint(
                condition=Q(limit__isnull=True) | Q(sold__lte=F("limit")),
                name="package_not_oversold",
            ),
        ]

    def __str__(self) -> str:
        if self.limit is None:
            return self.title
        return _("%(title)s (%(left)d left)") % {"title": self.title, "left": self.left}

    @property
    def left(self) -> int | None:
        """How many can still be sold; None when there is no limit."""
        return None if self.limit is None else self.limit - self.sold


class PackageSales(models.QuerySet["PackageSale"]):
    """Sales that are deleted together lock all their packages at once."""

    @transaction.atomic
    def delete(self) -> tuple[int, dict[str, int]]:
        """How many rows went, by model."""
        _locked(set(self.values_list("package_id", flat=True)))
        return super().delete()

    delete.queryset_only = True  # type: ignore[attr-defined]  # as Django marks its own
    delete.alters_data = True  # type: ignore[attr-defined]  # templates may not call it


class PackageSale(Named):
    """A package that somebody has bought or reserved."""

    package = models.ForeignKey(
        PackageStock, verbose_name=_("package"), on_delete=models.CASCADE, related_name="sales"
    )
    sold_on = models.DateField(_("sold on"), default=timezone.localdate)
    note = models.TextField(
        _("note"), blank=True, help_text=_("For the office only; never shown to the public.")
    )

    objects = PackageSales.as_manager()

    panels = [
        FieldPanel("package"),
        PageKeyPanel("organisation"),
        FieldRowPanel([FieldPanel("name"), FieldPanel("website")]),
        FieldPanel("sold_on"),
        FieldPanel("note"),
    ]

    class Meta:
        verbose_name = _("sale of a package")
        verbose_name_plural = _("sales of packages")
        ordering = ["-sold_on", "-pk"]

    def clean(self) -> None:
        """Refuse a sale to nobody, and early what could not be sold."""
        super().clean()
        if self.organisation_id is None and not self.name.strip():
            raise ValidationError(
                {"name": _("Choose an organisation or write the name of another one.")}
            )
        if self.package_id is not None and self._stored_package_id() != self.package_id:
            _check_available(self.package)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write the sale if the package can still be sold.

        Raises:
            SoldOut: Somebody was faster, or the package is not on offer any more.
        """
        with transaction.atomic():
            before = self._stored_package_id()
            stocks = _locked({before, self.package_id} - {None})
            if before != self.package_id:
                _check_available(stocks[self.package_id])
            super().save(*args, **kwargs)
            for stock in stocks.values():
                _recount(stock)

    def _stored_package_id(self) -> int | None:
        if self.pk is None:
            return None
        stored = type(self)._default_manager.filter(pk=self.pk)
        return stored.values_list("package_id", flat=True).first()


def _locked(ids: set[Any]) -> dict[int, PackageStock]:
    """The packages with these ids, nobody else selling them until the transaction ends."""
    rows = PackageStock.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return {stock.pk: stock for stock in rows}


def _check_available(stock: PackageStock) -> None:
    if not stock.is_offered:
        message = _("The package “%(title)s” is not on offer.")
    elif stock.left is not None and stock.left <= 0:
        message = _("The package “%(title)s” is sold out.")
    else:
        return
    raise SoldOut({"package": ValidationError(message, params={"title": stock.title})})


def hold(sale: PackageSale) -> None:
    """Lock the package of a sale that is about to be deleted, before the sale's own row is."""
    _locked({sale.package_id})


@transaction.atomic
def take_back(sale: PackageSale) -> None:
    """Let the package of a deleted sale be sold again."""
    for stock in _locked({sale.package_id}).values():
        _recount(stock)


def _recount(stock: PackageStock) -> None:
    stock.sold = stock.sales.count()
    stock.save(update_fields=["sold"])


def sold_of(page: ConferencePage) -> dict[str, int]:
    """How many of each package of the edition are sold, by the package's key.

    Empty for a translation: its packages are those of its source.
    """
    if is_translation(page):
        return {}
    stocks = PackageStock.objects.filter(conference_key=page.translation_key)
    return dict(stocks.values_list("package_key", "sold"))


def is_translation(page: ConferencePage) -> bool:
    """True when the page takes its facts from another language version."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, target_locale_id=page.locale_id, enabled=True
    ).exists()


@transaction.atomic
def keep_stock(page: ConferencePage) -> None:
    """Make what can be sold agree with what the page says, within the transaction that saves it.

    A page that is not public offers nothing. A package that is gone goes, unless it was sold.

    Raises:
        SoldOut: More are sold than the page allows; the form says so before.
    """
    if is_translation(page):
        return
    stored = PackageStock.objects.select_for_update().filter(conference_key=page.translation_key)
    stocks = {stock.package_key: stock for stock in stored.order_by("pk")}
    if not page.live:
        stored.update(is_offered=False)
        return
    for package in page.packages.all():
        stock = stocks.pop(package.key, None)
        if stock is None:
            stock = PackageStock(conference_key=page.translation_key, package_key=package.key)
        if package.limit is not None and stock.sold > package.limit:
            message = _("%(sold)d are sold already; the limit cannot be lower.")
            raise SoldOut(message, params={"sold": stock.sold})
        stock.title = f"{page.title} – {package.name}"
        stock.limit, stock.is_offered = package.limit, True
        stock.save()
    for stock in stocks.values():
        if stock.sold:
            stock.is_offered = False
            stock.save(update_fields=["is_offered"])
        else:
            stock.delete()


@transaction.atomic
def forget_stock(model: type[ConferencePage], conference_key: uuid.UUID) -> None:
    """Forget an edition of which no language version is left, and its sales."""
    if not model._default_manager.filter(translation_key=conference_key).exists():
        stocks = PackageStock.objects.filter(conference_key=conference_key)
        _locked(set(stocks.values_list("pk", flat=True)))
        stocks.delete()
