"""Import and export in the admin, for those who may publish the pages of a table."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.content.transfer.background import Progress, stream
from cms.content.transfer.entries import header
from cms.content.transfer.errors import CannotExport, FileRefused
from cms.content.transfer.export import export
from cms.content.transfer.formats import FORMATS, check_size, read
from cms.content.transfer.models import Upload, forget_old_uploads
from cms.content.transfer.plan import Action, Plan
from cms.content.transfer.planner import plan_import
from cms.content.transfer.run import Done, run
from cms.content.transfer.tables import tables, tables_of
from cms.plugin import Table

NAMESPACE = "cms_content_admin"
TITLE = gettext_lazy("Import and export")
SHOWN_ROWS = 200


class TransferPage(WagtailAdminTemplateMixin, TemplateView):
    """What the pages share: the furniture, and who may come in."""

    header_icon = "download"
    page_title = TITLE
    table: Table | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, for those who may use its table, or any when it has none."""
        self.table = allowed_table(request, kwargs.get("table"))
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the list, this page."""
        items = [*self.breadcrumbs_items, {"url": url("transfer"), "label": TITLE}]
        return [*items, {"url": "", "label": self.get_page_title()}] if self.table else items

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """And the table."""
        return super().get_context_data(**{**kwargs, "table": self.table})


def allowed_table(request: HttpRequest, name: str | None) -> Table | None:
    """The table `name`, None for no name.

    Raises:
        Http404: there is none now.
        PermissionDenied: the user may not use it, or none at all.
    """
    if name is not None and name not in tables():
        raise Http404
    allowed = tables_of(request.user)
    if not allowed or (name is not None and name not in allowed):
        raise PermissionDenied
    return allowed[name] if name is not None else None


def url(name: str, *args: Any) -> str:
    """The address of a page of this room."""
    return reverse(f"{NAMESPACE}:{name}", args=args)


class TablesView(TransferPage):
    """The list of tables."""

    template_name = "cms_content/transfer/tables.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The tables that the user may use."""
        found = tables_of(self.request.user).values()
        return super().get_context_data(tables=found, formats=list(FORMATS), **kwargs)


class ExportView(View):
    """Sends a file."""

    def get(self, request: HttpRequest, table: str, format: str) -> HttpResponse:
        """All entries of the table."""
        found = allowed_table(request, table)
        if found is None or format not in FORMATS:
            raise Http404
        try:
            content = export(found, format)
        except CannotExport as error:
            messages.error(request, str(error))
            return redirect(url("transfer"))
        response = HttpResponse(content, content_type=FORMATS[format].content_type)
        name = f"{found.name}-{timezone.localdate():%Y-%m-%d}.{format}"
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response


