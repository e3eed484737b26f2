"""Trainings of the demonstration: topics asked for and voted, proposals of suppliers, one given and one to come."""

from datetime import timedelta
from itertools import chain

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from club.demo.actions.attendance import advisers, come, enrol, say
from club.demo.data.days import OFFERED, WANTED, Offered
from club.demo.data.drawing import Drawing
from events.models import Event, Kind, TopicVote, TopicWish, TrainingProposal
from events.suppliers import reader_of
from members.models import Organisation, User

State = TrainingProposal.State
ENROLLED = 34


def add_trainings(*, drawing: Drawing, by: User) -> None:
    wishes = _add_wishes(drawing)
    for offered in OFFERED:
        proposal = _propose(drawing, offered, wishes, by)
        if proposal.event is None:
            continue
        event = proposal.event
        rows = enrol(
            event, advisers(ENROLLED), since=drawing.moment(drawing.today - timedelta(offered.days_ago - 10), 9)
        )
        if event.is_over():
            say(come(rows, by=by))


def _add_wishes(drawing: Drawing) -> dict[str, TopicWish]:
    """With their voices, of ambassadors and of experts."""
    most = max(wanted.voices for wanted in WANTED)
    rows = (Ambassador.objects.active(), ExpertContact.objects.active())
    pairs = zip(*(row.order_by("pk").values_list("person", flat=True)[:most] for row in rows), strict=True)
    voters = list(dict.fromkeys(chain.from_iterable(pairs)))
    wishes = TopicWish.objects.bulk_create(
        TopicWish(
            title=wanted.title,
            topic=wanted.topic,
            asked_by_id=voters[number],
            asked_at=drawing.moment(drawing.today - timedelta(200 - 25 * number), 11),
            is_open=not wanted.answered,
        )
        for number, wanted in enumerate(WANTED)
    )
    TopicVote.objects.bulk_create(
        TopicVote(wish=wish, person_id=voter)
        for number, (wish, wanted) in enumerate(zip(wishes, WANTED, strict=True))
        for voter in voters[number : number + wanted.voices]
    )
    return {wish.title: wish for wish in wishes}


def _propose(drawing: Drawing, offered: Offered, wishes: dict[str, TopicWish], by: User) -> TrainingProposal:
    supplier = Organisation.objects.get(name=offered.supplier)
    reader = reader_of(supplier)
    event = Event.objects.filter(kind=Kind.TRAINING, title=offered.event).first() if offered.event else None
    state = State.ACCEPTED if event else State.REFUSED if offered.refused else State.PROPOSED
    return TrainingProposal.objects.create(
        organisation=supplier,
        title=offered.title,
        topic=offered.topic,
        level=offered.level,
        summary=offered.summary,
        is_online=not offered.place,
        departement_id=offered.place or None,
        wished_dates="Un mardi, en fin de matinée",
        wish=wishes.get(offered.wish),
        state=state,
        why_refused=offered.refused,
        event=event,
        made_by=reader.person if reader else by,
        made_at=drawing.moment(drawing.today - timedelta(offered.days_ago), 15),
    )
