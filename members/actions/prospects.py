"""Following organisations until they apply: found, called, planned, and made an application without retyping."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from club.core import audit
from club.core.errors import ClubError
from members import emails
from members.models import Affiliation, Application, ApplicationPerson, Organisation, Prospect, ProspectNote, User

FOLLOWED = ["stage", "owner", "source", "sponsor", "expected", "next_action", "next_on", "lost_reason"]
Stage = Prospect.Stage


@transaction.atomic
def follow(
    *,
    organisation: Organisation,
    owner: User,
    by: User,
    source: str = "",
    sponsor: Organisation | None = None,
    expected: Decimal = Decimal(0),
) -> Prospect:
    """A new prospect; refused while the organisation is already followed."""
    if sponsor == organisation:
        raise ClubError("Une organisation ne se parraine pas elle-même.")
    try:
        with transaction.atomic():
            row = Prospect.objects.create(
                organisation=organisation, owner=owner, source=source, sponsor=sponsor, expected=expected
            )
    except IntegrityError as error:
        raise ClubError(f"{organisation} est déjà suivie.") from error
    audit.record(actor=by, verb="prospect.follow", target=row)
    return row


@transaction.atomic
def note(*, prospect: Prospect, text: str, by: User, said_on: date | None = None) -> ProspectNote:
    """What was said; the first call moves a prospect from spotted to contacted."""
    row = _locked(prospect)
    if not text.strip():
        raise ClubError("Notez ce qui s’est dit.")
    if row.stage == Stage.SPOTTED:
        row.stage = Stage.CONTACTED
        row.save(update_fields=["stage"])
    return ProspectNote.objects.create(
        prospect=row, text=text.strip(), author=by, said_on=said_on or timezone.localdate()
    )


@transaction.atomic
def plan(*, prospect: Prospect, fields: Mapping[str, Any], by: User) -> Prospect:
    """Where it stands and what comes next. ``fields``: some of ``FOLLOWED``."""
    row = _locked(prospect)
    for name in FOLLOWED:
        if name in fields:
            setattr(row, name, fields[name])
    _check(row)
    if row.stage in (Stage.WON, Stage.LOST):
        row.next_action, row.next_on = "", None
    try:
        with transaction.atomic():
            row.save(update_fields=FOLLOWED)
    except IntegrityError as error:
        raise ClubError(f"{row.organisation} est déjà suivie sous une autre fiche.") from error
    audit.record(actor=by, verb="prospect.plan", target=row, stage=str(row.stage))
    return row


def _check(row: Prospect) -> None:
    if row.stage == Stage.LOST and not row.lost_reason.strip():
        raise ClubError("Dites pourquoi elle est perdue.")
    if row.next_action and not row.next_on:
        raise ClubError("Une prochaine action a une date.")
    if row.sponsor_id == row.organisation_id:
        raise ClubError("Une organisation ne se parraine pas elle-même.")


@transaction.atomic
def apply(*, prospect: Prospect, by: User, contact_email: str = "", send: bool = False) -> Application:
    """The application of a prospect, filled in with what the Club knows; the one in progress if there is one.

    ``send``: mail its link to ``contact_email``.
    """
    row = _locked(prospect)
    application = row.application
    if application is None or application.state in (Application.State.ABANDONED, Application.State.REFUSED):
        application = _prefilled(row.organisation, contact_email)
        row.application = application
        row.save(update_fields=["application"])
        audit.record(actor=by, verb="prospect.apply", target=row, application=application.pk)
    elif contact_email and application.state == Application.State.DRAFT:
        application.contact_email = contact_email
        application.save(update_fields=["contact_email"])
    if send:
        _mail(application)
    return application


def _mail(application: Application) -> None:
    if not application.contact_email:
        raise ClubError("Donnez l’adresse à laquelle envoyer le lien.")
    if application.state != Application.State.DRAFT:
        raise ClubError("Cette demande est déjà envoyée.")
    emails.application_prepared(application)


def _prefilled(organisation: Organisation, contact_email: str) -> Application:
    commune = organisation.commune
    copied = ["name", "legal_name", "side", "kind", "rna", "foreign_vat", "website", "phone"]
    application = Application.objects.create(
        organisation=organisation,
        siren=organisation.siren or "",
        postcode=commune.postcodes[0] if commune and len(commune.postcodes) == 1 else "",
        city=commune.name if commune else "",
        contact_email=contact_email,
        **{name: getattr(organisation, name) for name in copied},
    )
    rows = Affiliation.objects.current().filter(organisation=organisation).select_related("person")
    people = {row.person_id: row for row in rows}
    ApplicationPerson.objects.bulk_create(_announced(application, row) for row in people.values())
    return application


def _announced(application: Application, row: Affiliation) -> ApplicationPerson:
    copied = ["civility", "first_name", "last_name", "email", "phone"]
    fields = {name: getattr(row.person, name) for name in copied}
    return ApplicationPerson(application=application, job_title=row.job_title, roles=row.roles, **fields)


def _locked(prospect: Prospect) -> Prospect:
    rows = Prospect.objects.select_for_update(no_key=True, of=("self",))
    return rows.select_related("organisation__commune", "application").get(pk=prospect.pk)
