"""Joining: the applicant fills in and sends, the Club asks for changes, admits or refuses. One verb each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members import applying, choosing, emails, governing
from members.actions import organisations
from members.applying import Part
from members.models import Application, ApplicationLine, ApplicationPerson, Organisation, Prospect, User

State = Application.State
MOST_LINKS = 10
CLOSED = "Cette demande est déjà envoyée\u00a0: elle ne se modifie plus."
DECIDED = "Cette demande n’attend pas de décision\u00a0: un collègue l’a traitée, ou le demandeur la complète."
OUTRUN = (
    "Cette page a été enregistrée entre-temps, dans un autre onglet ou par un collègue. "
    "Vos réponses sont ci-dessous\u00a0: enregistrez de nouveau pour qu’elles remplacent les autres."
)


class Outrun(ClubError):
    """The part was written since the form was shown."""


def start(*, fields: Mapping[str, Any]) -> Application:
    """A new draft with its organisation. ``fields``: those of ``applying.ORGANISATION_FIELDS``."""
    return Application.objects.create(**{name: fields[name] for name in applying.ORGANISATION_FIELDS})


@transaction.atomic
def save_organisation(*, application: Application, fields: Mapping[str, Any], seal: str) -> Application:
    """Options of the other side go when the side changes."""
    row = _open(application, Part.ORGANISATION, seal)
    names = [name for name in applying.ORGANISATION_FIELDS if name in fields]
    for name in names:
        setattr(row, name, fields[name])
    _touch(row, *names)
    row.lines.exclude(version__option__sides__contains=[row.side]).delete()
    return row


@transaction.atomic
def save_options(
    *, application: Application, basket: Mapping[str, int], starts_on: date, year: str, years: int, seal: str
) -> Application:
    """The options chosen, at the versions of the first day; refused with every reason at once."""
    row = _open(application, Part.OPTIONS, seal)
    choices, faults = choosing.choices_of(basket, side=row.side, on=starts_on)
    if faults:
        raise ClubError(" ".join(faults))
    row.starts_on, row.year, row.years = starts_on, year, years
    _touch(row, *applying.PERIOD_FIELDS)
    row.lines.all().delete()
    ApplicationLine.objects.bulk_create(
        ApplicationLine(application=row, version=choice.version, quantity=choice.quantity) for choice in choices
    )
    return row


@transaction.atomic
def save_people(*, application: Application, people: Sequence[Mapping[str, Any]], seal: str) -> Application:
    """Everybody who will act for the organisation; the first administrator gets the mails when nobody else does."""
    row = _open(application, Part.PEOPLE, seal)
    if faults := applying.lacks_of_people([person["roles"] for person in people]):
        raise ClubError(" ".join(faults))
    row.people.all().delete()
    ApplicationPerson.objects.bulk_create(
        ApplicationPerson(application=row, **{name: person[name] for name in applying.PERSON_FIELDS})
        for person in people
    )
    if not row.contact_email:
        heads = [person["email"] for person in people if applying.Role.ADMINISTRATOR in person["roles"]]
        row.contact_email = heads[0]
    _touch(row, "contact_email")
    return row


def send_link(*, application: Application) -> None:
    """Mail the link that resumes the draft; once per address."""
    if application.contact_email and application.state == State.DRAFT:
        emails.application_link(application)


def send_lost_links(*, address: str) -> None:
    """Mail the links of the requests in progress that were given this address; silence when there is none."""
    if found := list(Application.objects.in_progress().given(address)[:MOST_LINKS]):
        emails.application_links(found)


@transaction.atomic
def submit(*, application: Application, order_number: str, accepted: Mapping[str, int]) -> Application:
    """Send the application. ``accepted``: kind of text → the version that was shown; all in force must be there."""
    row = _open(application)
    texts = governing.in_force()
    if any(accepted.get(kind) != text.pk for kind, text in texts.items()):
        raise ClubError("Acceptez les textes en vigueur\u00a0: ils sont affichés ci-dessous.")
    if lacks := applying.lacks(row):
        raise ClubError(" ".join(lack.sentence for lack in lacks))
    row.statutes, row.rules, row.terms = (texts.get(kind) for kind in ("statutes", "rules", "terms"))
    row.order_number, row.state, row.changes_asked = order_number, State.SUBMITTED, ""
    row.accepted_at = row.submitted_at = timezone.now()
    names = ["statutes", "rules", "terms", "order_number", "state", "changes_asked", "accepted_at", "submitted_at"]
    _touch(row, *names)
    emails.application_received(row)
    return row


@transaction.atomic
def ask_changes(*, application: Application, said: str, by: User) -> Application:
    """Back to the applicant, with what is to be completed."""
    row = _waiting(application)
    if not said.strip():
        raise ClubError("Dites ce qui est à compléter.")
    row.state, row.changes_asked = State.CHANGES, said.strip()
    _touch(row, "state", "changes_asked")
    audit.record(actor=by, verb="application.ask_changes", target=row)
    emails.changes_asked(row)
    return row


@transaction.atomic
def link(*, application: Application, organisation: Organisation, by: User) -> Application:
    """Staff know the applicant: an organisation of the file, which admission will not create again."""
    row = _waiting(application)
    row.organisation = organisation
    _touch(row, "organisation")
    audit.record(actor=by, verb="application.link", target=row, organisation=organisation.pk)
    return row


@transaction.atomic
def unlink(*, application: Application, by: User) -> Application:
    """It was another one. A prospect's request is its organisation's."""
    row = _waiting(application)
    if Prospect.objects.filter(application=row).exists():
        raise ClubError("Cette demande est celle d’un prospect du fichier\u00a0: elle reste à son organisation.")
    row.organisation = None
    _touch(row, "organisation")
    audit.record(actor=by, verb="application.unlink", target=row)
    return row


@transaction.atomic
def admit(
    *, application: Application, body: str, on: date, by: User, organisation: Organisation | None = None
) -> Application:
    """The Club admits the applicant. ``organisation``: the one it already knows; else its own, else a new one.

    An organisation that is already known stays as it is.
    """
    row = _waiting(application)
    row.organisation = organisation or row.organisation or organisations.create_from(application=row, by=by)
    _decide(row, State.ADMITTED, body, on, by)
    audit.record(actor=by, verb="application.admit", target=row, organisation=row.organisation_id)
    return row


@transaction.atomic
def refuse(
    *, application: Application, body: str, on: date, by: User, reason: str, released: str = ""
) -> Application:
    """``reason`` stays inside the Club; the applicant reads ``released`` alone, if anything."""
    row = _waiting(application)
    if not reason.strip():
        raise ClubError("Notez le motif\u00a0: il reste interne.")
    row.reason, row.reason_released = reason.strip(), released.strip()
    _decide(row, State.REFUSED, body, on, by)
    audit.record(actor=by, verb="application.refuse", target=row)
    emails.application_refused(row)
    return row


@transaction.atomic
def abandon(*, application: Application, by: User | None = None) -> Application:
    """The applicant (``by`` None) or staff give up a request that is not decided."""
    row = _locked(application)
    if row.state not in (State.DRAFT, State.CHANGES, State.SUBMITTED):
        raise ClubError("Cette demande est déjà décidée.")
    row.state = State.ABANDONED
    _touch(row, "state")
    audit.record(actor=by, verb="application.abandon", target=row)
    return row


def _decide(row: Application, state: str, body: str, on: date, by: User) -> None:
    if not body.strip():
        raise ClubError("Dites quel organe a décidé.")
    if on > timezone.localdate():
        raise ClubError("Une décision ne peut pas être datée de demain.")
    row.state, row.decided_by_body, row.decided_on, row.decided_by = state, body.strip()[:80], on, by
    names = ["organisation", "state", "decided_by_body", "decided_on", "decided_by", "reason", "reason_released"]
    _touch(row, *names)


def _locked(application: Application) -> Application:
    return Application.objects.select_for_update(no_key=True, of=("self",)).get(pk=application.pk)


def _open(application: Application, part: Part | None = None, seal: str = "") -> Application:
    """The row locked, while the applicant may still write in it and nobody wrote the part since ``seal``."""
    row = _locked(application)
    if not State(row.state).is_open:
        raise ClubError(CLOSED)
    if part and seal != applying.seal(row, part):
        raise Outrun(OUTRUN)
    return row


def _waiting(application: Application) -> Application:
    row = _locked(application)
    if row.state != State.SUBMITTED:
        raise ClubError(DECIDED)
    return row


def _touch(row: Application, *names: str) -> None:
    row.updated_at = timezone.now()
    row.save(update_fields=[*names, "updated_at"])
