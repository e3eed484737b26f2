"""« J’ai perdu mon lien »: the links of one's open applications, by mail; the same answer for every address."""

from allauth.account.adapter import get_adapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from club.core import limits
from members.actions import applications
from members.addresses import normalise
from members.joining_forms import LostLinkForm
from members.views.joining import TOO_MANY, applicant_page

PER_CONNECTION, PER_ADDRESS = 10, 3


@applicant_page
def lost_link(request: HttpRequest) -> HttpResponse:
    """The limits are told only to who exceeds them himself."""
    form = LostLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not limits.allow(
            f"lost-link:{get_adapter().get_client_ip(request)}", limit=PER_CONNECTION, per=limits.HOUR
        ):
            return render(request, "members/public/joining/refused.html", {"fault": TOO_MANY}, status=429)
        address = normalise(form.cleaned_data["email"])
        if limits.allow(f"lost-link-address:{address}", limit=PER_ADDRESS, per=limits.DAY):
            applications.send_lost_links(address=address)
        return redirect("public:joining:lost_link_sent")
    return render(request, "members/public/joining/lost_link.html", {"form": form})


@applicant_page
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "members/public/joining/lost_link_sent.html")
