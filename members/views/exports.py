"""Rows on their way out: the current filter, chosen columns, after a fresh proof of identity."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render

from club.core.access import proved_again, staff_page
from club.core.counting import CappedPaginator
from club.core.sheets.columns import resource_of
from club.core.sheets.writing import download
from members import exports
from members.forms import ExportForm


@staff_page("members.export_people")
@proved_again
def export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """GET: what will leave. POST: the file. The filters are those of the address."""
    try:
        resource = resource_of(kind)
    except KeyError:
        raise Http404 from None
    if not request.user.has_perm(resource.view_permission):
        raise PermissionDenied
    rows, filters = resource.selection(request)
    form = ExportForm(resource, request.POST or None)
    if request.method == "POST" and form.is_valid():
        records = exports.export(
            resource=resource, rows=rows, filters=filters, actor=request.user, **form.cleaned_data
        )
        return download(records, name=kind, kind=form.cleaned_data["file_kind"])
    count = CappedPaginator(rows, 1).spoken_count
    context = {"form": form, "resource": resource, "filters": filters, "count": count}
    return render(request, "members/console/export.html", context)
