"""What an ambassador lets everybody read: given and withdrawn by himself."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from ambassadors.access import own_file
from ambassadors.actions import consents
from ambassadors.directory import adviser_of, line_of
from ambassadors.forms import PublicConsentForm
from club.core.errors import ClubError


def consent(request: HttpRequest) -> HttpResponse:
    ambassador = own_file(request.user)
    posted = request.POST if request.method == "POST" else None  # no box ticked is an answer
    form = PublicConsentForm(posted, initial={"shown": ambassador.shown})
    if form.is_valid():
        try:
            consents.publish(ambassador=ambassador, shown=form.cleaned_data["shown"])
        except ClubError as error:
            form.add_error("shown", str(error))
        else:
            messages.success(request, "Vos choix sont enregistrés ; l’annuaire les suit dès maintenant.")
            return redirect("portal:ambassadors:consent")
    context = {
        "form": form,
        "ambassador": ambassador,
        "adviser": adviser_of(line_of(ambassador)) if ambassador.listed_name else None,
        "history": ambassador.consents.order_by("-pk")[:10],
    }
    return render(request, "ambassadors/portal/consent.html", context)
