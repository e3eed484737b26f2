"""One action makes term, lines, rights, document, representatives and mails; twice, or ten at once, makes one."""

import threading
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from club.core.errors import ClubError
from club.core.models import AuditEntry, OutboxMail
from members.actions import entitlements, pages
from members.actions.entitlements import left
from members.billing import document_console, money_console, parties
from members.billing.actions import activation, changes, documents, payments, proposals
from members.billing.models import Document, Payer, Proposal
from members.billing.recipients import recipient_of
from members.models import Affiliation, Entitlement, Membership, Organisation, Prospect, User
from members.statuses import standing_of
from tests.billing_factories import make_payer
from tests.factories import make_affiliation, make_organisation, make_staff, make_user
from tests.joining_factories import make_prospect
from tests.membership_factories import make_change, make_membership, make_version
from tests.proposal_factories import accepted, make_accepted, make_offer, make_proposal, make_sent

DATABASE = pytest.mark.django_db


def activate(proposal: Proposal) -> Membership:
    return proposals.activate(proposal=proposal, by=None)


@DATABASE
def test_accepted_proposal_becomes_a_term_with_everything() -> None:
    base = make_version(price=6000, is_base=True, grants={"meeting_seat": 2})
    partner = make_version(price=21000, opens="payment", grants={"logo": 1, "insert": 6})
    owner, organisation = make_staff(), make_organisation()
    prospect = Prospect.objects.create(organisation=organisation, owner=owner)
    proposal = make_accepted(base, partner, organisation=organisation, people=3, starts_on=date(2027, 1, 1))
    term = activate(proposal)
    assert (term.starts_on, term.ends_on, term.planned_end, term.seats) == (
        date(2027, 1, 1),
        date(2027, 12, 31),
        date(2027, 12, 31),
        3,
    )
    assert [(line.price, line.net) for line in term.lines.all()] == [(6000, 6000), (21000, 21000)]
    document = Document.objects.get()
    assert (document.total, document.membership, document.proposal) == (Decimal("32400.00"), term, proposal)
    assert document.number
    waiting = Entitlement.objects.filter(opened_on=None).values_list("kind", flat=True)
    assert sorted(waiting) == ["insert", "logo"]
    assert Payer.objects.get(organisation=organisation).city == "Laval"
    assert Affiliation.objects.filter(organisation=organisation).count() == 3
    proposal.application.refresh_from_db()
    prospect.refresh_from_db()
    assert (proposal.application.state, prospect.stage) == ("completed", "won")
    sent = OutboxMail.objects.values_list("template", flat=True)
    assert sorted(t.rpartition("/")[2] for t in sent) == ["document", "proposal", *["representative"] * 3, "welcome"]


@DATABASE
def test_prospect_admitted_as_another_organisation_of_the_file_is_won_too() -> None:
    """Staff followed one file and recognised another when they read the request."""
    proposal = make_accepted()
    prospect = make_prospect(application=proposal.application)
    activate(proposal)
    prospect.refresh_from_db()
    assert prospect.stage == "won"


@DATABASE
def test_bills_follow_the_roles_and_not_a_person() -> None:
    proposal = make_accepted(people=2)
    organisation = activate(proposal).organisation
    administrator, billing = (f"anne{n}.{proposal.application_id}@exemple.example" for n in (0, 1))
    assert OutboxMail.objects.get(template="billing/emails/document").to_address == billing
    assert list(money_console.vacant_billing()) == []
    today = timezone.localdate()
    in_charge = Affiliation.objects.filter(organisation=organisation, person__email=billing)
    in_charge.update(starts_on=today - timedelta(days=9), ends_on=today - timedelta(days=1))
    recipient = recipient_of(organisation, today)
    assert recipient
    assert (recipient.address, recipient.is_fallback) == (administrator, True)
    (warning,) = money_console.vacant_billing()
    assert str(organisation) in warning.title


