"""What an acceptance brings beside the term: where documents go, who represents the organisation, the end of the
application. Nobody's other affiliations, name or account are touched.
"""

from django.db.models import Q

from members.billing import emails
from members.billing.models import Payer, Proposal
from members.models import Affiliation, Application, ApplicationPerson, Organisation, Prospect, User

Role = Affiliation.Role
PUBLIC = (Organisation.Kind.PUBLIC, Organisation.Kind.CHAMBER)
"""Kinds that are invoiced through Chorus Pro; staff correct it on the payer."""


def payer_of(row: Proposal) -> Payer:
    """The payer of the organisation, made from its application the first time; what staff wrote stays.

    Its mailbox is for staff to type: until then documents go to whoever holds the roles on the day, so the people
    announced hold theirs before the first document is issued.
    """
    _invite_all(row)
    application, organisation = row.application, row.organisation
    fields: dict[str, object] = {}
    if application is not None:
        if application.legal_name:  # the record of an organisation already known may lack it
            Organisation.objects.filter(pk=organisation.pk, legal_name="").update(legal_name=application.legal_name)
        fields = {
            "address": application.address,
            "postcode": application.postcode,
            "city": application.city,
            "country": application.country or "FR",
            "vat_number": application.foreign_vat,
            "wants_order_number": bool(application.order_number),
        }
    fields["is_public"] = organisation.kind in PUBLIC
    return Payer.objects.get_or_create(organisation=organisation, defaults=fields)[0]


def receive(row: Proposal) -> None:
    """The people announced are invited, the application is complete, the prospect is won."""
    application = row.application
    if application is None:
        return
    _invite_all(row)
    Application.objects.filter(pk=application.pk).update(state=Application.State.COMPLETED)
    won = Prospect.objects.open().filter(Q(organisation=row.organisation) | Q(application=application))
    won.update(stage=Prospect.Stage.WON, next_on=None, next_action="")


def _invite_all(row: Proposal) -> None:
    """Twice invites once."""
    for person in row.application.people.all() if row.application else ():
        _invite(row, person)


def _invite(row: Proposal, announced: ApplicationPerson) -> None:
    """An account that exists stays as it is; the affiliation gains the roles announced."""
    organisation, is_self = row.organisation, announced.email.lower() == (row.accepted_by_email or "").lower()
    person = User.objects.filter(email=announced.email).first()
    if person is None:
        person = User.objects.create_user(
            announced.email,
            civility=announced.civility,
            first_name=announced.first_name,
            last_name=announced.last_name,
            phone=announced.phone,
            source=User.Source.SELF if is_self else User.Source.COLLEAGUE,
            source_label=f"demande d’adhésion de {organisation.name}"[:120],
        )
    affiliation, made = Affiliation.objects.get_or_create(
        person=person,
        organisation=organisation,
        ends_on=None,
        defaults={
            "roles": announced.roles,
            "job_title": announced.job_title,
            "source": "demande d’adhésion",
        },
    )
    if not made:
        affiliation.roles = [role for role in Role.values if role in {*affiliation.roles, *announced.roles}]
        affiliation.save(update_fields=["roles"])
    emails.representative_invited(affiliation)
