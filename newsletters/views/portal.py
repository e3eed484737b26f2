"""Flash info in the members' portal: one's own choices, with the right to leave and to come back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from newsletters.access import may_subscribe_at_once, receives_by_right
from newsletters.actions import objections, subscriptions
from newsletters.models import Preference
from newsletters.reader_forms import PreferenceForm


def preferences(request: HttpRequest) -> HttpResponse:
    user = request.user
    preference = Preference.objects.filter(contact=user).first()
    form = PreferenceForm(request.POST or None, preference=preference)
    if request.method == "POST" and form.is_valid():
        subscriptions.write_preferences(
            contact=user, sections=form.cleaned_data["sections"], paused_until=form.paused()
        )
        messages.success(request, "Vos choix sont enregistrés. Ils valent dès le prochain numéro.")
        return redirect("portal:flash:preferences")
    left = preference is not None and preference.unsubscribed_at is not None
    stopped = left or objections.own_objection(user).exists()
    subscribed = preference is not None and preference.subscribed_at is not None
    context = {"form": form, "stopped": stopped, "receives": not stopped and (subscribed or receives_by_right(user))}
    return render(request, "newsletters/portal/preferences.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    subscriptions.unsubscribe(contact=request.user, by=subscriptions.FROM_PORTAL)
    messages.success(request, "C’est fait : vous ne recevrez plus Flash info.")
    return redirect("portal:flash:preferences")


@require_POST
def come(request: HttpRequest) -> HttpResponse:
    """Come back, or subscribe; an address that was never proved gets the link to confirm."""
    user = request.user
    if receives_by_right(user):
        subscriptions.come_back(contact=user)
        messages.success(request, "Vous recevrez de nouveau Flash info.")
    elif may_subscribe_at_once(user):
        subscriptions.subscribe(contact=user, origin=subscriptions.FROM_PORTAL)
        messages.success(request, "Vous êtes abonné à Flash info.")
    else:
        subscriptions.ask_subscription(address=user.email)
        messages.info(request, f"Un lien à confirmer part vers {user.email}.")
    return redirect("portal:flash:preferences")