@DATABASE
def test_next_document_bears_the_legal_name_that_staff_accepted() -> None:
    organisation = activate(make_accepted()).organisation
    organisation.refresh_from_db()
    assert parties.buyer(organisation)["name"] == f"{organisation.name} SAS"
    change = make_change(organisation=organisation, after="Nouvelle Enseigne SA")
    pages.settle_change(change=change, accepted=True, reason="", by=make_staff())
    assert parties.buyer(Organisation.objects.get())["name"] == "Nouvelle Enseigne SA"
    Payer.objects.update(legal_name="Maison mère")
    assert parties.buyer(Organisation.objects.get())["name"] == "Maison mère"


@DATABASE
def test_twice_is_once() -> None:
    proposal = make_accepted()
    assert activate(proposal) == activate(proposal)
    assert (Membership.objects.count(), Document.objects.count()) == (1, 1)
    assert OutboxMail.objects.filter(template="billing/emails/welcome").count() == 1


@DATABASE
def test_nothing_is_billed_when_nothing_is_due() -> None:
    term = activate(make_accepted(make_version(price=0, is_base=True)))
    assert standing_of(term.organisation, on=term.starts_on).is_member
    assert (Document.objects.count(), Payer.objects.count()) == (0, 0)


@DATABASE
def test_rights_at_the_first_payment_do_not_wait_for_one_that_nobody_owes() -> None:
    free = make_version(price=0, is_base=True, opens="payment", grants={"insert": 2})
    term = activate(make_accepted(free))
    assert left(term.organisation, "insert", term.starts_on) == 2


@DATABASE
def test_what_is_not_accepted_does_not_begin() -> None:
    for proposal in (make_proposal(), make_sent()):
        with pytest.raises(ClubError, match="pas acceptée"):
            activate(proposal)
    assert Membership.objects.count() == 0


@DATABASE
def test_document_that_cannot_be_issued_leaves_the_term_and_a_draft(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_: Any) -> None:
        raise ClubError("La période est close.")

    monkeypatch.setattr(documents, "issue", fail)
    proposal = make_accepted()
    term = activate(proposal)
    proposal.refresh_from_db()
    assert (proposal.state, term.organisation.memberships.get()) == ("activated", term)
    assert (Document.objects.get().number, Document.objects.get().membership) == (None, term)
    assert AuditEntry.objects.get(verb="document.wait").details["reason"] == "La période est close."


@DATABASE
def test_order_number_that_the_payer_wants_is_waited_for_by_the_document_alone() -> None:
    organisation, staff = make_organisation(), make_staff(superuser=True)
    make_payer(organisation=organisation, wants_order_number=True)
    term = activate(make_accepted(organisation=organisation))
    assert standing_of(organisation, on=term.starts_on).is_member
    draft = Document.objects.get()
    (waits,) = document_console.drafts()
    assert (draft.number, str(draft.pk) in waits.url, str(organisation) in waits.title) == (None, True, True)
    assert "document" not in [t.rpartition("/")[2] for t in OutboxMail.objects.values_list("template", flat=True)]
    documents.note_order_number(document=draft, order_number="BC-12", by=staff)
    assert documents.issue(document=draft, by=staff).number
    assert list(document_console.drafts()) == []


@DATABASE
def test_option_of_a_document_that_waits_is_not_dropped_before_it_was_billed() -> None:
    base, other, organisation = make_version(is_base=True), make_version(price=500), make_organisation()
    make_payer(organisation=organisation, wants_order_number=True)
    term = activate(make_accepted(base, other, organisation=organisation))
    day = term.starts_on + timedelta(days=1)
    change = changes.propose_change(membership=term, wanted={base.option_id: 1}, day=day, by=None)
    with pytest.raises(ClubError, match="pas encore émis"):
        activate(accepted(change))


@DATABASE
def test_terms_do_not_overlap() -> None:
    term = make_membership(make_version(), starts_on=date(2026, 1, 1))
    proposal = accepted(make_offer(organisation=term.organisation, starts_on=date(2026, 12, 31)))
    with pytest.raises(ClubError, match="déjà membre"):
        activate(proposal)


