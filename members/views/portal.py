"""The members' portal: the file of one's organisation, its membership and rights, and the directory of members."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.paging import page_of
from members import access, directory
from members.actions import entitlements, leave_notices, pages
from members.models import DirectoryConsent, Organisation
from members.portal_forms import IntroductionForm
from members.representative_forms import ConsentForm, PageForm
from members.statuses import standing_of

PAGE = 48  # cards of the directory


@require_safe
def organisation(request: HttpRequest, organisation: int) -> HttpResponse:
    """Membership in words, options, rights used and left, and where to go next."""
    mine = access.acting_for(request.user, organisation)
    term = mine.organisation.memberships.running().first()
    context = {
        "mine": mine,
        "organisation": mine.organisation,
        "may": access.can_administer(mine),
        "may_leave": access.can_leave(mine),
        "notice": leave_notices.latest_of(mine.organisation),
        "standing": standing_of(mine.organisation),
        "term": term,
        "lines": term.lines.running().select_related("version__option") if term else [],
        "balances": entitlements.balances(mine.organisation),
        "page": pages.page_of(mine.organisation),
        "changes": mine.organisation.changes.filter(state="waiting"),
    }
    return render(request, "members/portal/organisation.html", context)


@once
def edit(request: HttpRequest, organisation: int) -> HttpResponse:
    """Presentation, site, phone and logo hold at once; name, legal name and SIREN are read by the Club first."""
    mine = access.administering(request.user, organisation)
    subject = mine.organisation
    initial = {name: getattr(subject, name) for name in ("website", "phone", "name", "legal_name", "siren")}
    initial |= {"presentation": pages.page_of(subject).presentation}
    form = PageForm(request.POST or None, request.FILES or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            waiting = pages.edit(organisation=subject, by=request.user, **form.cleaned_data)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            said = f" L’équipe relit d’abord\u00a0: {', '.join(waiting)}." if waiting else ""
            messages.success(request, f"La fiche de {subject} est à jour.{said}")
            return redirect("portal:members:organisation", organisation)
    return render(request, "members/portal/edit.html", {"form": form, "organisation": subject})


def consent(request: HttpRequest, organisation: int) -> HttpResponse:
    """What I show of myself in the directory, for this organisation."""
    mine = access.acting_for(request.user, organisation)
    held = DirectoryConsent.objects.filter(affiliation=mine).first()
    form = ConsentForm(request.POST or None, initial={"shown": held.shown if held else []})
    if request.method == "POST" and form.is_valid():
        pages.consent(affiliation=mine, shown=form.cleaned_data["shown"])
        messages.success(request, "Vos choix d’annuaire sont enregistrés.")
        return redirect("portal:members:organisation", organisation)
    return render(request, "members/portal/consent.html", {"form": form, "organisation": mine.organisation})


@require_safe
def members_directory(request: HttpRequest) -> HttpResponse:
    """Members of the day by name, with the people who agreed to be read; for representatives of members alone."""
    if not access.can_read_directory(request.user):
        raise PermissionDenied("L’annuaire est réservé aux représentants des membres du Club.")
    text, side = request.GET.get("q", "")[:120], request.GET.get("cote", "")
    found = directory.narrowed(text=text, side=side)
    page = page_of(found, request, size=PAGE, known=found)
    context = {
        "q": text,
        "side": side,
        "sides": Organisation.Side.choices,
        "count": found.order_by().count(),
        "cards": [directory.card(row) for row in page.rows],
        "previous_url": page.previous_url,
        "next_url": page.next_url,
    }
    return render(request, "members/portal/directory.html", context)


@once
def introduction(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the Club to be introduced to a member; no address is shown to anybody."""
    if not access.can_read_directory(request.user):
        raise PermissionDenied("La mise en relation est réservée aux représentants des membres du Club.")
    to = get_object_or_404(directory.listed(), pk=pk)
    form = IntroductionForm(request.POST or None, user=request.user, to=to)
    if request.method == "POST" and form.is_valid():
        try:
            pages.ask_introduction(to=to, **form.cleaned_data)
        except ClubError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Le Club a reçu votre demande et la transmet à {to} s’il y a lieu.")
            return redirect("portal:members:directory")
    return render(request, "members/portal/introduction.html", {"form": form, "to": to})
