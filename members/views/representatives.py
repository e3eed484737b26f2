"""The members' portal: colleagues of one's organisation, invitations, handing over, leaving."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from club.core.errors import ClubError
from club.core.idempotency import once
from members import access
from members.actions import representatives
from members.models import Affiliation, Invitation
from members.representative_forms import HandOverForm, InvitationForm, RolesForm


@require_safe
def colleagues(request: HttpRequest, organisation: int) -> HttpResponse:
    """Everybody who acts for the organisation; administrators change it here."""
    mine = access.acting_for(request.user, organisation)
    rows = mine.organisation.affiliations.current().select_related("person").order_by("person__sort_key")
    context = {
        "mine": mine,
        "organisation": mine.organisation,
        "rows": rows,
        "may": access.can_administer(mine),
        "invitations": mine.organisation.invitations.open().select_related("invited_by"),
        "vacant": [label for role, label in access.NEEDED.items() if not any(role in row.roles for row in rows)],
    }
    return render(request, "members/portal/colleagues.html", context)


@once
def invite(request: HttpRequest, organisation: int) -> HttpResponse:
    mine = access.administering(request.user, organisation)
    form = InvitationForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            representatives.invite(organisation=mine.organisation, by=request.user, **form.cleaned_data)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"L’invitation part vers {form.cleaned_data['email']}.")
            return redirect("portal:members:colleagues", organisation)
    context = {"form": form, "organisation": mine.organisation}
    return render(request, "members/portal/invite.html", context)


@require_POST
def withdraw(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    mine = access.administering(request.user, organisation)
    invitation = get_object_or_404(Invitation, pk=pk, organisation=mine.organisation)
    return _act(
        request,
        organisation,
        "L’invitation est retirée\u00a0: son lien ne sert plus.",
        lambda: representatives.withdraw(invitation=invitation, by=request.user),
    )


def colleague(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    """Roles and job title of one colleague."""
    mine = access.administering(request.user, organisation)
    row = _colleague(mine, pk)
    form = RolesForm(request.POST or None, initial={"roles": row.roles, "job_title": row.job_title})
    if request.method == "POST" and form.is_valid():
        try:
            representatives.change_roles(affiliation=row, by=request.user, **form.cleaned_data)
        except ClubError as error:
            form.add_error("roles", str(error))
        else:
            messages.success(request, f"Les rôles de {row.person} sont à jour.")
            return redirect("portal:members:colleagues", organisation)
    return render(
        request, "members/portal/colleague.html", {"form": form, "row": row, "organisation": mine.organisation}
    )


def remove(request: HttpRequest, organisation: int, pk: int) -> HttpResponse:
    """An administrator removes a colleague; anybody may leave by removing themselves."""
    mine = access.acting_for(request.user, organisation)
    row = mine if pk == mine.pk else _colleague(access.administering(request.user, organisation), pk)
    if request.method != "POST":
        context = {"row": row, "organisation": mine.organisation, "own": row.pk == mine.pk}
        return render(request, "members/portal/remove.html", context)
    try:
        representatives.remove(affiliation=row, by=request.user)
    except ClubError as error:
        messages.error(request, str(error))
        return redirect("portal:members:colleagues", organisation)
    if row.pk == mine.pk:
        messages.success(request, f"Vous ne représentez plus {mine.organisation}.")
        return redirect("portal:home")
    messages.success(request, f"{row.person} ne représente plus {mine.organisation}.")
    return redirect("portal:members:colleagues", organisation)


def hand_over(request: HttpRequest, organisation: int) -> HttpResponse:
    mine = access.administering(request.user, organisation)
    form = HandOverForm(request.POST or None, affiliation=mine)
    if request.method == "POST" and form.is_valid():
        to = form.cleaned_data["to"]
        return _act(
            request,
            organisation,
            f"{to.person} administre désormais {mine.organisation}.",
            lambda: representatives.hand_over(affiliation=mine, to=to),
        )
    return render(request, "members/portal/hand_over.html", {"form": form, "organisation": mine.organisation})


def _colleague(mine: Affiliation, pk: int) -> Affiliation:
    rows = mine.organisation.affiliations.current().select_related("person", "organisation")
    return get_object_or_404(rows, pk=pk)


def _act(request: HttpRequest, organisation: int, done: str, act) -> HttpResponse:  # type: ignore[no-untyped-def]
    try:
        act()
        messages.success(request, done)
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("portal:members:colleagues", organisation)
