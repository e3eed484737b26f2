"""Who opens what of which supplier: an agency its clients alone, a supplier itself alone; the others do not exist."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from club.contributions import access, urls
from club.contributions.models import Placement
from members.models import Organisation, User
from tests.contribution_factories import make_placement, make_submission
from tests.factories import make_affiliation, make_organisation, make_sent_issue, make_user, sign_in
from tests.membership_factories import make_membership, make_version

pytestmark = pytest.mark.django_db
NAMES = ("Alpha", "Bêta", "Gamma", "Ancien")
MAY_OPEN = {
    "of Alpha": ["Alpha"],
    "of Bêta": ["Bêta"],
    "agency of Alpha and Bêta": ["Alpha", "Bêta"],
    "agency that Alpha left": [],
    "of a supplier whose membership ended": [],
    "nobody's": [],
}


def suppliers() -> dict[str, Organisation]:
    """Members, but the last one, whose membership ended."""
    found, today, version = {}, timezone.localdate(), make_version(is_base=True, grants={"insert": 6})
    for name in NAMES:
        found[name] = make_organisation(name=name)
        ago = timedelta(days=900 if name == "Ancien" else 30)
        make_membership(
            version, organisation=found[name], starts_on=today - ago, ends_on=today - ago + timedelta(days=300)
        )
    return found


def people(of: dict[str, Organisation]) -> dict[str, User]:
    yesterday = timezone.localdate() - timedelta(days=1)
    agency = make_affiliation(organisation=of["Alpha"], roles=["agency"]).person
    make_affiliation(organisation=of["Bêta"], roles=["agency"], person=agency)
    left = make_affiliation(
        organisation=of["Alpha"], roles=["agency"], starts_on=yesterday - timedelta(days=9), ends_on=yesterday
    )
    found = [
        make_affiliation(organisation=of["Alpha"], roles=["content"]).person,
        make_affiliation(organisation=of["Bêta"], roles=["administrator"]).person,
        agency,
        left.person,
        make_affiliation(organisation=of["Ancien"], roles=["administrator"]).person,
        make_user(),
    ]
    return dict(zip(MAY_OPEN, found, strict=True))


def sent(supplier: Organisation) -> Placement:
    row = make_submission(supplier=supplier, state="accepted", title=f"Mots de {supplier}")
    stood = {"state": "sent", "rank": 1, "out_of": 2, "sent_on": timezone.localdate()}
    return make_placement(submission=row, issue=make_sent_issue(), **stood)


ADDRESSES: dict[str, Callable[[Placement], str]] = {
    "new": lambda one: reverse("portal:contributions:new", args=[one.supplier_id]),
    "preview": lambda one: reverse("portal:contributions:preview", args=[one.supplier_id]),
    "contribution": lambda one: reverse("portal:contributions:contribution", args=[one.submission_id]),
    "reach": lambda one: f"{reverse('portal:contributions:reach')}?fournisseur={one.supplier_id}",
    "reach_file": lambda one: (
        f"{reverse('portal:contributions:reach_file', args=['csv'])}?fournisseur={one.supplier_id}"
    ),
    "reach_of": lambda one: reverse("portal:contributions:reach_of", args=[one.pk]),
    "reach_of_file": lambda one: reverse("portal:contributions:reach_of_file", args=[one.pk, "csv"]),
}


def opened(client: Client, placements: dict[str, Placement]) -> set[tuple[str, str]]:
    """(address, supplier) of what answers the person who is signed in; whatever else it answers is "not found"."""
    found = set()
    for name, address in ADDRESSES.items():
        for supplier, placement in placements.items():
            method = client.post if name == "preview" else client.get
            answer: Any = method(address(placement))
            assert answer.status_code in (200, 404), (name, supplier, answer.status_code)
            if answer.status_code == 200:
                found.add((name, supplier))
    return found


def test_every_portal_address_of_contributions_is_tried() -> None:
    assert {"contributions", *ADDRESSES} == {pattern.name for pattern in urls.portal}


@pytest.mark.parametrize("who", MAY_OPEN)
def test_each_opens_its_own_suppliers_and_no_other(client: Client, who: str) -> None:
    of = suppliers()
    person, placements = people(of)[who], {name: sent(one) for name, one in of.items()}
    sign_in(client, person)
    assert opened(client, placements) == {(name, own) for name in ADDRESSES for own in MAY_OPEN[who]}
    listed = client.get("/espace/contributions/")
    seen = {name for name in NAMES if f"Mots de {name}" in listed.content.decode()}
    assert (listed.status_code, seen) == (200 if MAY_OPEN[who] else 404, set(MAY_OPEN[who]))


def test_without_its_guard_every_door_opens(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Negative control: what is refused above is there to be seen."""
    of = suppliers()
    stranger, placements = people(of)["nobody's"], {name: sent(one) for name, one in of.items()}
    mine = make_affiliation(person=make_user())
    monkeypatch.setattr(access, "clients_of", lambda user: list(of.values()))
    monkeypatch.setattr(access, "may_contribute", lambda supplier: True)
    monkeypatch.setattr(access, "acting_for", lambda user, pk: _acting(mine, pk))
    sign_in(client, stranger)
    assert opened(client, placements) == {(name, supplier) for name in ADDRESSES for supplier in NAMES}


def _acting(affiliation: Any, organisation: int) -> Any:
    affiliation.organisation = Organisation.objects.get(pk=organisation)
    return affiliation
