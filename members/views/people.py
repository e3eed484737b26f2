"""What staff note about a person outside the form of the record."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from club.core.access import staff_page
from club.core.errors import ClubError
from members.actions import people as actions
from members.models import User


@staff_page("members.change_user")
@require_POST
def note_told(request: HttpRequest, pk: int) -> HttpResponse:
    """The person was told by phone, by letter or face to face where the address came from (GDPR art. 14)."""
    person = get_object_or_404(User, pk=pk)
    try:
        actions.note_told(person=person, by=request.user, means=request.POST.get("moyen", ""))
        messages.success(request, f"C’est noté\u00a0: {person} sait d’où vient son adresse.")
    except ClubError as error:
        messages.error(request, str(error))
    return redirect("admin:members_user_change", pk)
