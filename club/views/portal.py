"""The members' portal: its home and one's own details."""

from dataclasses import dataclass
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from club.core.audiences import Audience
from club.views.public import latest_issue
from members.actions.people import update_profile
from members.models import User
from members.profile_forms import ProfileForm
from newsletters import reception
from newsletters.models import Delivery, Issue

GROUNDS = {Audience.AMBASSADOR: "d’ambassadeur", Audience.EXPERT: "d’expert du Channel"}


@dataclass(frozen=True)
class Todo:
    """Something to do on the portal's home; the first one bears the page's strong button."""

    title: str
    detail: str
    url: str
    action: str
    urgent: bool = False


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Three things to do, what one receives, for whom one acts."""
    user = request.user
    ambassador = Ambassador.objects.filter(person=user).select_related("network", "departement").first()
    contacts = list(ExpertContact.objects.filter(person=user).select_related("expert__departement"))
    issue = latest_issue()
    context = {
        "todos": todos(user, issue)[:3],
        "ambassador": ambassador,
        "contacts": contacts,
        "affiliations": user.affiliations.current().select_related("organisation"),
        "issue": issue,
        "receives": receives(user),
    }
    return render(request, "portal/home.html", context)


def todos(user: User, issue: Issue | None) -> list[Todo]:
    """What is left to do, the most useful first; nothing that is done already."""
    found = []
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        detail = "Tant qu’elle ne l’est pas, nous ne pouvons pas vous rendre l’accès à votre compte."
        found.append(Todo("Confirmez votre adresse", detail, reverse("account_email"), "Confirmer"))
    if missing := missing_details(user):
        detail = f"Il nous manque {', '.join(missing)}."
        found.append(Todo("Complétez vos coordonnées", detail, reverse("portal:profile"), "Compléter"))
    if not Authenticator.objects.filter(user=user).exists():
        detail = "Une clé d’accès remplace le mot de passe : votre doigt, votre visage ou votre code."
        found.append(Todo("Connectez-vous sans mot de passe", detail, reverse("mfa_index"), "Ajouter une clé"))
    if issue:
        detail = f"Flash info n° {issue.number} : {issue.title}"
        found.append(Todo("Lisez le dernier Flash info", detail, f"/flash-info/{issue.number}/", "Lire"))
    return found


def missing_details(user: User) -> list[str]:
    wanted = {"votre prénom": user.first_name, "votre nom": user.last_name, "votre téléphone": user.phone}
    return [label for label, value in wanted.items() if not value] + ([] if user.commune_id else ["votre commune"])


def receives(user: User) -> dict[str, Any]:
    """Whether Flash info comes to this person, on which ground, and the last one handed over."""
    state = reception.of(user)
    grounds = [words for audience, words in GROUNDS.items() if audience in state.by_right]
    last = Delivery.objects.filter(contact=user, test=None, state=Delivery.State.SENT).select_related("issue")
    return {
        "reception": state,
        "grounds": [*grounds, *(["d’abonné"] if state.subscribed else [])],
        "last": last.order_by("-settled_at").first(),
    }


def profile(request: HttpRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        update_profile(person=request.user, **form.cleaned_data)
        messages.success(request, "Vos coordonnées sont à jour.")
        return redirect("portal:home")
    return render(request, "portal/profile.html", {"form": form})
