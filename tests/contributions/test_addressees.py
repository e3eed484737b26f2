"""Whom a supplier’s call goes to: the right person, its agencies, the executive after a long silence."""

from datetime import date

import pytest

from club.contributions.actions import calling, reminding
from club.contributions.models import Call, CallMail
from club.core.models import OutboxMail
from members.models import StatusRule
from newsletters.models import Suppression
from tests.contributions.clock import at, let_pass, play, slot_of, supplier
from tests.factories import make_affiliation

pytestmark = pytest.mark.django_db


def test_executive_is_written_to_after_two_silent_fortnights() -> None:
    brand = supplier()
    make_affiliation(organisation=brand, roles=["content"])
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    let_pass(brand, date(2026, 10, 27), date(2026, 11, 10))
    slot_of()
    play(date(2026, 11, 13), date(2026, 11, 13))
    mail = OutboxMail.objects.get(person=boss)
    assert mail.subject == f"{brand} absent de deux Flash info de suite"
    assert "6 encarts vous attendent" in mail.text


@pytest.mark.parametrize(
    ("passed", "mails", "escalated", "written"),
    [
        (2, "not_sent", None, False),
        (3, "sent", "sent", False),
        (3, "sent", "not_sent", True),
        (3, "sent", None, True),
    ],
)
def test_executive_is_written_to_once_and_for_mails_that_left(
    passed: int, mails: str, escalated: str | None, written: bool
) -> None:
    brand = supplier()
    make_affiliation(organisation=brand, roles=["content"])
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    let_pass(brand, *[date(2026, 10, 13), date(2026, 10, 27), date(2026, 11, 10)][:passed], state=mails)
    if escalated:
        last = Call.objects.latest("slot__due_at")
        why = "" if escalated == "sent" else "x"
        CallMail.objects.create(call=last, step="escalation", due_on=date(2026, 11, 2), state=escalated, why=why)
    slot_of()
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert OutboxMail.objects.filter(person=boss).exists() == written
    assert Call.objects.to_telephone().exists() == (passed == 3)  # mails still do not move it


def test_executive_is_written_to_again_when_silence_begins_anew() -> None:
    brand = supplier()
    make_affiliation(organisation=brand, roles=["content"])
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    let_pass(brand, date(2026, 9, 15))
    first = Call.objects.get()
    CallMail.objects.create(call=first, step="escalation", due_on=date(2026, 9, 4), state="sent")
    Call.objects.create(
        slot=slot_of(date(2026, 9, 29)), supplier=brand, state="answered", settled_at=at(date(2026, 9, 20))
    )
    let_pass(brand, date(2026, 10, 27), date(2026, 11, 10))
    slot_of()
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert OutboxMail.objects.filter(person=boss).exists()


def test_agency_alone_is_asked() -> None:
    slot_of()
    brand = supplier()
    people = [make_affiliation(organisation=brand, roles=["agency"]).person for _ in range(2)]
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert list(CallMail.objects.filter(state="sent").order_by("pk").values_list("person", flat=True)) == [
        person.pk for person in people
    ]
    texts = list(OutboxMail.objects.values_list("text", flat=True))
    assert all("Vous êtes l’agence de" in text and "Nous écrivons à" not in text for text in texts)


def test_who_is_no_member_any_more_is_not_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    slot_of()
    make_affiliation(organisation=supplier(), roles=["content"])
    calling.open_due(now=at(date(2026, 11, 13)))
    StatusRule.objects.update(is_on=False)
    reminding.send_due(now=at(date(2026, 11, 13)))
    assert CallMail.objects.get(step="first").why.endswith("n’est plus membre")
    make_affiliation(organisation=supplier(), roles=["content"])
    assert calling.open_due(now=at(date(2026, 11, 13))) == 0


def test_executive_who_is_the_one_asked_gets_one_mail() -> None:
    brand = supplier()
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    let_pass(brand, date(2026, 10, 27), date(2026, 11, 10))
    slot_of()
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert OutboxMail.objects.filter(person=boss).count() == 1
    assert CallMail.objects.get(step="escalation").why == f"{boss} reçoit déjà l’appel"


@pytest.mark.parametrize(
    ("roles", "asked"),
    [
        ([["executive"], ["marketing"], ["content"]], 2),
        ([["executive"], ["commercial"], ["marketing"]], 2),
        ([["billing"], ["executive"]], 1),
        ([["agency", "content"], ["executive"]], 1),
    ],
)
def test_right_person_is_asked_and_agencies_get_a_copy_with_their_own_link(
    roles: list[list[str]], asked: int
) -> None:
    slot_of()
    brand = supplier()
    people = [make_affiliation(organisation=brand, roles=held).person for held in roles]
    play(date(2026, 11, 13), date(2026, 11, 13))
    mail = CallMail.objects.get(copy_of=None, state="sent")
    assert mail.person == people[asked]
    agents = [person for person, held in zip(people, roles, strict=True) if "agency" in held]
    assert [row.person for row in mail.copies.all()] == agents
    links = {
        text.split("/contribuer/appel/")[1].split("/")[0]
        for text in OutboxMail.objects.values_list("text", flat=True)
    }
    assert len(links) == 1 + len(agents)


def test_whoever_objects_or_bounces_is_not_written_to_and_it_is_said() -> None:
    slot_of()
    brand = supplier()
    gone = make_affiliation(organisation=brand, roles=["content"]).person
    boss = make_affiliation(organisation=brand, roles=["executive"]).person
    Suppression.objects.create(address_hash=gone.address_hash, cause="unknown")
    play(date(2026, 11, 13), date(2026, 11, 13))
    assert CallMail.objects.get(state="sent").person == boss
    Suppression.objects.create(address_hash=boss.address_hash, cause="request", scope="all")
    play(date(2026, 11, 19), date(2026, 11, 19))
    assert CallMail.objects.get(step="reminder").why.startswith(
        f"{boss} ne peut pas être sollicité\u00a0: elle s’est opposée"
    )
