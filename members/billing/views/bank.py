"""Statements of the bank: send one, say what each line pays, or why it pays nothing. People decide, always."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.db.models import DecimalField, Prefetch, QuerySet, Sum, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.access import proved_again, staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from club.core.paging import page_of
from club.core.templatetags.club import nombre
from members.billing.actions import banking, matching
from members.billing.choosing import found_documents, noted_by_hand
from members.billing.models import Allocation, BankFile, BankLine, Document, Payment
from members.billing.money_console import forget_bank
from members.billing.money_forms import (
    BankFileForm,
    FindForm,
    LeaveForm,
    organisation_of,
    posted_documents,
    read_shares,
    words_of,
)
from members.billing.suggestions import PROBABLE, Suggestion, read_book, suggest, told

SEE, ACT, SEND = "billing.view_bankline", "billing.change_bankline", "billing.add_bankfile"
SIZE = 10
TABS = {
    "attente": ("À rapprocher", {"state": "waiting", "amount__gt": 0}, "booked_on"),
    "sorties": ("Sorties d’argent", {"state": "waiting", "amount__lt": 0}, "-booked_on"),
    "rapprochees": ("Rapprochées", {"state": "matched"}, "-booked_on"),
    "laissees": ("Laissées de côté", {"state": "left"}, "-booked_on"),
}


def weighed(rows: QuerySet[BankLine]) -> QuerySet[BankLine]:
    """Each with ``matched``: what payments already took of it."""
    return rows.annotate(matched=Coalesce(Sum("payments__amount"), Value(Decimal(0)), output_field=DecimalField()))


@staff_page(SEE)
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Lines of one state, page by page; those that wait with the best suggestion."""
    tab = request.GET.get("etat", "attente")
    tab = tab if tab in TABS else "attente"
    _, wanted, key = TABS[tab]
    rows = weighed(BankLine.objects.filter(**wanted).select_related("file", "twin_of__file"))
    page = page_of(rows, request, key=key, size=SIZE)
    context = {
        "tab": tab,
        "tabs": [(label, f"?etat={name}", name == tab) for name, (label, _, _) in TABS.items()],
        "rows": _rows(page.rows, weigh=tab == "attente"),
        "latest": BankFile.objects.select_related("imported_by").first(),
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "billing/console/bank.html", context)


def _rows(lines: list[BankLine], *, weigh: bool) -> list[tuple[BankLine, Decimal, Suggestion | None, str, bool]]:
    """Each line, what is left of it, its best suggestion, told, and whether it stands out enough to be confirmed."""
    book = read_book(lines) if weigh and lines else None
    rows = []
    for line in lines:
        left = line.amount - line.matched  # type: ignore[attr-defined]
        found = suggest(line, book, left=left) if book else []
        best = found[0] if found else None
        stands_out = bool(
            best and not line.twin_of_id and best.score >= PROBABLE and all(s.score < best.score for s in found[1:])
        )
        rows.append((line, left, best, told(best) if best else "", stands_out))
    return rows


@staff_page(SEND)
@proved_again
def receive(request: HttpRequest) -> HttpResponse:
    """A statement comes in; what other files already brought is counted, not written again."""
    form = BankFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            received = banking.receive(name=file.name or "relevé", source=file, by=request.user)
        except ClubError as error:
            form.add_error("file", str(error))
        else:
            forget_bank()
            messages.success(request, _sentence(received))
            return redirect("console:bank")
    status = 400 if form.errors else 200
    return render(request, "billing/console/bank_import.html", {"form": form}, status=status)


def _sentence(received: banking.Received) -> str:
    file = received.file
    if received.is_known:
        return "Ce fichier avait déjà été importé\u00a0: rien n’a changé."
    new, old = file.new_count, file.line_count - file.new_count
    said = f"{nombre(new)} ligne{'s' if new > 1 else ''} nouvelle{'s' if new > 1 else ''}"
    said = f"{said}, {nombre(old)} déjà connue{'s' if old > 1 else ''} par d’autres relevés."
    if twins := file.lines.exclude(twin_of=None).count():
        said += (
            f" {nombre(twins)} {'sont' if twins > 1 else 'est'} sans doute déjà importée{'s' if twins > 1 else ''}"
        )
        said += " d’un autre fichier\u00a0: dites-le ligne par ligne."
    return said


