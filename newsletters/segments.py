"""Segments as SQL: who is in each of them, where they are, what they know."""

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

from ambassadors.models import Ambassador
from channel.models import ExpertContact
from members.access import holding
from members.models import Affiliation, EntitlementKind
from members.statuses import members
from newsletters.models import Preference

# Local part of RFC 5321 in ASCII atoms, domain in letters, digits and hyphens (IDNA): all a relay surely takes.
USABLE_ADDRESS = (
    r"^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z0-9-]{2,}$"
)
UNUSABLE = "address !~ %s OR length(split_part(address, '@', 1)) > 64"
"""SQL over a column ``address``; its parameter is ``USABLE_ADDRESS``."""
Sql = tuple[str, list[object]]


def ambassadors(on: date) -> Sql:
    people: QuerySet[object] = Ambassador.objects.active()
    return _source(people, person="person_id", place="departement_id", skills="topics")


def experts(on: date) -> Sql:
    people: QuerySet[object] = ExpertContact.objects.active()
    return _source(
        people, person="person_id", place="expert__departement_id", skills="expert__specialities", area="expert__area"
    )


def subscribers(on: date) -> Sql:
    people: QuerySet[object] = Preference.objects.subscribed().filter(contact__is_active=True)
    return _source(people, person="contact_id", place="contact__commune__departement_id")


def representatives(on: date) -> Sql:
    """Who acts today for an organisation that is a member today; placed where it is."""
    return _source(_acting_for(members()), person="person_id", place="organisation__commune__departement_id")


def executives(on: date) -> Sql:
    """The executives of members whose right to the Cercle runs on the day: whom ``events.admittance`` lets in."""
    entitled = {organisation.pk for organisation in holding(EntitlementKind.CERCLE_SEAT, on=on)}
    acting = _acting_for([one for one in members() if one.pk in entitled])
    executive = acting.filter(roles__contains=[Affiliation.Role.EXECUTIVE])
    return _source(executive, person="person_id", place="organisation__commune__departement_id")


SOURCES: dict[str, Callable[[date], Sql]] = {
    "ambassadors": ambassadors,
    "channel": experts,
    "subscribers": subscribers,
    "members": representatives,
    "executives": executives,
}
"""By segment: SQL of (person, place, places, skills). The day is that of the event, else today."""


def _acting_for(organisations: list) -> QuerySet:  # type: ignore[type-arg]
    held = [one.pk for one in organisations]
    return Affiliation.objects.current().filter(organisation__in=held, person__is_active=True)


def _source(people: QuerySet[object], *, person: str, place: str, skills: str = "", area: str = "") -> Sql:
    """(person, place, places, skills) of a queryset, as a subquery."""
    columns = [name for name in (person, place, skills, area) if name]
    sql, params = people.order_by().values_list(*columns).query.sql_with_params()
    names = ["person", "place", *(["skills"] if skills else []), *(["area"] if area else [])]
    places = "array_append(area::text[], place::text)" if area else "ARRAY[place::text]"
    return (
        f"SELECT person, place, {places} AS places, {'skills::text[]' if skills else 'NULL::text[]'} AS skills"  # noqa: S608
        f" FROM ({sql}) q({', '.join(names)})",
        list(params),
    )
