"""Accepting with evidence: a code proves the address, the words and the file's hash are kept, once."""

import re
import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import AuditEntry, OutboxMail
from members.billing.actions import acceptance, proposals
from members.billing.models import AcceptanceCode, Proposal
from tests.factories import make_staff
from tests.proposal_factories import PDF, make_proposal, make_sent

DATABASE = pytest.mark.django_db
ADDRESS = "anne@exemple.example"


def mailed_code() -> str:
    mail = OutboxMail.objects.filter(template="billing/emails/acceptance_code").latest("pk")
    return re.search(r"^\d{6}$", mail.text, re.M)[0]


def ask(proposal: Proposal, email: str = ADDRESS) -> str:
    acceptance.ask_code(proposal=proposal, email=email, connection="192.0.2.7")
    return mailed_code()


def accept(proposal: Proposal, code: str, **overrides) -> Proposal:
    fields = {"name": "Anne Le Goff", "title": "directrice", "email": ADDRESS, "document": proposal.pdf_sha256}
    return acceptance.accept_by_link(proposal=proposal, code=code, **(fields | overrides))


@DATABASE
def test_code_proves_the_address_and_the_evidence_is_whole() -> None:
    proposal = make_sent()
    done = accept(proposal, ask(proposal), order_number="BC-12")
    assert (done.state, done.accepted_means, done.accepted_by_email) == ("accepted", "link", ADDRESS)
    assert (done.accepted_by_name, done.accepted_by_title, done.order_number) == (
        "Anne Le Goff",
        "directrice",
        "BC-12",
    )
    assert done.evidence["document"] == proposal.pdf_sha256
    assert [words[:20] for words in done.evidence["words"]] == ["Je suis habilité à e", "J’ai lu la propositi"]
    assert set(done.evidence) == {"document", "words", "at", "code"}
    assert AcceptanceCode.objects.get().proved_at is not None
    assert mailed_code() not in str(done.evidence) + AcceptanceCode.objects.get().code_hash


@DATABASE
def test_code_may_be_typed_with_blanks_and_serves_once() -> None:
    first, second = make_sent(), make_sent()
    code = ask(first)
    accept(first, f"{code[:3]} {code[3:]}")
    with pytest.raises(ClubError, match="Demandez d’abord"):
        accept(second, code)


@DATABASE
def test_wrong_codes_are_counted_and_the_right_one_comes_too_late() -> None:
    proposal = make_sent()
    code = ask(proposal)
    wrong = "000000" if code != "000000" else "000001"
    for _ in range(acceptance.MOST_TRIES):
        with pytest.raises(ClubError, match="ne convient pas"):
            accept(proposal, wrong)
    with pytest.raises(ClubError, match="ne sert plus"):
        accept(proposal, code)
    proposal.refresh_from_db()
    assert proposal.state == "sent"


@DATABASE
def test_code_of_another_address_is_worth_nothing() -> None:
    proposal = make_sent()
    code = ask(proposal)
    with pytest.raises(ClubError, match="Demandez d’abord"):
        accept(proposal, code, email="autre@exemple.example")


@DATABASE
def test_code_grows_old() -> None:
    proposal = make_sent()
    code = ask(proposal)
    with time_machine.travel(timezone.now() + timedelta(minutes=21)), pytest.raises(ClubError, match="ne sert plus"):
        accept(proposal, code)


@DATABASE
def test_codes_that_proved_nothing_are_forgotten_after_a_month() -> None:
    proved, typed = make_sent(), make_sent()
    accept(proved, ask(proved))
    ask(typed, "passant@exemple.example")
    today = timezone.localdate()
    assert acceptance.forget_codes(today + timedelta(days=30)) == 0
    assert acceptance.forget_codes(today + timedelta(days=31)) == 1
    assert AcceptanceCode.objects.get().proposal == proved


@DATABASE
def test_codes_are_limited_per_proposal() -> None:
    proposal = make_sent()
    for number in range(acceptance.CODES_PER_PROPOSAL):
        ask(proposal, f"a{number}@exemple.example")
    with pytest.raises(ClubError, match="Trop de codes"):
        ask(proposal, "encore@exemple.example")
    assert AcceptanceCode.objects.count() == acceptance.CODES_PER_PROPOSAL


@DATABASE
def test_file_that_changed_since_it_was_read_is_read_again() -> None:
    proposal = make_sent()
    code = ask(proposal)
    with pytest.raises(ClubError, match="relisez-la"):
        accept(proposal, code, document="0" * 64)
    proposal.refresh_from_db()
    assert proposal.state == "sent"


@DATABASE
def test_accepted_twice_keeps_the_first_evidence() -> None:
    proposal = make_sent()
    first = accept(proposal, ask(proposal))
    again = acceptance.accept(proposal=first, name="Paul", title="", email="p@exemple.example", means="link")
    assert (again.accepted_by_name, again.accepted_at) == ("Anne Le Goff", first.accepted_at)


@DATABASE
def test_too_late_draft_and_withdrawn_cannot_be_accepted() -> None:
    late, withdrawn = make_sent(), proposals.withdraw(proposal=make_sent(), by=make_staff())
    Proposal.objects.filter(pk=late.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    late.refresh_from_db()
    for proposal in (late, withdrawn, make_proposal()):
        with pytest.raises(ClubError):
            acceptance.ask_code(proposal=proposal, email=ADDRESS, connection="")
        with pytest.raises(ClubError):
            acceptance.accept(proposal=proposal, name="Anne", title="", email=ADDRESS, means="link")


@DATABASE
def test_signed_form_is_kept_and_may_come_late() -> None:
    proposal = make_sent()
    Proposal.objects.filter(pk=proposal.pk).update(valid_until=timezone.localdate() - timedelta(days=1))
    fields = {"name": "Anne", "title": "maire", "email": ADDRESS, "means": "order"}
    for file in (None, b"GIF89a", b"%PDF-" + b"0" * acceptance.MOST_BYTES):
        with pytest.raises(ClubError, match=r"PDF|10 Mo"):
            acceptance.accept(proposal=proposal, file=file, **fields)
    done = acceptance.accept(proposal=proposal, file=PDF, by=make_staff(), **fields)
    assert (done.state, done.accepted_means, len(done.evidence_sha256)) == ("accepted", "order", 64)


def test_two_tabs_at_the_same_moment_accept_once(real_database: str) -> None:
    proposal = make_sent()
    code, start, ends = ask(proposal), threading.Barrier(4), []

    def tab(name: str) -> None:
        start.wait()
        try:
            ends.append(accept(proposal, code, name=name).accepted_by_name)
        except ClubError as error:
            ends.append(str(error))
        finally:
            connection.close()

    tabs = [threading.Thread(target=tab, args=[f"Anne {number}"]) for number in range(4)]
    for thread in tabs:
        thread.start()
    for thread in tabs:
        thread.join()
    proposal.refresh_from_db()
    assert AuditEntry.objects.filter(verb="proposal.accept").count() == 1
    assert proposal.accepted_by_name in ends
    assert {end for end in ends if end.startswith("Anne")} == {proposal.accepted_by_name}