@staff_page(SEE)
@require_safe
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: what it may pay and why, the documents to choose from, what was done with it."""
    row = get_object_or_404(BankLine.objects.select_related("file", "twin_of__file"), pk=pk)
    left = matching.left_of(row)
    find = FindForm(request.GET)
    context: dict[str, Any] = {"line": row, "left": left, "find": find, "leave_form": LeaveForm()}
    settled = Prefetch("allocations", Allocation.objects.standing().select_related("document"), to_attr="standing")
    context["payments"] = row.payments.select_related("organisation").prefetch_related(settled)
    context["may_act"] = request.user.has_perm(ACT)
    if row.state == BankLine.State.WAITING and left > 0:
        context["suggestions"] = [(found, told(found)) for found in suggest(row, read_book([row]), left=left)]
        context["found"] = found_documents(words_of(find.data.get("q", "")), amount=left)
        context["noted"] = noted_by_hand(row, left)
    elif row.state == BankLine.State.WAITING:
        same = Payment.objects.received().weighed().filter(amount=-left, given_back=0)
        context["taken_back"] = same.select_related("organisation")[:5]
        context["credited"] = Document.objects.unspent().filter(free=-left).select_related("organisation")[:5]
    return render(request, "billing/console/bank_line.html", context)


@staff_page(ACT)
@require_POST
@once
def match(request: HttpRequest, pk: int) -> HttpResponse:
    """A suggestion confirmed, or amounts typed by hand; ``organisation`` keeps on account what is too much."""
    row = get_object_or_404(BankLine, pk=pk)
    try:
        to = read_shares(request.POST, posted_documents(request.POST))
        keeper = organisation_of(request.POST)
        made = matching.match(line=row, to=to, organisation=keeper, by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
        return redirect("console:bank_line", pk)
    forget_bank()
    messages.success(request, f"Rapprochée\u00a0: {', '.join(str(payment.organisation) for payment in made)}.")
    row.refresh_from_db()
    return redirect("console:bank") if row.state == BankLine.State.MATCHED else redirect("console:bank_line", pk)


@staff_page(ACT)
@require_POST
def recognise(request: HttpRequest, pk: int) -> HttpResponse:
    """The line is money that was already noted by hand."""
    chosen = [number_of(text) for text in request.POST.getlist("payment")[:100]]
    try:
        known = Payment.objects.filter(pk__in=chosen)
        matching.recognise(line=get_object_or_404(BankLine, pk=pk), known=known, by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
        return redirect("console:bank_line", pk)
    forget_bank()
    messages.success(request, "Rapprochée d’un règlement déjà noté.")
    return redirect("console:bank")


@staff_page(ACT)
@require_POST
def detach(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(Payment.objects.filter(bank_line__isnull=False), pk=pk)
    try:
        matching.detach(payment=row, by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
    forget_bank()
    return redirect("console:bank_line", row.bank_line_id)


@staff_page(ACT)
@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(BankLine, pk=pk)
    try:
        banking.leave(line=row, reason=request.POST.get("reason", ""), by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
        return redirect("console:bank_line", pk)
    forget_bank()
    messages.success(request, "Ligne laissée de côté. Elle se reprend à tout moment.")
    return redirect("console:bank")


@staff_page(ACT)
@require_POST
def twin(request: HttpRequest, pk: int) -> HttpResponse:
    """« Déjà importée ? »: the same movement is left aside, another waits as any line."""
    row = get_object_or_404(BankLine.objects.select_related("twin_of__file"), pk=pk)
    same = request.POST.get("same") == "oui"
    try:
        banking.settle_twin(line=row, same=same, by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
        return redirect("console:bank_line", pk)
    forget_bank()
    said = (
        "Laissée de côté\u00a0: elle était déjà importée."
        if same
        else "Ce sont deux mouvements\u00a0: celui-ci attend."
    )
    messages.success(request, said)
    return redirect("console:bank") if same else redirect("console:bank_line", pk)


@staff_page(ACT)
@require_POST
def take_up(request: HttpRequest, pk: int) -> HttpResponse:
    try:
        banking.take_up(line=get_object_or_404(BankLine, pk=pk), by=request.user)
    except ClubError as error:
        messages.warning(request, str(error))
    forget_bank()
    return redirect("console:bank_line", pk)
