"""Flash info in the members' portal: one's own choices, with the right to leave and to come back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from club.core.errors import ClubError
from newsletters import reception
from newsletters.access import may_subscribe_at_once
from newsletters.actions import consenting, reactivating, subscriptions
from newsletters.models import OpenedInsert
from newsletters.reader_forms import MeasureForm, PreferenceForm
from newsletters.views.readers import BACK, ERASE


def preferences(request: HttpRequest) -> HttpResponse:
    user = request.user
    state = reception.of(user)
    form = PreferenceForm(request.POST or None, preference=state.preference)
    if request.method == "POST" and form.is_valid():
        subscriptions.write_preferences(
            contact=user, sections=form.cleaned_data["sections"], paused_until=form.paused()
        )
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("portal:flash:preferences")
    return _page(request, form, MeasureForm(preference=state.preference), state)


@require_POST
def measure(request: HttpRequest) -> HttpResponse:
    """What may be counted of oneself, or the button that erases what was noted."""
    user = request.user
    if request.POST.get("action") == ERASE:
        consenting.erase_opened(contact=user)
        messages.success(request, "C’est effacé.")
        return redirect("portal:flash:preferences")
    state = reception.of(user)
    form = MeasureForm(request.POST, preference=state.preference)
    if not form.is_valid():
        return _page(request, PreferenceForm(preference=state.preference), form, state)
    consenting.choose(contact=user, tracking=form.cleaned_data["tracking"], source=subscriptions.FROM_PORTAL)
    messages.success(request, "Votre choix est enregistré.")
    return redirect("portal:flash:preferences")


def _page(
    request: HttpRequest, form: PreferenceForm, measuring: MeasureForm, state: reception.Reception
) -> HttpResponse:
    opened = OpenedInsert.objects.filter(contact=request.user).select_related("block__issue", "block__supplier")
    context = {"form": form, "measure": measuring, "reception": state, "opened": opened}
    return render(request, "newsletters/portal/preferences.html", context)


@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    subscriptions.unsubscribe(contact=request.user, by=subscriptions.FROM_PORTAL)
    messages.success(request, "C’est fait : vous ne recevrez plus Flash info.")
    return redirect("portal:flash:preferences")


@require_POST
def invitations(request: HttpRequest) -> HttpResponse:
    """Mailings that invite: no more of them, or again."""
    if request.POST.get("action") == BACK:
        subscriptions.invite_again(contact=request.user)
        messages.success(request, "C’est fait\u00a0: vous recevrez de nouveau les invitations.")
    else:
        subscriptions.uninvite(contact=request.user, by=subscriptions.FROM_PORTAL)
        messages.success(request, "C’est fait\u00a0: vous ne recevrez plus d’invitations envoyées à tout un public.")
    return redirect("portal:flash:preferences")


@require_POST
def come(request: HttpRequest) -> HttpResponse:
    """Come back, or subscribe; an address never proved, or that bounced, gets the link to confirm."""
    user = request.user
    before = reception.of(user)
    if before.provable:
        return _confirm_first(request)
    if before.by_right:
        subscriptions.come_back(contact=user)
    elif may_subscribe_at_once(user) and not before.blocked:
        subscriptions.subscribe(contact=user, origin=subscriptions.FROM_PORTAL)
    elif subscriptions.ask_from_portal(contact=user):
        messages.info(request, f"Un lien à confirmer part vers {user.email}.")
        return redirect("portal:flash:preferences")
    after = reception.of(user)
    if after.comes:
        messages.success(request, "C’est fait : Flash info viendra, dès le prochain numéro.")
    else:
        messages.warning(request, after.words)
    return redirect("portal:flash:preferences")


def _confirm_first(request: HttpRequest) -> HttpResponse:
    """Messages came back from the address: its reader confirms it by a link before anything goes there."""
    try:
        reactivating.ask(contact=request.user, address=request.user.email, by=None)
        messages.info(request, f"Un lien à confirmer part vers {request.user.email}.")
    except ClubError as refusal:
        messages.warning(request, str(refusal))
    return redirect("portal:flash:preferences")
