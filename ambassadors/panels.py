"""What the Forum says of a person on their page."""

from django.urls import reverse

from ambassadors.models import Ambassador
from members.models import User
from members.panels import Line


def ambassador_lines(person: User) -> list[Line]:
    rows = Ambassador.objects.filter(person=person).select_related("network", "departement")
    return [
        Line(
            text=row.network.name,
            detail=f"{row.get_state_display()} · {row.departement} · {row.topic_words() or 'sans sujet'}",
            url=reverse("admin:ambassadors_ambassador_change", args=[row.pk]),
        )
        for row in rows
    ]
