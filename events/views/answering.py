"""A supplier answers a regional meeting, the same page for the portal and for the link of a mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from club.core import limits
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.naming import number_of
from club.core.pages import visitor_page
from events import access
from events.actions import pledging
from events.answering import Desk, desk_of, meetings_of
from events.errors import EventError
from events.models import RegionalMeeting
from events.regional_forms import PledgeForm, typed

POSTS_AN_HOUR = 60
TOO_MANY = "Beaucoup d’enregistrements en une heure\u00a0: réessayez plus tard, ou appelez-nous."


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """Regional meetings that look for suppliers, and what those of the person answered."""
    suppliers = access.suppliers_of(request.user)
    if not suppliers:
        raise Http404
    context = {"suppliers": suppliers, "lines": meetings_of(suppliers)}
    return render(request, "events/portal/regionals.html", context)


@once
def answer(request: HttpRequest, pk: int, organisation: int) -> HttpResponse:
    supplier = access.answering_for(request.user, organisation)
    meeting = get_object_or_404(RegionalMeeting.objects.select_related("event__departement"), pk=pk)
    return _page(request, Desk(request.user, supplier, meeting))


@visitor_page
@once
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """Mail scanners follow links: reading changes nothing, a button does."""
    desk = desk_of(token)
    if desk is None:
        return render(request, "events/public/dead_link.html", status=404)
    return _page(request, desk)


def _page(request: HttpRequest, desk: Desk) -> HttpResponse:
    if request.method != "POST":
        changed = desk.pledge(number_of(request.GET.get("atelier")))
        return _shown(request, desk, PledgeForm(initial=typed(changed) if changed else None))
    if not limits.allow(f"pledge:{desk.person.pk}", limit=POSTS_AN_HOUR, per=limits.HOUR):
        messages.error(request, TOO_MANY)
        return redirect(desk.url)
    if request.POST.get("geste") == "promettre":
        return _pledge(request, desk)
    try:
        messages.success(request, _step(request, desk))
    except ClubError as error:
        messages.error(request, str(error))
    return redirect(desk.url)


def _pledge(request: HttpRequest, desk: Desk) -> HttpResponse:
    form = PledgeForm(request.POST)
    if form.is_valid():
        try:
            messages.success(request, _kept(form, desk))
            return redirect(desk.url)
        except ClubError as error:
            form.add_error(None, str(error))
    return _shown(request, desk, form)


def _kept(form: PledgeForm, desk: Desk) -> str:
    if pk := form.cleaned_data["atelier"]:
        changed = desk.pledge(pk)
        if changed is None:
            raise EventError("Cet atelier n’est plus promis.")
        pledging.change(pledge=changed, words=form.words(), by=desk.person, seen=form.cleaned_data["seen"] or 0)
        return "Votre atelier est à jour."
    pledging.pledge(meeting=desk.meeting, organisation=desk.organisation, words=form.words(), by=desk.person)
    return "C’est noté, merci\u00a0! Un courriel vous le confirme."


def _step(request: HttpRequest, desk: Desk) -> str:
    why = request.POST.get("pourquoi", "")
    if request.POST.get("geste") == "decliner":
        pledging.decline(meeting=desk.meeting, organisation=desk.organisation, why=why, by=desk.person)
        return "C’est noté\u00a0: vous ne venez pas cette fois. Nous ne vous relancerons pas."
    pledge = desk.pledge(number_of(request.POST.get("atelier")))
    if request.POST.get("geste") != "retirer" or pledge is None:
        raise EventError("Rien n’a changé\u00a0: cet atelier n’est plus promis.")
    pledging.withdraw(pledge=pledge, because=why, by=desk.person)
    return "Votre atelier est retiré, et votre droit vous est rendu."


def _shown(request: HttpRequest, desk: Desk, form: PledgeForm) -> HttpResponse:
    return render(request, desk.template, desk.context() | {"form": form, "changed": form["atelier"].value()})