class UploadForm(forms.Form):
    """A file; read once, to see that it can be."""

    file = forms.FileField(
        label=gettext_lazy("File"), help_text=gettext_lazy("CSV or XLSX, at most 20 MB.")
    )

    def __init__(self, table: Table, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.table = table

    def clean_file(self) -> Any:
        """Refuse what cannot be read."""
        file = self.cleaned_data["file"]
        try:
            check_size(file.size)
            self.content = file.read()
            read(self.content, file.name, known=header(self.table.columns))
        except FileRefused as refused:
            raise forms.ValidationError(str(refused)) from None
        return file


class UploadView(TransferPage, FormView):
    """Takes a file, which is kept for its user only."""

    template_name = "cms_content/transfer/upload.html"
    form_class = UploadForm

    def get_page_title(self) -> str:
        """What is imported."""
        return _("Import: %s") % self._table.title

    @property
    def _table(self) -> Table:
        assert self.table is not None  # noqa: S101 -- its address names one
        return self.table

    def get_form_kwargs(self) -> dict[str, Any]:
        """And the table."""
        return {**super().get_form_kwargs(), "table": self._table}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """And the names of the columns."""
        return super().get_context_data(columns=header(self._table.columns), **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        """Keep the file; on to the report."""
        forget_old_uploads()
        upload = Upload.objects.create(
            user=self.request.user,
            table=self._table.name,
            name=form.cleaned_data["file"].name[:255],
            content=form.content,
        )
        return redirect(url("transfer_check", self._table.name, upload.pk))


class CheckView(UploadView):
    """Says what would happen; makes it happen on POST."""

    template_name = "cms_content/transfer/check.html"
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page of the user's own file."""
        self.upload = get_object_or_404(
            Upload, pk=kwargs["upload"], user=request.user, table=kwargs["table"]
        )
        if self.upload.result is not None and request.method != "POST":
            return redirect(url("transfer_result", kwargs["table"], self.upload.pk))
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The plan."""
        with transaction.atomic():
            plan = plan_of(self.upload, self._table)
        changed = plan.rows_with(Action.CHANGE) + plan.rows_with(Action.CREATE)
        kwargs |= {"upload": self.upload}  # in place of its id from the address
        return super(UploadView, self).get_context_data(
            plan=plan,
            counts=plan.counts,
            rows=sorted(changed, key=lambda row: row.row)[:SHOWN_ROWS],
            hidden=max(len(changed) - SHOWN_ROWS, 0),
            **kwargs,
        )

    def post(self, request: HttpRequest, table: str, upload: Any) -> HttpResponseBase:
        """Import; with progress for a script that asks for it."""
        user = request.user

        def work(progress: Progress) -> dict[str, Any]:
            return carry_out(self.upload, self._table, user, progress)

        if request.headers.get("Accept") == "application/x-ndjson":
            return StreamingHttpResponse(stream(work), content_type="application/x-ndjson")
        return redirect(work(lambda done, total: None)["url"])


def plan_of(upload: Upload, table: Table, progress: Progress = lambda done, total: None) -> Plan:
    """What importing an upload would do."""
    sheet = read(bytes(upload.content), upload.name, known=header(table.columns))
    return plan_import(table, sheet, user=upload.user, progress=progress)


@transaction.atomic
def carry_out(upload: Upload, table: Table, user: Any, progress: Progress) -> dict[str, Any]:
    """Where to go after the import: its result, or the report when there are problems by now.

    The upload is locked, so that a second click waits, and then finds it done.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.result is None:
        plan = plan_of(upload, table, progress)
        if plan.problems:
            return {"url": url("transfer_check", table.name, upload.pk)}
        upload.result = [_shown(done) for done in run(plan, user, progress=progress)]
        upload.content = b""
        upload.save()
    return {"url": url("transfer_result", table.name, upload.pk)}


def _shown(done: Done) -> dict[str, Any]:
    return {
        "row": done.row,
        "action": done.action.value,
        "page": done.page.pk,
        "title": str(done.page),
    }


class ResultView(TransferPage):
    """What was imported, with links."""

    template_name = "cms_content/transfer/result.html"

    def get_page_title(self) -> str:
        """That it is done."""
        return _("Imported")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The pages that were made and changed."""
        upload = get_object_or_404(
            Upload, pk=self.kwargs["upload"], user=self.request.user, result__isnull=False
        )
        rows = upload.result or []
        return super().get_context_data(
            created=sum(row["action"] == Action.CREATE.value for row in rows),
            changed=sum(row["action"] == Action.CHANGE.value for row in rows),
            rows=rows[:SHOWN_ROWS],
            hidden=max(len(rows) - SHOWN_ROWS, 0),
            **kwargs,
        )


class TransferMenuItem(MenuItem):
    """The entry of the main menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """To those who may use a table."""
        return bool(tables_of(request.user))


menu_item = TransferMenuItem(
    TITLE, reverse_lazy(f"{NAMESPACE}:transfer"), name="transfer", icon_name="download", order=240
)

urlpatterns = [
    path("", TablesView.as_view(), name="transfer"),
    path("<slug:table>/export/<slug:format>/", ExportView.as_view(), name="transfer_export"),
    path("<slug:table>/import/", UploadView.as_view(), name="transfer_import"),
    path("<slug:table>/import/<uuid:upload>/", CheckView.as_view(), name="transfer_check"),
    path("<slug:table>/import/<uuid:upload>/done/", ResultView.as_view(), name="transfer_result"),
]
