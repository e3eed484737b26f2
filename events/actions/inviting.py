"""The Club invites somebody in person; whoever holds the link, the cabinet included, answers."""

from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.naming import slug_of
from club.core.outbox import NOWHERE
from events import emails
from events.actions import leaving, registering
from events.actions.newcomers import write_down
from events.actions.registering import Asked, Favour
from events.admittance import Seat
from events.errors import EventError
from events.models import Event, Invitation, Registration, Side, State
from members.models import User


@dataclass(frozen=True)
class Invited:
    """Who is invited, and who answers in their name. ``email`` may be empty where a cabinet answers."""

    email: str
    last_name: str
    first_name: str = ""
    civility: str = ""
    title: str = ""
    kind: str = Invitation.Kind.GUEST
    category: str = ""
    rank: int = 100
    cabinet: str = ""
    cabinet_email: str = ""


@transaction.atomic
def prepare(*, event: Event, invited: Invited, by: User) -> Invitation:
    """The person is found by the address, under the same name, or written down; nothing is sent yet."""
    if (invited.kind == Invitation.Kind.OFFICIAL) != bool(invited.category):
        raise EventError("Un responsable public, et lui seul, a une catégorie.")
    person = _person(event, invited)
    if Invitation.objects.filter(event=event, person=person).exists():
        raise EventError(f"{person} est déjà dans la liste des invités.")
    told = {
        name: getattr(invited, name) for name in ("kind", "category", "title", "rank", "cabinet", "cabinet_email")
    }
    row = Invitation.objects.create(event=event, person=person, invited_by=by, **told)
    audit.record(actor=by, verb="invitation.prepare", target=row, kind=invited.kind)
    return row


@transaction.atomic
def send(*, invitation: Invitation, by: User) -> Invitation:
    """Mail the link to the cabinet, else to the person; once, until they have answered."""
    row = _locked(invitation)
    if row.event.state in registering.NOT_ANNOUNCED or row.event.is_over():
        raise EventError("On n’invite qu’à une rencontre annoncée et à venir.")
    if row.state != Invitation.State.TO_SEND:
        raise EventError(f"Cette invitation est déjà {row.get_state_display()}.")
    row.state, row.sent_at = Invitation.State.SENT, timezone.now()
    row.save(update_fields=["state", "sent_at"])
    emails.invited(row)
    audit.record(actor=by, verb="invitation.send", target=row)
    return row


@transaction.atomic
def accept(
    *, invitation: Invitation, represented_by: str = "", needs: str = "", is_listed: bool = True
) -> Registration:
    """A guest’s seat, beyond the last if need be: the Club invited. Twice is harmless."""
    row = _locked(invitation)
    favour = Favour(row.invited_by, Seat(Side.GUEST, row.title), beyond="invité par le Club")
    asked = Asked(access_needs=needs[:200], is_listed=is_listed, accepts_clash=True)
    seat = registering.register(
        event=row.event, person=row.person, way=Registration.Way.LINK, asked=asked, favour=favour
    )
    _answered(row, Invitation.State.ACCEPTED, represented_by)
    emails.answered(row, seat)
    return seat


@transaction.atomic
def decline(*, invitation: Invitation) -> None:
    """They do not come; a seat that was taken is given back."""
    row = _locked(invitation)
    held = Registration.objects.filter(event=row.event, person=row.person).exclude(state="cancelled").first()
    if held:
        held = leaving.cancel(registration=held, because="a décliné l’invitation")
    _answered(row, Invitation.State.DECLINED, "")
    emails.answered(row, held)


def _person(event: Event, invited: Invited) -> User:
    email = invited.email.strip().lower()
    if not email and not invited.cabinet_email:
        raise EventError("Donnez l’adresse de la personne, ou celle du cabinet qui répond.")
    known = User.objects.filter(email=email).first() if email else _without_address(event, invited)
    if known is None:
        return write_down(
            last_name=invited.last_name,
            email=email,
            first_name=invited.first_name,
            civility=invited.civility,
            source_label=f"invitation à {event}",
        )
    if not _is_named(known, invited):
        raise EventError(f"{email} est l’adresse de {known}\u00a0: corrigez le nom ou l’adresse.")
    return known


def _without_address(event: Event, invited: Invited) -> User | None:
    """Somebody of that name who is invited already, and gave no address either."""
    others = User.objects.filter(event_invitations__event=event, email__endswith=f"@{NOWHERE}")
    return next((one for one in others if _is_named(one, invited)), None)


def _is_named(person: User, invited: Invited) -> bool:
    """Accents and capitals apart; a name that one side does not know contradicts nothing."""
    names = [(person.last_name, invited.last_name), (person.first_name, invited.first_name)]
    return all(slug_of(known) == slug_of(said) for known, said in names if known and said)


def _answered(row: Invitation, state: str, represented_by: str) -> None:
    if row.event.is_over() or row.event.state in (State.CANCELLED, State.DRAFT):
        raise EventError("Il n’y a plus rien à répondre\u00a0: cette rencontre est passée ou annulée.")
    row.state, row.represented_by, row.answered_at = state, represented_by.strip()[:160], timezone.now()
    row.save(update_fields=["state", "represented_by", "answered_at"])


def _locked(invitation: Invitation) -> Invitation:
    """The person first, as every registration locks; then the invitation as it stands."""
    User.objects.select_for_update(no_key=True).get(pk=invitation.person_id)
    rows = Invitation.objects.select_for_update(no_key=True, of=("self",)).select_related(
        "event", "person", "invited_by"
    )
    return rows.get(pk=invitation.pk)
