"""The link of the information mail: no more mail of any kind. GET never acts, POST does, without login or script."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from club.core.pages import visitor_page
from members.models import Notice
from newsletters import tokens
from newsletters.actions import objections
from newsletters.models import Suppression
from newsletters.views.readers import BACK, masked


@csrf_exempt
@visitor_page
def object_to_mail(request: HttpRequest, token: str) -> HttpResponse:
    """The signed token is the proof: it names one notice and opens nothing else. Twice is once."""
    pk = tokens.read(tokens.OBJECT, token)
    notice = Notice.objects.select_related("person").filter(pk=pk).first() if pk else None
    if notice is None:
        return render(request, "newsletters/public/dead_link.html", status=404)
    came_back = request.method == "POST" and request.POST.get("action") == BACK
    if came_back:
        objections.take_back(contact=notice.person)
    elif request.method == "POST":
        objections.object_to_mail(notice=notice)
    held = Suppression.objects.filter(address_hash=notice.person.address_hash, scope=Suppression.Scope.ALL).first()
    context = {
        "done": held is not None,
        "own": held is not None and held.is_objection(),
        "came_back": came_back and held is None,
        "address": masked(notice.person.email),
    }
    return render(request, "newsletters/public/objection.html", context)
