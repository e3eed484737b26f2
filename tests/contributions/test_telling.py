"""Reports of inserts: told twice, once each, to whom contents are asked of; kept for the *bilan d’adhésion*."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from club.contributions import emails
from club.contributions.actions import telling
from club.contributions.models import CallMail, Placement, ReachMail
from club.core.models import OutboxMail
from members.actions import entitlements
from members.models import EntitlementKind, Organisation, Use
from newsletters.models import Click, Suppression
from tests.contribution_factories import count_reach, make_call, make_sent_placement
from tests.contributions.clock import at, supplier
from tests.factories import make_affiliation

pytestmark = pytest.mark.django_db
LEFT = date(2026, 11, 10)  # a Tuesday
NEXT, FORTNIGHT = date(2026, 11, 11), date(2026, 11, 24)  # the 11th is a holiday


@pytest.fixture
def brand() -> Organisation:
    found = supplier(name="Caisses Corvane")
    make_affiliation(organisation=found, roles=["content"])
    return found


@pytest.fixture
def placed(brand: Organisation) -> Placement:
    row = make_sent_placement(supplier=brand)
    Placement.objects.filter(pk=row.pk).update(sent_on=LEFT)
    row.sent_on = LEFT
    entitlements.use(organisation=brand, kind=EntitlementKind.INSERT, key=row.use_key, label="Encart", on=LEFT)
    count_reach(row)
    Click.objects.create(block=row.block, day=LEFT, people=12)
    return row


def tell(day: date, hour: int = 10) -> int:
    return telling.send_due(now=at(day, hour))


def steps() -> list[str]:
    return list(ReachMail.objects.filter(state="sent", copy_of=None).order_by("pk").values_list("step", flat=True))


def test_day_after_then_fortnight_each_once_on_working_hours(placed: Placement) -> None:
    assert [tell(LEFT), tell(NEXT), tell(date(2026, 11, 12), hour=20)] == [0, 0, 0]
    assert [tell(date(2026, 11, 12)), tell(date(2026, 11, 12), hour=11), tell(date(2026, 11, 13))] == [1, 0, 0]
    first = OutboxMail.objects.get()
    assert "reçu par 116 personnes, 12 clics" in first.subject
    assert "comptés sur 50 lecteurs qui l’acceptent" in first.text
    assert "/contribuer/portee/" in first.text
    assert "portee.pdf" in first.html
    Click.objects.update(people=15)
    assert [tell(date(2026, 11, 23)), tell(FORTNIGHT), tell(FORTNIGHT), tell(date(2026, 12, 1))] == [0, 1, 0, 0]
    assert steps() == ["day", "fortnight"]
    assert Use.objects.get(key=placed.use_key).outcome == "reçu par 116\u00a0personnes, 15\u00a0clics"


def test_clock_that_slept_tells_the_newest_report_alone(placed: Placement) -> None:
    assert [tell(date(2026, 12, 1)), tell(date(2026, 12, 2))] == [1, 0]
    assert steps() == ["fortnight"]


def test_old_inserts_are_told_to_nobody(placed: Placement) -> None:
    assert tell(LEFT + telling.WORTH_TELLING + timedelta(1)) == 0


def test_not_counted_waits_and_pulled_stays_silent(placed: Placement) -> None:
    waiting = make_sent_placement(supplier=placed.supplier)
    Placement.objects.filter(pk=waiting.pk).update(sent_on=LEFT)
    Placement.objects.filter(pk=placed.pk).update(state="pulled", pulled_at=timezone.now())
    assert tell(date(2026, 11, 12)) == 0
    count_reach(waiting)
    assert tell(date(2026, 11, 12)) == 1


def test_agency_gets_a_copy_with_a_link_of_its_own(placed: Placement) -> None:
    agency = make_affiliation(organisation=placed.supplier, roles=["agency"]).person
    assert tell(date(2026, 11, 12)) == 1
    copy = ReachMail.objects.get(person=agency)
    assert copy.copy_of.step == "day"
    texts = [mail.text for mail in OutboxMail.objects.order_by("pk")]
    assert "Vous êtes l’agence de" in texts[1]
    assert len({text.split("/portee/")[1].split("/")[0] for text in texts}) == 2


def test_who_objects_is_passed_over_and_named(placed: Placement) -> None:
    person = placed.supplier.affiliations.get().person
    Suppression.objects.create(address_hash=person.address_hash, cause="request", scope="all")
    assert tell(date(2026, 11, 12)) == 1
    row = ReachMail.objects.get()
    assert (row.state, row.person, OutboxMail.objects.count()) == ("not_sent", None, 0)
    assert row.why.startswith(f"{person} ne peut pas être sollicité")
    assert Use.objects.get(key=placed.use_key).outcome  # the bilan says it all the same


def test_former_member_is_not_told(placed: Placement) -> None:
    placed.supplier.memberships.update(starts_on=date(2024, 1, 1), ends_on=date(2024, 12, 31))
    assert tell(date(2026, 11, 12)) == 1
    assert ReachMail.objects.get().why == "Caisses Corvane n’est plus membre"


def test_one_that_breaks_keeps_no_other(placed: Placement, monkeypatch: pytest.MonkeyPatch) -> None:
    other = make_sent_placement(supplier=supplier(name="Autre"))
    make_affiliation(organisation=other.supplier, roles=["content"])
    Placement.objects.filter(pk=other.pk).update(sent_on=LEFT)
    count_reach(other)
    send = emails.send_reach

    def broken(*, mail: ReachMail, insert: object) -> OutboxMail:
        if mail.placement_id == placed.pk:
            raise OSError
        return send(mail=mail, insert=insert)  # type: ignore[arg-type]

    with monkeypatch.context() as patch:
        patch.setattr(emails, "send_reach", broken)
        assert tell(date(2026, 11, 12)) == 1
    assert list(ReachMail.objects.values_list("placement", flat=True)) == [other.pk]
    assert tell(date(2026, 11, 12)) == 1


def test_call_says_what_the_last_insert_brought(placed: Placement) -> None:
    call = make_call(supplier=placed.supplier)
    person = placed.supplier.affiliations.get().person
    row = CallMail.objects.create(call=call, step="first", due_on=LEFT, person=person, role="content")
    text = emails.send_call(mail=row).text
    assert "en place 1 sur 3, reçu par 116\u00a0personnes, 12\u00a0clics" in text
