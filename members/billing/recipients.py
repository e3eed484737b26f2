"""Who receives an organisation's bills: the payer's address, else the people who act for it, by role."""

from dataclasses import dataclass
from datetime import date

from members.billing.models import Payer
from members.models import Affiliation, Organisation, User

Role = Affiliation.Role
ORDER = [Role.BILLING, Role.ADMINISTRATOR, Role.EXECUTIVE]


@dataclass(frozen=True)
class Recipient:
    """An address; ``person`` when it is somebody's. ``is_fallback``: the billing role is vacant."""

    address: str
    person: User | None = None
    is_fallback: bool = False


def recipient_of(organisation: Organisation, on: date) -> Recipient | None:
    """The payer's address, else the billing representative, else an administrator, else an executive."""
    payer = Payer.objects.filter(organisation=organisation).first()
    if payer and payer.email:
        return Recipient(payer.email)
    rows = Affiliation.objects.current(on).filter(organisation=organisation, person__is_active=True)
    known = list(rows.select_related("person").order_by("starts_on", "pk"))
    for role in ORDER:
        person = next((row.person for row in known if role in row.roles), None)
        if person:
            return Recipient(person.email, person, is_fallback=role != Role.BILLING)
    return None
