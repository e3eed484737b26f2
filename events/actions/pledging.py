"""Suppliers promise workshops, take them back, or say that they do not come.

Locks are taken in one order (person, rights, event), then everything is counted again, then written.
"""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.topics import Topic
from club.core.typography import french
from events import regional_emails
from events.actions import reseating
from events.actions.asking import locked
from events.errors import EventError
from events.models import Ask, AskMail, Pledge, RegionalMeeting, Stage, Workshop
from events.suppliers import day_of, quorum_of
from members.actions import entitlements
from members.models import EntitlementKind, Organisation, User


@dataclass(frozen=True)
class Words:
    """What a supplier says of its workshop."""

    title: str
    topic: Topic
    speaker: str
    brings: str = ""


@transaction.atomic
def pledge(
    *, meeting: RegionalMeeting, organisation: Organisation, words: Words, by: User, sponsored: bool = False
) -> Pledge:
    """A supplier hosts one workshop, drawn from its rights; ``sponsored``: beyond them, decided by the team (``by``).

    The ninth of eight is refused, whoever asks.
    """
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    day = day_of(meeting)
    if not sponsored:
        entitlements.lock(organisation=organisation, kind=EntitlementKind.WORKSHOP, on=day)
    meeting = locked(meeting)
    _refuse(meeting, sponsored=sponsored, by=by)
    row = _write(meeting, organisation, words, by, sponsored)
    if not sponsored:
        label = f"Atelier «\u00a0{row.title}\u00a0», {meeting.event}"
        entitlements.use(
            organisation=organisation,
            kind=EntitlementKind.WORKSHOP,
            key=row.use_key,
            label=label,
            on=day_of(meeting),
            person=by,
        )
    _answered(meeting, organisation, Ask.Answer.PLEDGED)
    if by.is_staff:
        audit.record(actor=by, verb="regional.pledge", target=row, sponsored=sponsored)
    regional_emails.pledged(row)
    return row


@transaction.atomic
def change(*, pledge: Pledge, words: Words, by: User, seen: int) -> Pledge:
    """Other words for the same workshop, on the version that was read."""
    meeting = locked(pledge.meeting)
    row = _standing(pledge)
    if row.version != seen:
        raise EventError("Un collègue vient de modifier cet atelier\u00a0: relisez-le avant de l’enregistrer.")
    if meeting.stage == Stage.HELD:
        raise EventError("Cette rencontre a eu lieu\u00a0: son atelier reste tel qu’il était annoncé.")
    _say(row, words)
    row.changed_at, row.version = timezone.now(), row.version + 1
    row.save()
    if by.is_staff:
        audit.record(actor=by, verb="regional.pledge_change", target=row)
    return row


@transaction.atomic
def withdraw(*, pledge: Pledge, because: str, by: User) -> Pledge:
    """A supplier takes its word back; once the meeting is decided, the team does it for it. Twice is harmless.

    The right is free again, and the workshop for whoever promises next; whoever had a seat there gets another.
    """
    meeting = locked(pledge.meeting)
    row = Pledge.objects.select_related("organisation").get(pk=pledge.pk)
    if row.state != Pledge.State.STANDING:
        return row
    if meeting.stage == Stage.HELD:
        raise EventError("Cette rencontre a eu lieu\u00a0: son atelier reste.")
    if meeting.stage not in (Stage.SEEKING, Stage.POSTPONED) and not by.is_staff:
        raise EventError(
            "La rencontre est décidée et les participants le savent\u00a0: appelez l’équipe du Club pour en parler."
        )
    room = end(row, Pledge.State.WITHDRAWN, because.strip() or "retiré par le fournisseur")
    if room:
        reseating.leave_room(meeting=meeting, room=room, title=row.title)
    if not meeting.pledges.standing().filter(organisation=row.organisation).exists():
        _answered(meeting, row.organisation, Ask.Answer.DECLINED, because or "a retiré son atelier")
    if by.is_staff:
        audit.record(actor=by, verb="regional.withdraw", target=row, because=because.strip()[:200])
    return row


@transaction.atomic
def decline(*, meeting: RegionalMeeting, organisation: Organisation, why: str, by: User) -> Ask:
    """A supplier does not come this time, and may say why; nobody reminds it any more."""
    meeting = locked(meeting)
    if not meeting.takes_pledges:
        raise EventError(f"{meeting.refusal_words()}\u00a0: votre réponse n’est plus attendue.")
    if meeting.pledges.standing().filter(organisation=organisation).exists():
        raise EventError("Un atelier est promis\u00a0: retirez-le d’abord.")
    row = _answered(meeting, organisation, Ask.Answer.DECLINED, why)
    if by.is_staff:
        audit.record(actor=by, verb="regional.decline", target=row)
    return row


def end(row: Pledge, state: str, reason: str) -> Workshop | None:
    """A promise that stood stands no more: its room, which it gives, is free, its right given back. Under the lock of
    the event.
    """
    row.state, row.changed_at, row.version = state, timezone.now(), row.version + 1
    row.save()
    entitlements.give_back(key=row.use_key, reason=reason)
    room = Workshop.objects.filter(pledge=row).first()
    if room:
        room.pledge = None
        room.save(update_fields=["pledge"])
    return room


def _refuse(meeting: RegionalMeeting, *, sponsored: bool, by: User) -> None:
    if not meeting.takes_pledges:
        raise EventError(f"{meeting.refusal_words()}\u00a0: aucun atelier ne s’y promet plus.")
    if not quorum_of(meeting).has_room:
        raise EventError(
            f"Les {meeting.workshops_wanted}\u00a0ateliers ont déjà chacun leur fournisseur."
            " Écrivez à l’équipe du Club\u00a0: si l’un se retire, vous serez le premier appelé."
        )
    if sponsored and not by.is_staff:
        raise EventError("Seule l’équipe du Club parraine un atelier.")
    if sponsored and meeting.event.with_officials:
        raise EventError(
            "En présence de responsables publics, aucun atelier n’est parrainé\u00a0: la parole ne s’y achète pas"
            " (loi n°\u00a02013-907)."
        )


def _write(meeting: RegionalMeeting, organisation: Organisation, words: Words, by: User, sponsored: bool) -> Pledge:
    """The promise, in the first room without supplier."""
    row = Pledge(meeting=meeting, organisation=organisation, made_by=by, is_sponsored=sponsored)
    _say(row, words)
    row.save()
    room = Workshop.objects.filter(meeting=meeting, pledge=None).order_by("number").first()
    if room:
        room.pledge = row
        room.save(update_fields=["pledge"])
    return row


def _say(row: Pledge, words: Words) -> None:
    row.title, row.speaker = french(words.title.strip()), french(words.speaker.strip())
    row.topic, row.brings = words.topic, french(words.brings.strip())


def _standing(pledge: Pledge) -> Pledge:
    row = Pledge.objects.select_related("organisation").get(pk=pledge.pk)
    if row.state != Pledge.State.STANDING:
        raise EventError("Cet atelier n’est plus promis.")
    return row


def _answered(meeting: RegionalMeeting, organisation: Organisation, answer: str, why: str = "") -> Ask:
    """What the supplier answered, asked or not; mails that were to remind it are gone."""
    row, _ = Ask.objects.update_or_create(
        meeting=meeting,
        organisation=organisation,
        defaults={"answer": answer, "why_not": why.strip()[:200], "answered_at": timezone.now()},
    )
    AskMail.objects.filter(ask=row, settled_at=None).delete()
    return row
