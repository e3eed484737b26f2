"""What a link of a message opens, without login: leaving in one click (RFC 8058), choosing, subscribing.

The link names a delivery and is signed; it opens nothing but its own purpose. GET never acts, for mail scanners
follow links; POST does.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from club.core import limits
from club.core.pages import View, visitor_page
from members.addresses import normalise
from members.visiting import within_limits
from newsletters import links, reception, tokens
from newsletters.actions import consenting, subscriptions
from newsletters.models import Delivery, OpenedInsert, Preference
from newsletters.reader_forms import ConfirmationForm, MeasureForm, PreferenceForm, SubscriptionForm

PER_ADDRESS = 3
BACK, SAVED, MEASURED = "revenir", "enregistre", "mesure"
EVERYTHING = "tout"
ERASE = "effacer"


def by_token(purpose: str) -> Callable[[View], View]:
    """The view gets the delivery that the token names; a token of no use says so, a trial changes nothing."""

    def decorate(view: View) -> View:
        @wraps(view)
        def found(request: HttpRequest, token: str) -> HttpResponse:
            pk = tokens.read(purpose, token)
            delivery = Delivery.objects.select_related("contact", "issue").filter(pk=pk).first() if pk else None
            if delivery is None or (delivery.contact is None and delivery.test_id is None):
                return render(request, "newsletters/public/dead_link.html", status=404)
            if delivery.test_id is not None:
                return render(request, "newsletters/public/trial.html", {"delivery": delivery})
            return view(request, delivery)

        return found

    return decorate


@csrf_exempt
@visitor_page
@by_token(tokens.UNSUBSCRIBE)
def unsubscribe(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """POST alone acts, without cookie, login or redirection: mail programs send it themselves."""
    contact = delivery.contact
    if delivery.issue.event_id and request.POST.get("action") != EVERYTHING:
        return _invitations(request, delivery)
    if request.method == "POST" and request.POST.get("action") == BACK:
        subscriptions.come_back(contact=contact)
    elif request.method == "POST":
        subscriptions.unsubscribe(contact=contact, by=subscriptions.FROM_MESSAGE, delivery=delivery)
    context = {
        "reception": reception.of(contact),
        "came_back": request.method == "POST" and request.POST.get("action") == BACK,
        "address": masked(contact.email),
        "preferences_url": links.preferences_url(delivery.pk),
    }
    return render(request, "newsletters/public/unsubscribe.html", context)


def _invitations(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """The same of a mailing that invites: no invitations any more, Flash info goes on unless it is asked too."""
    came_back = request.method == "POST" and request.POST.get("action") == BACK
    if came_back:
        subscriptions.invite_again(contact=delivery.contact)
    elif request.method == "POST":
        subscriptions.leave(delivery=delivery, by=subscriptions.FROM_MESSAGE)
    state = reception.of(delivery.contact)
    context = {"reception": state, "came_back": came_back, "address": masked(delivery.contact.email)}
    return render(request, "newsletters/public/uninvited.html", context)


@visitor_page
@by_token(tokens.PREFERENCES)
def preferences(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    state = reception.of(delivery.contact)
    form = PreferenceForm(request.POST or None, preference=state.preference)
    if request.method == "POST" and form.is_valid():
        subscriptions.write_preferences(
            contact=delivery.contact, sections=form.cleaned_data["sections"], paused_until=form.paused()
        )
        return redirect(f"{request.path}?{SAVED}=1")  # no message: it would open a session to a passer-by
    return _choices(request, delivery, form, MeasureForm(preference=state.preference), state)


@visitor_page
@by_token(tokens.PREFERENCES)
def measure(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    """What may be counted of the reader, or the button that erases; the rest of the page as it was."""
    state = reception.of(delivery.contact)
    form = MeasureForm(request.POST or None, preference=state.preference)
    page = reverse("public:flash:preferences", args=[tokens.sign(tokens.PREFERENCES, delivery.pk)])
    if request.method == "POST" and request.POST.get("action") == ERASE:
        consenting.erase_opened(contact=delivery.contact)
        return redirect(f"{page}?{MEASURED}=1#mesure")
    if request.method == "POST" and form.is_valid():
        source = consenting.from_message(delivery.issue)
        consenting.choose(contact=delivery.contact, tracking=form.cleaned_data["tracking"], source=source)
        return redirect(f"{page}?{MEASURED}=1#mesure")
    return _choices(request, delivery, PreferenceForm(preference=state.preference), form, state)


def _choices(
    request: HttpRequest, delivery: Delivery, form: PreferenceForm, measuring: MeasureForm, state: reception.Reception
) -> HttpResponse:
    """How many inserts are noted is said here, which ones is not: a forwarded message must not tell it."""
    token = tokens.sign(tokens.PREFERENCES, delivery.pk)
    context = {
        "form": form,
        "measure": measuring,
        "saved": SAVED in request.GET and not form.is_bound,
        "measured": MEASURED in request.GET and not measuring.is_bound,
        "choose_url": reverse("public:flash:preferences", args=[token]),
        "measure_url": reverse("public:flash:measure", args=[token]),
        "opened": OpenedInsert.objects.filter(contact=delivery.contact).count(),
        "address": masked(delivery.contact.email),
        "reception": state,
        "unsubscribe_url": links.unsubscribe_url(links.unsubscribe_token(delivery.pk)),
    }
    return render(request, "newsletters/public/preferences.html", context)


@visitor_page
def subscribe(request: HttpRequest) -> HttpResponse:
    """The same answer for an address known or not; the limits are told only to who exceeds them himself."""
    form = SubscriptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limits(request, "flash-form", form=form):
            return render(request, "newsletters/public/subscribe.html", {"form": form}, status=429)
        address = form.cleaned_data["email"]
        if limits.allow(f"flash-address:{normalise(address)}", limit=PER_ADDRESS, per=limits.DAY):
            subscriptions.ask_subscription(address=address)
        return redirect("public:flash:subscription_asked")
    return render(request, "newsletters/public/subscribe.html", {"form": form})


@login_not_required
@require_safe
def subscription_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "newsletters/public/subscription_asked.html")


@visitor_page
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, POST consumes the link."""
    request_id = tokens.read(tokens.SUBSCRIBE, token)
    if request_id is None:
        return render(request, "newsletters/public/dead_link.html", status=404)
    if request.method != "POST":
        context = {"usable": subscriptions.is_usable(request_id), "form": ConfirmationForm()}
        return render(request, "newsletters/public/confirm.html", context)
    try:
        contact = subscriptions.confirm_subscription(request_id=request_id)
    except subscriptions.LinkOver as over:
        return render(request, "newsletters/public/confirm.html", {"usable": False, "reason": str(over)}, status=410)
    if "measured" in request.POST:
        anonymous = Preference.Tracking.ANONYMOUS
        consenting.choose(contact=contact, tracking=anonymous, source=consenting.FROM_CONFIRMATION)
    return render(request, "newsletters/public/confirmed.html", {"reception": reception.of(contact)})


def masked(address: str) -> str:
    """``c•••@ordivance.example``: enough for its owner, nothing to whoever the message was forwarded to."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"
