"""The members' portal: its home and one's own details."""

from collections.abc import Iterator
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
from club.core.todos import Todo, todos_for
from club.views.public import latest_issue
from members.actions.people import update_profile
from members.models import User
from members.profile_forms import ProfileForm
from newsletters import reception
from newsletters.models import Delivery, Issue

GROUNDS = {Audience.AMBASSADOR: "d’ambassadeur", Audience.EXPERT: "d’expert du Channel"}


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
    """What is left to do, the most useful first: about one's account, one's organisations, the last Flash info."""
    found = [*account_todos(user), *todos_for(user)]
    if issue:
        detail = f"Flash info n° {issue.number}\u00a0: {issue.title}"
        found.append(Todo("Lisez le dernier Flash info", detail, f"/flash-info/{issue.number}/", "Lire", rank=90))
    return sorted(found, key=lambda todo: todo.rank)


def account_todos(user: User) -> Iterator[Todo]:
    if not EmailAddress.objects.filter(user=user, email=user.email, verified=True).exists():
        detail = "Tant qu’elle ne l’est pas, nous ne pouvons pas vous rendre l’accès à votre compte."
        yield Todo("Confirmez votre adresse", detail, reverse("account_email"), "Confirmer", rank=0)
    if missing := missing_details(user):
        detail = f"Il nous manque {', '.join(missing)}."
        yield Todo("Complétez vos coordonnées", detail, reverse("portal:profile"), "Compléter", rank=30)
    if not Authenticator.objects.filter(user=user).exists():
        detail = "Une clé d’accès remplace le mot de passe\u00a0: votre doigt, votre visage ou votre code."
        yield Todo("Connectez-vous sans mot de passe", detail, reverse("mfa_index"), "Ajouter une clé", rank=70)


def missing_details(user: User) -> list[str]:
    wanted = {"votre prénom": user.first_name, "votre nom": user.last_name, "votre téléphone": user.phone}
    return [label for label, value in wanted.items() if not value] + ([] if user.commune_id else ["votre commune"])


def receives(user: User) -> dict[str, Any]:
    """Whether Flash info comes to this person, on which ground, and the last one handed over."""
    state = reception.of(user)
    grounds = [words for audience, words in GROUNDS.items() if audience in state.by_right]
    last = Delivery.objects.filter(
        contact=user, issue__event=None, test=None, state=Delivery.State.SENT
    ).select_related("issue")
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
