"""The catalogue, the texts that members accept, this year’s terms and the prospects of the demonstration."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from club.demo.data.catalogue import OFFERS, Offer
from club.demo.data.drawing import Drawing
from club.demo.data.members import (
    COMPOSED,
    IN_GRACE,
    LAPSED,
    LEADS,
    MEETINGS,
    PUBLIC_KINDS,
    ROLLING,
    Basket,
    Lead,
)
from members.actions import entitlements
from members.models import (
    EntitlementKind,
    GoverningText,
    Grant,
    Membership,
    MembershipLine,
    Option,
    OptionVersion,
    Organisation,
    Prospect,
    ProspectNote,
    User,
)
from members.pricing import Choice, quote, term_end, year_before

TEXTS = Path(__file__).resolve().parent.parent / "data" / "texts"
DAY = timedelta(days=1)


def add_catalogue(*, drawing: Drawing) -> dict[str, OptionVersion]:
    """Options with the versions of this year and of former ones; gives those of this year by code."""
    options = {offer.code: _option(offer, rank) for rank, offer in enumerate(OFFERS)}
    for offer in OFFERS:
        options[offer.code].needs.set(options[code] for code in offer.needs)
    return {offer.code: _version(offer, options[offer.code], drawing.today.year) for offer in OFFERS}


def _option(offer: Offer, rank: int) -> Option:
    fields = ("code", "name", "summary", "sides", "is_base", "includes_base", "max_quantity")
    return Option.objects.create(position=rank, **{name: getattr(offer, name) for name in fields})


def _version(offer: Offer, option: Option, year: int) -> OptionVersion:
    """Former years had the same rights; their price was ``before`` when the offer names one."""
    fields = {name: getattr(offer, name) for name in ("price", "vat", "exemption", "account", "opens")}
    first, this = date(year - 3, 1, 1), date(year, 1, 1)
    if offer.before is None:
        version = OptionVersion.objects.create(option=option, starts_on=first, **fields)
    else:
        former = fields | {"price": offer.before, "ends_on": this - DAY}
        _grant(OptionVersion.objects.create(option=option, starts_on=first, **former), offer)
        version = OptionVersion.objects.create(option=option, starts_on=this, **fields)
    _grant(version, offer)
    return version


def _grant(version: OptionVersion, offer: Offer) -> None:
    Grant.objects.bulk_create(
        Grant(version=version, kind=kind, quantity=quantity) for kind, quantity in offer.grants.items()
    )


def add_texts(*, drawing: Drawing) -> None:
    for kind in GoverningText.Kind:
        body = (TEXTS / f"{kind.value}.md").read_text().strip()
        GoverningText.objects.create(kind=kind, starts_on=date(drawing.today.year - 2, 6, 14), body=body)


def add_members(
    *, drawing: Drawing, organisations: dict[str, Organisation], versions: dict[str, OptionVersion]
) -> None:
    """A term for everybody who is no prospect; one that ended lately, one that ended long ago."""
    absent = {lead.name for lead in LEADS} | {IN_GRACE, LAPSED}
    for name, organisation in organisations.items():
        if name not in absent:
            _join(drawing, organisation, versions)
    for name, days in ((IN_GRACE, 20), (LAPSED, 200)):
        ends_on = drawing.today - timedelta(days=days)
        starts_on = year_before(ends_on + DAY)
        _term(organisations[name], {"base-marque": 1}, versions, starts_on, ends_on, Membership.Year.ROLLING)


def _join(drawing: Drawing, organisation: Organisation, versions: dict[str, OptionVersion]) -> None:
    basket = COMPOSED.get(organisation.name) or {_base_of(organisation): 1}
    rolling = organisation.name in ROLLING
    year = Membership.Year.ROLLING if rolling else Membership.Year.CALENDAR
    starts_on = drawing.today - timedelta(days=220) if rolling else date(drawing.today.year, 1, 1)
    term = _term(organisation, basket, versions, starts_on, term_end(starts_on=starts_on, year=year), year)
    entitlements.open_paid(membership=term, on=min(starts_on + timedelta(days=25), drawing.today))
    if organisation.name in COMPOSED:
        _come_to_meetings(drawing, term)


def _base_of(organisation: Organisation) -> str:
    if organisation.side == Organisation.Side.BRAND:
        return "base-marque"
    return "base-reseau-public" if organisation.kind in PUBLIC_KINDS else "base-institution"


def _term(
    organisation: Organisation,
    basket: Basket,
    versions: dict[str, OptionVersion],
    starts_on: date,
    ends_on: date,
    year: str,
) -> Membership:
    term = Membership.objects.create(
        organisation=organisation,
        starts_on=starts_on,
        ends_on=ends_on,
        planned_end=ends_on,
        year=year,
        seats=2,
        accepted_on=starts_on - timedelta(days=18),
    )
    choices = [Choice(versions[code], quantity) for code, quantity in basket.items()]
    for priced in quote(choices, starts_on=starts_on, ends_on=ends_on).lines:
        line = MembershipLine.objects.create(
            membership=term,
            version=priced.choice.version,
            quantity=priced.choice.quantity,
            price=priced.choice.version.price,
            net=priced.net,
            starts_on=starts_on,
            ends_on=ends_on,
        )
        entitlements.grant(line=line, on=starts_on)
    return term


def _come_to_meetings(drawing: Drawing, term: Membership) -> None:
    """One representative came to the meetings of the year that fell into the term."""
    person = User.objects.filter(affiliations__organisation=term.organisation).order_by("pk").first()
    for days, label in MEETINGS:
        on = drawing.today - timedelta(days=days)
        if term.is_running(on) and entitlements.left(term.organisation, EntitlementKind.MEETING_SEAT, on):
            entitlements.use(
                organisation=term.organisation,
                kind=EntitlementKind.MEETING_SEAT,
                key=f"demo:meeting:{on:%Y%m%d}:{term.pk}",
                label=f"{label} du {on:%d/%m/%Y}",
                on=on,
                person=person,
            )


def add_prospects(*, drawing: Drawing, organisations: dict[str, Organisation], team: dict[str, User]) -> None:
    owners = [team["helene.kerbrat"], team["aicha.lemoine"]]
    for rank, lead in enumerate(LEADS):
        owner = owners[rank % len(owners)]
        prospect = _prospect(drawing, lead, organisations, owner)
        ProspectNote.objects.bulk_create(
            ProspectNote(prospect=prospect, said_on=drawing.today - timedelta(days=days), text=text, author=owner)
            for days, text in lead.notes
        )


def _prospect(drawing: Drawing, lead: Lead, organisations: dict[str, Organisation], owner: User) -> Prospect:
    return Prospect.objects.create(
        organisation=organisations[lead.name],
        stage=lead.stage,
        owner=owner,
        source=lead.source,
        sponsor=organisations[lead.sponsor] if lead.sponsor else None,
        expected=Decimal(lead.expected),
        next_action=lead.next_action,
        next_on=None if lead.next_in is None else drawing.today + timedelta(days=lead.next_in),
    )
