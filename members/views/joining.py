"""Joining: what options give and cost, then an application in four steps. Its link opens it; GET never acts."""

from collections.abc import Callable
from copy import copy
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from club.core import limits
from club.core.errors import ClubError
from club.core.idempotency import once
from club.core.pages import View, public_page, visitor_page
from members import applying, choosing, governing, links
from members.actions import applications
from members.addresses import normalise
from members.applying import Part
from members.joining_forms import OptionsForm, OrganisationForm, PeopleForm, SendForm
from members.models import Application, GoverningText, Organisation
from members.views import joining_people
from members.visiting import within_limits

SAVES_PER_APPLICATION = 600  # a price shown at once is a save that keeps nothing
LINKS_PER_ADDRESS, LINKS_PER_APPLICATION = 3, 5
RECALCULATE = "recalculer"
TOO_MANY = "Trop de demandes sont venues de votre connexion\u00a0: réessayez dans une heure, ou appelez-nous."


@public_page
def offer(request: HttpRequest) -> HttpResponse:
    """What each option gives and costs, side by side."""
    today = timezone.localdate()
    sides = [(side, choosing.catalogue(side.value, today)) for side in Organisation.Side]
    return render(request, "members/public/offer.html", {"sides": sides, "prices": choosing.prices(today)})


@public_page
def text(request: HttpRequest, pk: int) -> HttpResponse:
    """One version of a governing text, as it is or was in force."""
    row = get_object_or_404(GoverningText, pk=pk)
    current = GoverningText.objects.in_force(row.kind)
    context = {"text": row, "parts": governing.parts(row.body), "current": None if current == row else current}
    return render(request, "members/public/text.html", context)


def by_link(*, open_only: bool = True) -> Callable[[View], View]:
    """The view gets the application that the token names. ``open_only``: one that is closed shows its state."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, token: str) -> HttpResponse:
            pk = links.application_of(token)
            application = Application.objects.filter(pk=pk).first() if pk else None
            if application is None:
                return render(request, "members/public/joining/dead_link.html", status=404)
            if open_only and not Application.State(application.state).is_open:
                return _to(application)
            if request.method == "POST" and not _may_save(application):
                return _refused(request)
            return view(request, application)

        return found

    return decorate


@visitor_page
def start(request: HttpRequest) -> HttpResponse:
    """The first step, before there is anything to resume. A slip of the hand counts for no start."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid() and not within_limits(request, "joining"):
        context = {"form": form, "steps": steps(None, ""), "fault": TOO_MANY}
        return render(request, "members/public/joining/organisation.html", context, status=429)
    return _start(request, form)


@once
def _start(request: HttpRequest, form: OrganisationForm) -> HttpResponse:
    if form.is_valid():
        application = applications.start(fields=form.fields_of_application())
        _mail_link(application)
        return _to(application, "options")
    return render(request, "members/public/joining/organisation.html", {"form": form, "steps": steps(None, "")})


@visitor_page
@by_link()
def organisation(request: HttpRequest, application: Application) -> HttpResponse:
    form = OrganisationForm(request.POST or None, initial=OrganisationForm.of(application))
    if request.method == "POST" and form.is_valid():
        fields, seal = form.fields_of_application(), request.POST.get("seal", "")
        try:
            saved = applications.save_organisation(application=application, fields=fields, seal=seal)
        except ClubError as error:
            return _page(request, "organisation", application, form=form, fault=error)
        _mail_link(saved)
        return _to(application, "options")
    return _page(request, "organisation", application, form=form)


@visitor_page
@by_link()
def options(request: HttpRequest, application: Application) -> HttpResponse:
    """« Recalculer » shows the price of what is typed and keeps nothing; htmx presses it at each change."""
    if not application.side:
        return _to(application, "organisation")
    form = OptionsForm(request.POST or None, application=application)
    valid = form.is_valid()
    if valid and request.POST.get("action") != RECALCULATE:
        fields = {name: form.cleaned_data[name] for name in applying.PERIOD_FIELDS}
        seal = request.POST.get("seal", "")
        try:
            applications.save_options(application=application, basket=form.taken, seal=seal, **fields)
        except ClubError as error:
            return _page(request, "options", application, form=form, fault=error, **_price(application, form))
        return _to(application, "people")
    return _page(request, "options", application, form=form, **_price(application, form))


@visitor_page
@by_link()
def people(request: HttpRequest, application: Application) -> HttpResponse:
    """« Ajouter une personne » gives one form more and keeps what was typed."""
    if request.method != "POST" or request.POST.get("action") == joining_people.ADD:
        return _page(request, "people", application, form=joining_people.shown(request, application))
    form = PeopleForm(request.POST, prefix=joining_people.PREFIX)
    if not form.is_valid():
        return _page(request, "people", application, form=form)
    try:
        seal = request.POST.get("seal", "")
        saved = applications.save_people(application=application, people=form.people(), seal=seal)
    except ClubError as error:
        return _page(request, "people", application, form=form, fault=error)
    _mail_link(saved)
    return _to(application, "send")


