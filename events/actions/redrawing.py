"""Seats and workshops kept for another day are drawn from the rights of the membership year of that day.

Where that year has none left they stay drawn from the year they were taken in: nobody loses a seat, nor is billed
one, for a day that the Club moved.
"""

from django.utils import timezone

from events.models import Event, Registration
from members.actions import carrying


def hold(event: Event) -> None:
    """Before the lock of the event, as it is about to be kept: rights come before it in the order of locks."""
    carrying.hold(prefix=_prefix(event), on=timezone.localdate(event.starts_at))


def follow(event: Event) -> None:
    """Its day is another one. The event is locked."""
    rows = Registration.objects.coming().filter(event=event, organisation__isnull=False).select_related("person")
    labels = {}
    for row in rows if event.right else ():
        row.event = event
        labels[row.use_key] = row.use_label
    carrying.carry(prefix=_prefix(event), on=timezone.localdate(event.starts_at), labels=labels)


def words(event: Event) -> str:
    """What announcing a new day changes of the rights that were taken; empty when it changes nothing."""
    told = carrying.foreseen(prefix=_prefix(event), on=timezone.localdate(event.starts_at))
    said = []
    if told.over:
        verb = "droits sont repris" if told.over > 1 else "droit est repris"
        said.append(f"{told.over}\u00a0{verb} sur l’année d’adhésion de ce jour.")
    if told.kept:
        verb = "restent sur l’année où ils étaient pris" if told.kept > 1 else "reste sur l’année où il était pris"
        said.append(f"{told.kept} {verb}, faute de droit libre\u00a0: aucune place n’est perdue ni facturée.")
    return " ".join(said)


def _prefix(event: Event) -> str:
    """Of the keys of everything that is drawn for it (``Registration.use_key``, ``Pledge.use_key``)."""
    return f"event:{event.pk}:"
