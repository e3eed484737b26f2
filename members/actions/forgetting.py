"""Personal data of applications that came to nothing, erased in their time (GDPR art. 5)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from members.models import Application, ApplicationPerson

UNSENT_AFTER = timedelta(days=180)
REFUSED_AFTER = timedelta(days=3 * 365)
OVER = [Application.State.REFUSED, Application.State.ABANDONED]


@transaction.atomic
def forget_applications(now: datetime | None = None) -> tuple[int, int]:
    """Applications never sent and left for half a year go whole; of those refused or given up three years ago, the
    people and the ways to reach them. Gives both numbers. What became a membership stays with it.
    """
    now = now or timezone.now()
    unsent = Application.objects.filter(submitted_at=None, organisation=None, prospect=None)
    left = list(unsent.filter(updated_at__lt=now - UNSENT_AFTER).values_list("pk", flat=True)[:1000])
    Application.objects.filter(pk__in=left).delete()
    over = Application.objects.filter(state__in=OVER, updated_at__lt=now - REFUSED_AFTER)
    people = ApplicationPerson.objects.filter(application__in=over).delete()[0]
    over.exclude(contact_email="", phone="").update(contact_email="", phone="")
    return len(left), people
