"""The link of an invitation: it shows a button, the button acts; nobody needs an account before."""

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from club.core import tokens
from club.core.errors import ClubError
from club.core.pages import visitor_page
from members import emails
from members.actions import representatives
from members.models import Invitation, User
from members.representative_forms import NamesForm

BACKEND = "members.backends.RolesBackend"


@visitor_page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """A link that served, was withdrawn or is too old says so, the same for everybody who holds it."""
    pk = tokens.read(emails.INVITATION, token)
    found = Invitation.objects.select_related("organisation", "invited_by").filter(pk=pk).first() if pk else None
    if found is None or not found.is_open():
        return render(request, "members/public/dead_invitation.html", status=404 if found is None else 410)
    person = User.objects.filter(email=found.email).first()
    form = NamesForm(request.POST or None) if not (person and person.first_name) else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            names = form.cleaned_data if form else {}
            affiliation = representatives.accept(invitation_id=found.pk, **names)
        except ClubError as error:
            messages.error(request, str(error))
        else:
            return _welcome(request, affiliation.person, str(found.organisation))
    return render(request, "members/public/invitation.html", {"invitation": found, "form": form})


def _welcome(request: HttpRequest, person: User, organisation: str) -> HttpResponse:
    """The link proved the mailbox: a new account is let in; one with a password or a second factor signs in."""
    messages.success(request, f"Vous représentez désormais {organisation}.")
    if request.user == person:
        return redirect("portal:home")
    guarded = person.is_staff or person.has_usable_password() or person.authenticator_set.exists()
    if guarded:
        return redirect("account_login")
    login(request, person, backend=BACKEND)
    return redirect("portal:home")
