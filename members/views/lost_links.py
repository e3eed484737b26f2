"""« J’ai perdu mon lien »: the links of one's open applications, by mail; the same answer for every address."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from club.core import limits
from club.core.pages import visitor_page
from members.actions import applications
from members.addresses import normalise
from members.joining_forms import LostLinkForm
from members.views.joining import TOO_MANY
from members.visiting import within_limits

PER_ADDRESS = 3


@visitor_page
def lost_link(request: HttpRequest) -> HttpResponse:
    """The limits are told only to who exceeds them himself."""
    form = LostLinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not within_limits(request, "lost-link"):
            return render(request, "members/public/joining/refused.html", {"fault": TOO_MANY}, status=429)
        address = normalise(form.cleaned_data["email"])
        if limits.allow(f"lost-link-address:{address}", limit=PER_ADDRESS, per=limits.DAY):
            applications.send_lost_links(address=address)
        return redirect("public:joining:lost_link_sent")
    return render(request, "members/public/joining/lost_link.html", {"form": form})


@visitor_page
def lost_link_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "members/public/joining/lost_link_sent.html")
