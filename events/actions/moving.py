"""What a new day or hour of an event does to those who are registered: nobody is thrown out, clashes are marked."""

from events.models import Event, Registration


def follow(event: Event) -> list[Registration]:
    """Write the new hours on each registration; gives those that now clash with another seat of the same person.

    A move is never blocked by a clash: the registration is marked as coming to both, and the person is told.
    """
    hours = (event.starts_at, event.ends_at)
    rows = Registration.objects.filter(event=event)
    busy = Registration.objects.coming().filter(during__overlap=hours).exclude(event=event).values("person")
    clashing = list(rows.coming().filter(person__in=busy, clash_accepted=False))
    rows.filter(pk__in=[row.pk for row in clashing]).update(clash_accepted=True)
    rows.update(during=hours)
    return clashing
