"""What the portal asks of whoever writes for a supplier: to answer a call, to agree, to take a text up again."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse
from django.utils import timezone

from club.contributions import access, timetable
from club.contributions.models import Call, Submission
from club.core.days import date_format
from club.core.todos import Todo

ASKED = {
    Submission.State.PROPOSED: ("Le Club a retouché un contenu", "Comparer"),
    Submission.State.RETURNED: ("Un contenu est à reprendre", "Reprendre"),
}


def of_writer(user: Any) -> Iterator[Todo]:
    """Three statements, none for whoever writes for no supplier."""
    clients = access.clients_of(user)
    if not clients:
        return
    waiting = Submission.objects.filter(supplier__in=clients, state__in=ASKED).order_by("-decided_at")[:5]
    for row in waiting:
        title, action = ASKED[Submission.State(row.state)]
        yield Todo(title, str(row), reverse("portal:contributions:contribution", args=[row.pk]), action, rank=10)
    calls = Call.objects.open().filter(supplier__in=clients, slot__due_at__gt=timezone.now())
    for call in calls.select_related("slot", "supplier").order_by("slot__due_at")[:5]:
        leaves = date_format(timezone.localdate(call.slot.due_at), "j F")
        until = date_format(timetable.closes_on(call.slot.due_at), "l j F")
        words = f"{call.supplier}, jusqu’au {until}"
        url = reverse("portal:contributions:new", args=[call.supplier_id])
        yield Todo(f"Flash info du {leaves}\u00a0: votre contenu", words, url, "Écrire", rank=20)
