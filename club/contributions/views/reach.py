"""What inserts brought, for their supplier in the portal or by the link of a mail, and for staff; PDF and CSV too."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from club.contributions import access, charts, links, papers, reach
from club.contributions.models import Placement, ReachMail
from club.core import tokens
from club.core.access import staff_page
from club.core.naming import number_of
from club.core.pages import visitor_page
from club.core.sheets import writing
from members.models import Organisation

PORTAL, CONSOLE, LINK = "portal", "console", "public"
INSERT = {
    PORTAL: "contributions/portal/reach_of.html",
    CONSOLE: "contributions/console/reach_of.html",
    LINK: "contributions/public/reach_of.html",
}
OF_A_YEAR = {PORTAL: "contributions/portal/reach.html", CONSOLE: "contributions/console/reach.html"}


@require_safe
def year(request: HttpRequest) -> HttpResponse:
    """The inserts of a year; an agency chooses for which of its clients."""
    clients = access.clients_of(request.user)
    supplier = _chosen(request, clients)
    files = f"fournisseur={supplier.pk}" if len(clients) > 1 else ""
    return _year(request, PORTAL, supplier, clients=clients, query=files)


@require_safe
def year_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    return _file_of_year(_chosen(request, access.clients_of(request.user)), kind)


@require_safe
def insert(request: HttpRequest, pk: int) -> HttpResponse:
    return _insert(request, PORTAL, get_object_or_404(access.placements_of(request.user), pk=pk), pk)


@require_safe
def insert_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    return _file_of_insert(get_object_or_404(access.placements_of(request.user), pk=pk), kind)


@visitor_page
@require_safe
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The link of a mail: one insert, without login."""
    mail = _mail_of(token)
    if mail is None:
        return render(request, "contributions/public/dead_link.html", status=404)
    return _insert(request, LINK, mail.placement, token, person=mail.person)


@visitor_page
@require_safe
def file_by_link(request: HttpRequest, token: str, kind: str) -> HttpResponseBase:
    mail = _mail_of(token)
    if mail is None:
        return render(request, "contributions/public/dead_link.html", status=404)
    return _file_of_insert(mail.placement, kind)


@staff_page(access.SEE_CALLS)
@require_safe
def supplier_year(request: HttpRequest, pk: int) -> HttpResponse:
    """What staff read of a supplier is what it reads itself."""
    return _year(request, CONSOLE, get_object_or_404(Organisation.objects.brands(), pk=pk), pk)


@staff_page(access.SEE_CALLS)
@require_safe
def supplier_year_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    return _file_of_year(get_object_or_404(Organisation.objects.brands(), pk=pk), kind)


@staff_page(access.SEE_CALLS)
@require_safe
def supplier_insert(request: HttpRequest, pk: int) -> HttpResponse:
    return _insert(request, CONSOLE, get_object_or_404(Placement.objects.sent(), pk=pk), pk)


@staff_page(access.SEE_CALLS)
@require_safe
def supplier_insert_file(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    return _file_of_insert(get_object_or_404(Placement.objects.sent(), pk=pk), kind)


def _chosen(request: HttpRequest, clients: list[Organisation]) -> Organisation:
    """The supplier that the address names, or the first; that of somebody else does not exist."""
    asked = request.GET.get("fournisseur")
    found = [one for one in clients if asked is None or one.pk == number_of(asked)]
    if not found:
        raise Http404
    return found[0]


def _mail_of(token: str) -> ReachMail | None:
    """The mail whose link it is; None when it is not ours, too old, or its reader no longer acts for the supplier."""
    alive = timezone.now() - links.REACH_LIFE
    mails = ReachMail.objects.select_related("person").filter(person__isnull=False, settled_at__gt=alive)
    mail = mails.filter(pk=tokens.read(links.REACH, token)).first()
    placement = Placement.objects.sent().filter(pk=mail.placement_id).first() if mail else None
    if mail is None or placement is None or not access.still_writes(mail.person, placement.supplier):
        return None
    mail.placement = placement
    return mail


def _insert(request: HttpRequest, face: str, placement: Placement, key: object, **more: object) -> HttpResponse:
    told = reach.of_placement(placement)
    kinds = {f"{kind}_url": reverse(f"{face}:contributions:reach_of_file", args=[key, kind]) for kind in papers.KINDS}
    context = {"insert": told, "placement": placement, "rates": charts.rates([told]), **kinds, **more}
    return render(request, INSERT[face], context)


def _year(
    request: HttpRequest, face: str, supplier: Organisation, *args: int, query: str = "", **more: object
) -> HttpResponse:
    told = reach.of_year(supplier)
    context = {"year": told, "face": face, "charts": [charts.reached(told.inserts), charts.rates(told.inserts)]}
    for kind in papers.KINDS:
        url = reverse(f"{face}:contributions:reach_file", args=[*args, kind])
        context[f"{kind}_url"] = f"{url}?{query}" if query else url
    return render(request, OF_A_YEAR[face], context | more)


def _file_of_insert(placement: Placement, kind: str) -> HttpResponseBase:
    told = reach.of_placement(placement)
    name = f"portee-flash-info-{placement.issue.number}-encart-{placement.pk}"
    return _file(name, kind, papers.insert(told), papers.records_of_insert(told))


def _file_of_year(supplier: Organisation, kind: str) -> HttpResponseBase:
    told = reach.of_year(supplier)
    return _file(f"portee-{told.ends_on:%Y-%m-%d}", kind, papers.year(told), papers.records_of_year(told))


def _file(name: str, kind: str, paper: dict[str, Any], records: Iterable[Sequence[str]]) -> HttpResponseBase:
    if kind == "csv":
        return writing.download(records, name=name, kind=kind)
    if kind != "pdf":
        raise Http404
    response = HttpResponse(papers.pdf(paper), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