@DATABASE
def test_person_of_a_who_applies_for_b_leaves_a_unchanged() -> None:
    person = make_user(first_name="Anne", last_name="Ancien")
    at_a = make_affiliation(person=person, roles=["content"], job_title="Rédactrice")
    proposal = make_proposal()
    proposal.application.people.update(email=person.email, first_name="Autre", last_name="Nom")
    term = activate(accepted(proposal))
    at_a.refresh_from_db()
    person.refresh_from_db()
    assert (at_a.roles, at_a.job_title, at_a.ends_on, person.last_name) == (
        ["content"],
        "Rédactrice",
        None,
        "Ancien",
    )
    assert person.affiliations.get(organisation=term.organisation).roles == ["administrator", "signatory"]
    assert not standing_of(at_a.organisation).is_member


@DATABASE
def test_representative_who_is_there_already_gains_roles_and_one_account_stays_one() -> None:
    organisation = make_organisation()
    there = make_affiliation(organisation=organisation, roles=["marketing"])
    proposal = make_proposal(organisation=organisation)
    proposal.application.people.update(email=there.person.email)
    before = User.objects.count()
    activate(accepted(proposal))
    there.refresh_from_db()
    assert there.roles == ["administrator", "signatory", "marketing"]
    assert (Affiliation.objects.filter(organisation=organisation).count(), User.objects.count()) == (1, before)


@DATABASE
def test_three_years_ordered_and_paid_late_are_three_years() -> None:
    version = make_version(price=1000, opens="payment", grants={"insert": 4})
    with time_machine.travel("2026-01-10 10:00 +01:00"):
        term = activate(make_accepted(version, starts_on=date(2026, 1, 1), years=3))
    with time_machine.travel("2026-11-10 10:00 +01:00"):
        document = Document.objects.get()
        method = {"method": "transfer", "received_on": timezone.localdate(), "by": None}
        payments.record(organisation=term.organisation, amount=document.total, **method)
    term.refresh_from_db()
    assert (term.starts_on, term.ends_on) == (date(2026, 1, 1), date(2028, 12, 31))
    for year in (2026, 2027, 2028):
        assert entitlements.left(term.organisation, "insert", date(year, 12, 1)) == 4


@DATABASE
def test_refused_bought_again_and_paid() -> None:
    version = make_version(price=1000, opens="payment", grants={"insert": 4})
    organisation = make_organisation()
    refused = proposals.decline(proposal=make_sent(version, organisation=organisation), reason="plus tard")
    again = proposals.reopen(proposal=refused, by=make_staff())
    term = activate(accepted(again))
    document = Document.objects.get()
    payments.record(
        organisation=organisation, method="transfer", amount=document.total, received_on=timezone.localdate(), by=None
    )
    assert Membership.objects.get() == term
    assert entitlements.left(organisation, "insert") == 4


def test_ten_at_once_make_one(real_database: str) -> None:
    proposal = make_accepted(people=2)
    assert at_once(proposal) == {"done": 10}
    assert (Membership.objects.count(), Document.objects.exclude(number=None).count()) == (1, 1)
    assert OutboxMail.objects.filter(template="billing/emails/welcome").count() == 1
    assert OutboxMail.objects.filter(template="billing/emails/representative").count() == 2


def test_ten_at_once_without_the_lock_are_seen(real_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the lock of the proposal, some try to make a second term and fail."""

    def unheld(proposal: Proposal) -> Proposal:
        return Proposal.objects.select_related("organisation", "application").get(pk=proposal.pk)

    monkeypatch.setattr(activation, "locked", unheld)
    assert at_once(make_accepted()) != {"done": 10}


def at_once(proposal: Proposal) -> dict[str, int]:
    """What became of ten activations that start together, by word."""
    start, ends = threading.Barrier(10), []

    def act() -> None:
        start.wait()
        try:
            activate(proposal)
            ends.append("done")
        except Exception as error:
            ends.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=act) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return {word: ends.count(word) for word in set(ends)}
