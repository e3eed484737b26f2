"""The blocks of an issue: written, moved, removed, seen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from club.core.idempotency import once
from newsletters import access
from newsletters.actions import composing
from newsletters.forms import BlockForm
from newsletters.models import Block, Issue
from newsletters.views.issues import clash, form_again


@staff_page(access.WRITE)
@once
def new_block(request: HttpRequest, number: int) -> HttpResponse:
    issue = get_object_or_404(Issue, number=number)
    kind, invites = request.GET.get("genre", "agenda" if issue.event_id else "product"), bool(issue.event_id)
    form = BlockForm(request.POST or None, request.FILES or None, initial={"kind": kind}, invites=invites)
    if form.is_bound and form.is_valid():
        try:
            block = composing.add_block(issue=issue, actor=request.user, content=form.content())
        except ClubError as error:
            messages.error(request, str(error))
            return redirect("console:flash:compose", number)
        return redirect(_place(block))
    return render(request, "newsletters/console/block.html", {"form": form, "issue": issue})


@staff_page(access.WRITE)
@once
def block(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    row = get_object_or_404(Block.objects.select_related("issue", "supplier"), pk=pk, issue__number=number)
    told = {"kept": row, "invites": bool(row.issue.event_id)}
    form = BlockForm(request.POST, request.FILES, **told) if request.method == "POST" else BlockForm.of(row, **told)
    if form.is_bound and form.is_valid():
        seen = form.cleaned_data["seen"]
        try:
            composing.write_block(block=row, actor=request.user, seen=seen, content=form.content())
        except composing.Conflict as conflict:
            again = BlockForm(form_again(request, conflict), **told)
            return clash(request, row.issue, again, conflict, "block")
        except ClubError as error:
            messages.error(request, str(error))
        return redirect(_place(row))
    return render(request, "newsletters/console/block.html", {"form": form, "issue": row.issue, "row": row})


@staff_page(access.WRITE)
@once
def remove_block(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    """GET asks, POST removes."""
    row = get_object_or_404(Block.objects.select_related("issue"), pk=pk, issue__number=number)
    if request.method != "POST":
        return render(request, "newsletters/console/remove_block.html", {"issue": row.issue, "row": row})
    try:
        composing.remove_block(block=row, actor=request.user)
        messages.success(request, f"« {row.title} » est retiré.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("console:flash:compose", number)


@staff_page(access.WRITE)
@require_POST
def move_block(request: HttpRequest, number: int, pk: int) -> HttpResponse:
    row = get_object_or_404(Block.objects.select_related("issue"), pk=pk, issue__number=number)
    try:
        composing.move_block(block=row, actor=request.user, step=-1 if request.POST.get("vers") == "haut" else 1)
    except ClubError as error:
        messages.error(request, str(error))
    return redirect(_place(row))


@staff_page(access.WRITE)
@require_POST
def order_blocks(request: HttpRequest, number: int) -> HttpResponse:
    """The order that dragging gave: ``encart`` once for each block."""
    issue = get_object_or_404(Issue, number=number)
    try:
        order = [int(pk) for pk in request.POST.getlist("encart")]
        composing.order_blocks(issue=issue, actor=request.user, order=order)
    except (ClubError, ValueError):
        messages.error(request, "Les encarts ont changé pendant que vous les déplaciez : voici leur ordre actuel.")
    return redirect("console:flash:compose", number)


def _place(block: Block) -> str:
    number = Issue.objects.values_list("number", flat=True).get(pk=block.issue_id)
    return f"{reverse('console:flash:compose', args=[number])}#encart-{block.pk}"
