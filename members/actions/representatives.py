"""Who acts for an organisation: invitations, roles, handing over, leaving. Rights follow at the next request."""

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from club.core import audit, limits
from club.core.errors import ClubError
from members import emails
from members.accounts import confirm_mailbox
from members.addresses import normalise
from members.models import Affiliation, Invitation, Organisation, User

Role = Affiliation.Role
LIFE = timedelta(days=14)
MOST_OPEN, PER_DAY = 20, 3  # an organisation; an address, which is somebody's mailbox
DAY = timedelta(days=1)


@transaction.atomic
def invite(
    *, organisation: Organisation, email: str, roles: Sequence[str], job_title: str = "", by: User
) -> Invitation:
    """Mail a link to somebody; inviting again sends a fresh link with the new roles, the old one serves no more."""
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if not roles:
        raise ClubError("Choisissez au moins un rôle.")
    current = organisation.affiliations.current()
    if current.filter(person__email=email.strip().lower()).exists():
        raise ClubError("Cette personne représente déjà votre organisation\u00a0: changez plutôt ses rôles.")
    if not limits.allow(f"invitation:{organisation.pk}:{normalise(email)}", limit=PER_DAY, per=limits.DAY):
        raise ClubError("Cette adresse a reçu assez d’invitations aujourd’hui\u00a0: reprenez demain.")
    now = timezone.now()
    waiting = organisation.invitations.filter(accepted_at=None, withdrawn_at=None)
    waiting.filter(email=email.strip().lower()).update(withdrawn_at=now)
    if organisation.invitations.open().count() >= MOST_OPEN:
        raise ClubError(f"Plus de {MOST_OPEN} invitations attendent une réponse\u00a0: retirez-en d’abord.")
    invitation = Invitation.objects.create(
        organisation=organisation,
        email=email,
        roles=list(roles),
        job_title=job_title,
        invited_by=by,
        expires_at=now + LIFE,
    )
    emails.invitation(invitation)
    audit.record(actor=by, verb="invitation.send", target=invitation, roles=list(roles))
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> None:
    """The link serves no more; one that was answered stays."""
    changed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None)
    if not changed.update(withdrawn_at=timezone.now()):
        raise ClubError("Cette invitation a déjà eu sa réponse.")
    audit.record(actor=by, verb="invitation.withdraw", target=invitation)


@transaction.atomic
def accept(*, invitation_id: int, first_name: str = "", last_name: str = "") -> Affiliation:
    """Whoever holds the link reads that mailbox: the account is opened or found, and acts for the organisation.

    Raises ClubError when the link served already or is too old.
    """
    invitation = (
        Invitation.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=invitation_id)
    )
    if not invitation.is_open():
        raise ClubError("Ce lien a déjà servi, a été retiré ou est trop ancien. Demandez-en un autre.")
    person = User.objects.filter(email=invitation.email).first()
    if person is None:
        label = f"invitation de {invitation.organisation}"[:120]
        person = User.objects.create_user(
            invitation.email, source=User.Source.COLLEAGUE, source_label=label, informed_at=timezone.now()
        )
    if not person.is_active:
        raise ClubError("Ce compte est fermé\u00a0: écrivez au Club.")
    if first_name and not person.first_name:
        person.first_name, person.last_name = first_name, last_name or person.last_name
        person.save(update_fields=["first_name", "last_name"])
    confirm_mailbox(person)
    affiliation = _affiliate(person, invitation)
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit.record(actor=person, verb="invitation.accept", target=invitation)
    return affiliation


def _affiliate(person: User, invitation: Invitation) -> Affiliation:
    """One open affiliation a person and an organisation; an older one gains the roles."""
    affiliation, made = Affiliation.objects.get_or_create(
        person=person,
        organisation=invitation.organisation,
        ends_on=None,
        defaults={"roles": invitation.roles, "job_title": invitation.job_title, "source": "invitation"},
    )
    if not made:
        affiliation.roles = [role for role in Role.values if role in {*affiliation.roles, *invitation.roles}]
        affiliation.save(update_fields=["roles"])
    return affiliation


@transaction.atomic
def change_roles(*, affiliation: Affiliation, roles: Sequence[str], job_title: str, by: User) -> Affiliation:
    """Give other roles; an organisation keeps an administrator."""
    _lock(affiliation)
    if not roles:
        raise ClubError("Choisissez au moins un rôle, ou retirez cette personne.")
    if Role.ADMINISTRATOR not in roles:
        _keep_an_administrator(affiliation)
    affiliation.roles = [role for role in Role.values if role in roles]
    affiliation.job_title = job_title
    affiliation.save(update_fields=["roles", "job_title"])
    audit.record(actor=by, verb="affiliation.roles", target=affiliation, roles=affiliation.roles)
    return affiliation


@transaction.atomic
def hand_over(*, affiliation: Affiliation, to: Affiliation) -> None:
    """An administrator makes a colleague administrator in their place, keeping their other roles."""
    _lock(affiliation)
    to = Affiliation.objects.select_related("person").get(pk=to.pk)  # as it is now: they may just have left
    if to.organisation_id != affiliation.organisation_id or not to.is_current() or to.pk == affiliation.pk:
        raise ClubError("Choisissez un collègue de la même organisation.")
    if not to.person.is_active:
        raise ClubError("Le compte de ce collègue est fermé\u00a0: choisissez-en un autre.")
    if Role.ADMINISTRATOR not in affiliation.roles:
        raise ClubError("Vous n’êtes pas administrateur de cette organisation.")
    to.roles = [role for role in Role.values if role in {*to.roles, Role.ADMINISTRATOR}]
    to.save(update_fields=["roles"])
    affiliation.roles = [role for role in affiliation.roles if role != Role.ADMINISTRATOR] or [Role.CONTENT]
    affiliation.save(update_fields=["roles"])
    audit.record(actor=affiliation.person, verb="affiliation.hand_over", target=to)


@transaction.atomic
def remove(*, affiliation: Affiliation, by: User) -> None:
    """The person acts for the organisation no more, from now on; the row stays. One that began today is as if it had
    ended yesterday: its history tells the truth.
    """
    _lock(affiliation)
    _keep_an_administrator(affiliation)
    _end(affiliation)
    audit.record(actor=by, verb="affiliation.end", target=affiliation)


def _end(affiliation: Affiliation) -> None:
    yesterday = timezone.localdate() - DAY
    affiliation.starts_on = min(affiliation.starts_on, yesterday)
    affiliation.ends_on = yesterday
    affiliation.save(update_fields=["starts_on", "ends_on"])


def _lock(affiliation: Affiliation) -> None:
    """Administrators are counted under a lock of the organisation: two may not leave at once."""
    Organisation.objects.select_for_update(no_key=True).get(pk=affiliation.organisation_id)
    affiliation.refresh_from_db(fields=["roles", "ends_on"])


def _keep_an_administrator(affiliation: Affiliation) -> None:
    others = Affiliation.objects.current().filter(
        organisation=affiliation.organisation_id, roles__contains=[Role.ADMINISTRATOR], person__is_active=True
    )
    if Role.ADMINISTRATOR in affiliation.roles and not others.exclude(pk=affiliation.pk).exists():
        raise ClubError("Une organisation garde un administrateur\u00a0: passez d’abord la main à un collègue.")
