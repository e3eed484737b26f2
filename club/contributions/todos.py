"""What the portal asks of whoever writes for a supplier: to answer a call, to agree, to take a text up again."""

from collections.abc import Iterator
from typing import Any

from django.db.models import OuterRef, Subquery
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
    begun = Submission.objects.filter(call=OuterRef("pk"), state=Submission.State.DRAFT).order_by("-pk")
    calls = calls.select_related("slot", "supplier").annotate(draft=Subquery(begun.values("pk")[:1]))
    for call in calls.order_by("slot__due_at")[:5]:
        leaves = date_format(timezone.localdate(call.slot.due_at), "j F")
        until = date_format(timetable.closes_on(call.slot.due_at), "l j F")
        words = f"{call.supplier}, jusqu’au {until}"
        page, pk = ("contribution", call.draft) if call.draft else ("new", call.supplier_id)
        url = reverse(f"portal:contributions:{page}", args=[pk])
        action = "Finir" if call.draft else "Écrire"
        yield Todo(f"Flash info du {leaves}\u00a0: votre contenu", words, url, action, rank=20)
