"""What a link of a message opens, without login: leaving in one click (RFC 8058), choosing, subscribing.

The link names a delivery and is signed; it opens nothing but its own purpose. GET never acts, for mail scanners
follow links; POST does.
"""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from club.core import limits
from club.core.pages import View, visitor_page
from members.addresses import normalise
from members.visiting import within_limits
from newsletters import links, reception, tokens
from newsletters.actions import subscriptions
from newsletters.models import Delivery
from newsletters.reader_forms import PreferenceForm, SubscriptionForm

PER_ADDRESS = 3
BACK, SAVED = "revenir", "enregistre"


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


@visitor_page
@by_token(tokens.PREFERENCES)
def preferences(request: HttpRequest, delivery: Delivery) -> HttpResponse:
    contact = delivery.contact
    state = reception.of(contact)
    form = PreferenceForm(request.POST or None, preference=state.preference)
    if request.method == "POST" and form.is_valid():
        subscriptions.write_preferences(
            contact=contact, sections=form.cleaned_data["sections"], paused_until=form.paused()
        )
        return redirect(f"{request.path}?{SAVED}=1")  # no message: it would open a session to a passer-by
    context = {
        "form": form,
        "saved": SAVED in request.GET and not form.is_bound,
        "address": masked(contact.email),
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
        context = {"usable": subscriptions.is_usable(request_id)}
        return render(request, "newsletters/public/confirm.html", context)
    try:
        contact = subscriptions.confirm_subscription(request_id=request_id)
    except subscriptions.LinkOver as over:
        return render(request, "newsletters/public/confirm.html", {"usable": False, "reason": str(over)}, status=410)
    return render(request, "newsletters/public/confirmed.html", {"reception": reception.of(contact)})


def masked(address: str) -> str:
    """``c•••@ordivance.example``: enough for its owner, nothing to whoever the message was forwarded to."""
    local, _, domain = address.partition("@")
    return f"{local[:1]}•••@{domain}"