@visitor_page
@by_link()
@once
def send(request: HttpRequest, application: Application) -> HttpResponse:
    form = SendForm(
        request.POST or None, texts=governing.in_force(), initial={"order_number": application.order_number}
    )
    fault = None
    if request.method == "POST" and form.is_valid():
        try:
            order_number, accepted = form.cleaned_data["order_number"], form.accepted()
            applications.submit(application=application, order_number=order_number, accepted=accepted)
            return _to(application)
        except ClubError as error:
            fault = error
    context = {"lacks": applying.lacks(application), **_summary(application)}
    return _page(request, "send", application, form=form, fault=fault, **context)


@visitor_page
@by_link(open_only=False)
def status(request: HttpRequest, application: Application) -> HttpResponse:
    """Where the request stands, in words; a draft goes on where it stopped."""
    lacks = applying.lacks(application)
    step = lacks[0].part.value if lacks else "send"
    next_url = reverse(f"public:joining:{step}", args=[links.application_token(application.pk)])
    return _page(request, "status", application, lacks=lacks, next_url=next_url, **_summary(application))


@visitor_page
@by_link()
def give_up(request: HttpRequest, application: Application) -> HttpResponse:
    """GET asks, POST abandons."""
    if request.method == "POST":
        applications.abandon(application=application)
        return _to(application)
    return _page(request, "give_up", application)


def steps(application: Application | None, current: str) -> list[dict[str, Any]]:
    """The four steps with their address, the current one, and which are done."""
    lacking = {lack.part.value for lack in applying.lacks(application)} if application else set(Part)
    return [
        {
            "label": label,
            "url": f"{links.JOIN_PATH}{links.application_token(application.pk)}/{address}/" if application else "",
            "current": name == (current or "organisation"),
            "done": application is not None and name != "send" and name not in lacking,
        }
        for name, address, label in STEPS
    ]


STEPS = [
    ("organisation", "organisation", "Votre organisation"),
    ("options", "options", "Vos options"),
    ("people", "representants", "Vos représentants"),
    ("send", "envoi", "Relire et envoyer"),
]
TEMPLATES = {
    "organisation": "members/public/joining/organisation.html",
    "options": "members/public/joining/options.html",
    "people": "members/public/joining/people.html",
    "send": "members/public/joining/send.html",
    "status": "members/public/joining/status.html",
    "give_up": "members/public/joining/give_up.html",
}


def _page(request: HttpRequest, name: str, application: Application, **context: Any) -> HttpResponse:
    """A step; 409 when the part was written meanwhile, and what was typed is there to be saved again."""
    outrun = isinstance(context.get("fault"), applications.Outrun)
    if outrun:
        application.refresh_from_db()
    shown = {"application": application, "token": links.application_token(application.pk)}
    shown |= {"steps": steps(application, name)}
    if name in list(Part):
        shown["seal"] = applying.seal(application, Part(name))
    return render(request, TEMPLATES[name], shown | context, status=409 if outrun else 200)


def _price(application: Application, form: OptionsForm) -> dict[str, Any]:
    """The price of what the form says now; nothing while its options do not go together."""
    if form.is_bound and form.is_valid():
        wanted = copy(application)  # the seal of the page is of what is kept
        for name in applying.PERIOD_FIELDS:
            setattr(wanted, name, form.cleaned_data[name])
        return _quoted(wanted, form.choices)
    choices = [] if form.is_bound else applying.choices_of(application)
    return _quoted(application, choices) if choices else {}


def _quoted(application: Application, choices: list[Any]) -> dict[str, Any]:
    return {
        "quote": applying.quote_of(application, choices),
        "period": applying.period_words(application),
        "ends_on": applying.ends_on(application),
    }


def _summary(application: Application) -> dict[str, Any]:
    return {"number": applying.number_of(application), **_quoted(application, applying.choices_of(application))}


def _to(application: Application, step: str = "status") -> HttpResponse:
    return redirect(f"public:joining:{step}", links.application_token(application.pk))


def _may_save(application: Application) -> bool:
    return limits.allow(f"joining-save:{application.pk}", limit=SAVES_PER_APPLICATION, per=limits.HOUR)


def _mail_link(application: Application) -> None:
    """To a new address; not so often that somebody else’s mailbox could be filled."""
    address = normalise(application.contact_email)
    if not address:
        return
    first = limits.allow(f"joining-link:{application.pk}", limit=LINKS_PER_APPLICATION, per=limits.DAY)
    if first and limits.allow(f"joining-address:{address}", limit=LINKS_PER_ADDRESS, per=limits.DAY):
        applications.send_link(application=application)


def _refused(request: HttpRequest) -> HttpResponse:
    return render(request, "members/public/joining/refused.html", {"fault": TOO_MANY}, status=429)
