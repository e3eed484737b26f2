"""Trainings: topics asked for and voted, proposals of suppliers, the draft that an accepted one becomes."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.departments import Department
from club.core.typography import french
from events import emails
from events.actions import agenda
from events.errors import EventError
from events.models import Admission, Event, Kind, TopicVote, TopicWish, TrainingProposal
from members.models import User

SOON = timedelta(weeks=6)
"""When the draft of an accepted training is set first; the team writes the day agreed with the supplier."""


@transaction.atomic
def wish(*, title: str, topic: str, by: User) -> TopicWish:
    """Ask for a topic; whoever asks votes for it. The same words asked again are one more vote."""
    title = french(title.strip())
    known = TopicWish.objects.filter(is_open=True, title__iexact=title).first()
    row = known or TopicWish.objects.create(title=title, topic=topic, asked_by=by)
    vote(wish=row, person=by)
    return row


@transaction.atomic
def vote(*, wish: TopicWish, person: User, wants: bool = True) -> None:
    """« Moi aussi », or no longer; twice is harmless."""
    if not wants:
        TopicVote.objects.filter(wish=wish, person=person).delete()
    elif not wish.is_open:
        raise EventError("Ce sujet n’est plus dans la liste.")
    else:
        TopicVote.objects.get_or_create(wish=wish, person=person)


@transaction.atomic
def propose(*, proposal: TrainingProposal, by: User) -> TrainingProposal:
    """A supplier offers a training; the team decides."""
    proposal.made_by, proposal.state, proposal.event = by, TrainingProposal.State.PROPOSED, None
    for name in ("title", "summary", "wished_dates"):
        setattr(proposal, name, french(getattr(proposal, name).strip()))
    proposal.save(force_insert=True)
    return proposal


@transaction.atomic
def accept(*, proposal: TrainingProposal, by: User) -> Event:
    """A draft of the agenda, for ambassadors and experts, to be dated and announced; the topic leaves the list."""
    row = _to_decide(proposal)
    starts_at = (timezone.localtime() + SOON).replace(hour=18, minute=0, second=0, microsecond=0)
    draft = Event(
        department=Department.AMBASSADORS,
        kind=Kind.TRAINING,
        title=row.title,
        slug=agenda.free_slug(row.title),
        summary=row.summary,
        description=f"Formation donnée par {row.organisation}, {row.get_level_display()}.",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        is_online=row.is_online,
        departement=row.departement,
        audience=[Admission.AMBASSADOR, Admission.EXPERT],
    )
    row.event = agenda.create(event=draft, by=by)
    row.state = TrainingProposal.State.ACCEPTED
    row.save(update_fields=["event", "state"])
    TopicWish.objects.filter(pk=row.wish_id).update(is_open=False)
    audit.record(actor=by, verb="training.accept", target=row)
    emails.training_decided(row)
    return row.event


@transaction.atomic
def refuse(*, proposal: TrainingProposal, reason: str, by: User) -> TrainingProposal:
    if not reason.strip():
        raise EventError("Dites pourquoi, en une phrase que le fournisseur lira.")
    row = _to_decide(proposal)
    row.state, row.why_refused = TrainingProposal.State.REFUSED, french(reason.strip())[:300]
    row.save(update_fields=["state", "why_refused"])
    audit.record(actor=by, verb="training.refuse", target=row)
    emails.training_decided(row)
    return row


def _to_decide(proposal: TrainingProposal) -> TrainingProposal:
    rows = TrainingProposal.objects.select_for_update(of=("self",)).select_related("organisation", "made_by", "wish")
    row = rows.get(pk=proposal.pk)
    if row.state != TrainingProposal.State.PROPOSED:
        raise EventError(f"Cette proposition est déjà {row.get_state_display()}.")
    return row
