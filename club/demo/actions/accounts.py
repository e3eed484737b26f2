"""People who can log in: the ten of the team, and three members lent to visitors of the demonstration."""

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.utils import timezone

from ambassadors.models import Ambassador
from channel.models import Expert, ExpertContact
from club.core import roles
from club.demo.accounts import AMBASSADOR, EXPERT, PASSWORD, REPRESENTATIVE, STAFF, TOTP_SECRET, PortalAccount
from club.demo.data.drawing import Drawing
from members.accounts import confirm_mailbox, enrol_totp
from members.models import Affiliation, User


def hashed_password() -> str:
    """The one password of all demo accounts, hashed: a slow function on purpose, so it is called once."""
    return make_password(PASSWORD)


def add_staff(*, drawing: Drawing, password: str) -> list[User]:
    """One account for each of ``STAFF``, in the groups of its roles; all but one with a second factor."""
    roles.synchronise()
    groups = {group.name: group for group in Group.objects.all()}
    team = []
    for account in STAFF:
        person = User.objects.create(
            email=account.email,
            civility=account.civility,
            first_name=account.first_name,
            last_name=account.last_name,
            password=password,
            is_staff=True,
            source=User.Source.STAFF,
            collected_on=drawing.ago(230, 260),
        )
        person.groups.set(groups[roles.Role(role).label] for role in account.roles)
        confirm_mailbox(person)
        if account.second_factor:
            enrol_totp(person, TOTP_SECRET)
        team.append(person)
    return team


def lend_accounts(*, password: str) -> list[User]:
    """Give the three people of ``PORTAL`` a name that is printed, and a password."""
    heads = Affiliation.objects.filter(organisation__name="Ordivance", roles__contains=[Affiliation.Role.EXECUTIVE])
    advisers = Ambassador.objects.active().filter(network__website__contains="cc-brenelle", departement_id="37")
    resellers = ExpertContact.objects.filter(
        expert__departement_id="69", expert__kind=Expert.Kind.RESELLER, expert__state=Expert.State.LISTED
    )
    lent = [
        (REPRESENTATIVE, heads.earliest("pk").person),
        (AMBASSADOR, advisers.earliest("pk").person),
        (EXPERT, resellers.exclude(person__in=advisers.values("person")).earliest("pk").person),
    ]
    return [_lend(account, person, password) for account, person in lent]


def _lend(account: PortalAccount, person: User, password: str) -> User:
    person.email = account.email
    person.civility = account.civility
    person.first_name = account.first_name
    person.last_name = account.last_name
    person.password = password
    person.informed_at = person.informed_at or timezone.now()
    person.save()
    confirm_mailbox(person)
    return person
