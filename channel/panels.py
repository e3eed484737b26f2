"""What the Channel says of a person on their page."""

from django.urls import reverse

from channel.models import ExpertContact
from members.models import User
from members.panels import Line


def expert_lines(person: User) -> list[Line]:
    rows = ExpertContact.objects.filter(person=person).select_related("expert__departement")
    return [
        Line(
            text=row.expert.name,
            detail=" · ".join(
                filter(None, [row.job_title, str(row.expert.departement), row.expert.get_state_display()])
            ),
            url=reverse("admin:channel_expert_change", args=[row.expert_id]),
        )
        for row in rows.order_by("expert__sort_key")
    ]
